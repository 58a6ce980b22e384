import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { getListing } from "../api/reads.ts";
import type { ListingResource } from "../api/types.ts";
import { callTo, noticeOf } from "../chain/contracts.ts";
import type { Job } from "../chain/job.ts";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { JobPanel } from "../components/job-panel.tsx";
import { stockInWords } from "../core/terms.ts";
import { addressOf } from "../state/session.ts";

interface Props {
  readonly listing: ListingResource;
  readonly onDone: (block: number) => void;
}

/** How many are left, and taking it off the market. */
export function StockSection({ listing, onDone }: Props): JSX.Element {
  const [act, setAct] = useState<"restock" | "withdraw" | null>(null);
  return (
    <section class="section stock">
      <h2>{stockInWords(listing.status, listing.stock)}</h2>
      {listing.status === "withdrawn" ? (
        <p>It is not on the market. Publish it again below, under the same name.</p>
      ) : (
        <p class="row">
          <button type="button" class="button button-plain" onClick={() => setAct("restock")}>
            Set the stock
          </button>
          <button type="button" class="button button-grave" onClick={() => setAct("withdraw")}>
            Take it off the market
          </button>
        </p>
      )}
      {act && <StockDialog act={act} listing={listing} onClose={() => setAct(null)} onDone={onDone} />}
    </section>
  );
}

function StockDialog({
  act,
  listing,
  onClose,
  onDone,
}: Props & { act: "restock" | "withdraw"; onClose: () => void }): JSX.Element {
  const [stock, setStock] = useState(String(listing.stock));
  const [seen] = useState(listing);
  const valid = act === "withdraw" || (/^\d{1,9}$/.test(stock) && Number(stock) !== seen.stock);
  const label = act === "withdraw" ? "Take it off the market" : "Set the stock";
  const args = act === "withdraw" ? [seen.sku] : [seen.sku, seen.stock, Number(stock)];
  const job: Job = {
    plan: async () => [
      { kind: "transaction", label, call: () => callTo("FixedPrice", addressOf("FixedPrice"), act, args) },
    ],
    indexed: async (block) => void (await getListing(seen.listingId, { minBlock: block })),
  };
  return (
    <Dialog title={label} onClose={onClose}>
      <p>{noticeOf("FixedPrice", act)}</p>
      {act === "restock" && (
        <TextField id="stock" label="How many are left" mode="numeric" value={stock} onValue={setStock} />
      )}
      <JobPanel
        job={valid ? job : null}
        jobKey={stock}
        confirm={label}
        waiting="Enter another number."
        onDone={onDone}
      />
    </Dialog>
  );
}
