import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { getDocument } from "../api/content.ts";
import { getListing } from "../api/reads.ts";
import { type ListingResource, toTerms } from "../api/types.ts";
import { Failed, Notice, Pending } from "../components/notice.tsx";
import { WalletChoices } from "../components/wallet-choices.tsx";
import { sameAddress } from "../core/names.ts";
import { EMPTY_FORM, type ListingPaper, type SellForm, formOf, readSellForm } from "../core/selling.ts";
import { isoNow } from "../core/papers.ts";
import { now } from "../state/clock.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { tokenAt } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";
import { PublishDialog } from "./publish.tsx";
import { SellPreview } from "./sell-preview.tsx";
import { TermFields } from "./sell-terms.tsx";
import { ThingFields } from "./sell-thing.tsx";
import { StockSection } from "./stock.tsx";

export function SellView({ id }: { id: string | null }): JSX.Element {
  const me = useStore(wallet);
  if (me.state !== "connected") {
    return (
      <div class="narrow">
        <h1>Sell</h1>
        <p>Connect a wallet to offer something. Publishing costs only the network’s fee.</p>
        <WalletChoices />
      </div>
    );
  }
  if (id !== null) return <ChangeListing id={id} account={me.account} />;
  return (
    <>
      <h1 class="sell-title">Offer something</h1>
      <SellPage initial={EMPTY_FORM} listing={null} />
    </>
  );
}

function ChangeListing({ id, account }: { id: string; account: string }): JSX.Element {
  const { resource, reload } = useResource(id, async (asking) => {
    const { data } = await getListing(id, asking);
    return { listing: data, paper: (await getDocument(data.terms.document)) as unknown as ListingPaper };
  });
  const found = dataOf(resource);
  if (resource.state === "failed")
    return <Failed whole what="the listing" failure={resource.failure} retry={() => void reload()} />;
  if (!found) return <Pending what="the listing" />;
  const { listing, paper } = found;
  if (!sameAddress(listing.seller, account)) return <Notice whole title="Only its seller can change this listing." />;
  const terms = toTerms(listing.terms);
  const initial = formOf(paper, terms, listing.stock, tokenAt(terms.token), now());
  return (
    <>
      <h1 class="sell-title">Change the listing</h1>
      <StockSection listing={listing} onDone={(block) => void reload(block)} />
      <SellPage key={listing.updatedAt} initial={initial} listing={listing} />
    </>
  );
}

function SellPage({ initial, listing }: { initial: SellForm; listing: ListingResource | null }): JSX.Element {
  const [form, setForm] = useState(initial);
  const [tried, setTried] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const time = now();
  const { offered, problems } = readSellForm(form, tokenAt(form.token), time, isoNow(time));
  const change = (next: Partial<SellForm>) => setForm({ ...form, ...next });
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (offered) setPublishing(true);
    else document.querySelector<HTMLElement>(`#sell-${Object.keys(problems)[0]}`)?.focus();
  };
  const shown = (tried && problems) || {};
  return (
    <div class="sell">
      <form class="sell-form" onSubmit={submit} noValidate>
        <ThingFields form={form} problems={shown} onChange={change} isNew={listing === null} />
        <TermFields form={form} problems={shown} onChange={change} />
        {tried && problems && (
          <Notice tone="grave" title="Something is missing.">
            <p>{Object.values(problems)[0]}</p>
          </Notice>
        )}
        <button type="submit" class="button button-main button-wide">
          {listing && listing.status !== "withdrawn" ? "Check and revise" : "Check and publish"}
        </button>
      </form>
      <SellPreview form={form} />
      {publishing && offered && (
        <PublishDialog form={form} offered={offered} listing={listing} onClose={() => setPublishing(false)} />
      )}
    </div>
  );
}
