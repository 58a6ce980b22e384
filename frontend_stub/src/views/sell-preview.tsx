import type { JSX } from "preact";
import { amountText } from "../components/amount.tsx";
import { Picture } from "../components/picture.tsx";
import { parseAmount } from "../core/money.ts";
import { type SellForm, readSellForm } from "../core/selling.ts";
import { termsInWords } from "../core/terms.ts";
import { tokenAt } from "../state/session.ts";

/** What buyers will read, while it is written. */
export function SellPreview({ form }: { form: SellForm }): JSX.Element {
  const token = tokenAt(form.token);
  const price = parseAmount(form.price, token.decimals);
  // Terms can be told before the rest is filled in.
  const complete = {
    ...form,
    title: form.title || "…",
    description: form.description || "…",
    category: form.category || "other",
  };
  const { offered } = readSellForm(
    { ...complete, price: "amount" in price && price.amount > 0n ? form.price : "1" },
    token,
    0,
    "",
  );
  const terms = offered?.terms;
  return (
    <aside class="sell-preview" aria-label="What buyers will see">
      <h2 class="eyebrow">What buyers will see</h2>
      <div class="card-picture">
        <Picture picture={form.pictures[0]} />
      </div>
      <p class="card-text">
        <span class="card-title">{form.title || "Your title"}</span>
        <span class="card-price">{"amount" in price ? amountText(price.amount, token) : "your price"}</span>
      </p>
      {terms ? (
        <ol class="promises promises-small">
          {termsInWords({
            ...terms,
            hasDeposit: terms.deposit > 0n,
            depositText: amountText(terms.deposit, token),
          }).map(({ title }) => (
            <li key={title}>
              <h3>{title}</h3>
            </li>
          ))}
        </ol>
      ) : (
        <p class="faint">Your promises appear here when the numbers are filled in.</p>
      )}
    </aside>
  );
}
