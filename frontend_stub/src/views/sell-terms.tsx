import type { JSX } from "preact";
import { SelectField, TextField } from "../components/field.tsx";
import type { SellForm } from "../core/selling.ts";
import { market, tokenAt, tokensOf } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import type { FieldsProps } from "./sell-thing.tsx";

type TextKey = { [Key in keyof SellForm]: SellForm[Key] extends string ? Key : never }[keyof SellForm];

export function TermFields({ form, problems, onChange }: FieldsProps): JSX.Element {
  const known = useStore(market);
  const tokens = known.state === "ready" ? tokensOf(known.deployment) : [];
  const { symbol } = tokenAt(form.token);
  const field = (key: TextKey, label: string, suffix?: string, hint?: string) => (
    <TextField
      id={`sell-${key}`}
      label={label}
      suffix={suffix}
      hint={hint}
      mode="decimal"
      value={form[key]}
      problem={problems[key]}
      onValue={(value) => onChange({ [key]: value })}
    />
  );
  return (
    <>
      <fieldset>
        <legend>Price</legend>
        <SelectField
          id="sell-token"
          label="Paid in"
          value={form.token}
          options={tokens.map((token) => [token.address, `${token.symbol} (${token.name})`] as const)}
          onValue={(token) => onChange({ token })}
        />
        <div class="field-row">
          {field("price", "Price", symbol, "For one.")}
          {field("stock", "How many you have")}
        </div>
        {field("offered", "Good for", "days", "Nobody can buy after that.")}
      </fieldset>
      <fieldset>
        <legend>What you promise</legend>
        <div class="field-row">
          {field("deliver", "You deliver within", "days")}
          {field("inspection", "The buyer inspects for", "days")}
        </div>
        <div class="field-row">
          {field("cancel", "Free cancellation for", "days")}
          {field("revisions", "May be sent back", "times")}
        </div>
      </fieldset>
      <details class="sell-more">
        <summary>Deposit, disputes and referral</summary>
        <fieldset>
          <legend class="hidden">Deposit, disputes and referral</legend>
          <div class="field-row">
            {field("deposit", "Deposit", symbol, "The buyer gets it back, unless you claim damage.")}
            {field("claim", "Time to claim damage", "days")}
          </div>
          {field("arbiter", "Arbiter’s address", undefined, "Who decides when you cannot agree. Empty: nobody.")}
          <div class="field-row">
            {field("arbiterFee", "Arbiter’s fee", "%", "Of what is in dispute, at most 10 %.")}
            {field("silence", "If nobody rules, you get", "%")}
          </div>
          <div class="field-row">
            {field("contest", "Time to answer a claim", "days")}
            {field("ruling", "Time to rule", "days")}
          </div>
          {field("referral", "For the page that brings a buyer", "%", "From your price, at most 5 %.")}
        </fieldset>
      </details>
    </>
  );
}
