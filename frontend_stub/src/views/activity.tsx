import type { JSX } from "preact";
import { getDeals, getListings } from "../api/reads.ts";
import type { DealResource, ListingResource } from "../api/types.ts";
import { Amount } from "../components/amount.tsx";
import { listingTitle } from "../components/listing-card.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { Who } from "../components/who.tsx";
import { linkTo } from "../core/route.ts";
import { situationOf } from "../core/situation.ts";
import { fromIso, longDate, relative } from "../core/time.ts";
import { useNow } from "../state/clock.ts";
import { fromIndex } from "../state/deals.ts";
import { indexedBlock, live, useChanges } from "../state/live.ts";
import { type Loader, dataOf, useResource } from "../state/resource.ts";
import { useStore } from "../state/store.ts";

interface Item {
  readonly key: string;
  readonly at: number;
  readonly link: string;
  readonly title: string;
  readonly text: string;
  readonly who: string;
  readonly price: string;
  readonly token: string;
}

const SHOWN = 40;

const loadItems: Loader<readonly Item[]> = async ({ signal, minBlock }) => {
  const asking = { signal, minBlock };
  const [deals, listings] = await Promise.all([getDeals({ limit: 30 }, asking), getListings({ limit: 30 }, asking)]);
  const items = [...deals.data.map(fromDeal), ...listings.data.map(fromListing)];
  return items.sort((one, other) => other.at - one.at).slice(0, SHOWN);
};

/** What happens on the market, as it is indexed. */
export function ActivityView(): JSX.Element {
  const { resource, reload } = useResource("activity", loadItems);
  useChanges(
    ({ kind }) => kind === "deal" || kind === "listing",
    () => void reload(),
  );
  const items = dataOf(resource);
  return (
    <div class="narrow">
      <h1>Activity</h1>
      <LiveState />
      {resource.state === "pending" && <Pending what="what happened" />}
      {resource.state === "failed" && (
        <Failed what="what happened" failure={resource.failure} retry={() => void reload()} />
      )}
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      {items?.length === 0 && <Notice title="Nothing has happened here yet." />}
      {items && <Feed items={items} />}
    </div>
  );
}

function LiveState(): JSX.Element {
  const stream = useStore(live);
  const block = useStore(indexedBlock);
  return (
    <p role="status" class="live-state">
      <span class={stream === "live" ? "pulse pulse-live" : "pulse"} aria-hidden="true" />
      {stream === "live" ? "Live: news appears here as it is indexed." : "Not live right now. Trying to connect again…"}
      {block !== null && <span class="faint">Block {block}</span>}
    </p>
  );
}

function Feed({ items }: { items: readonly Item[] }): JSX.Element {
  const now = useNow();
  return (
    <ul class="feed">
      {items.map(({ key, at, link, title, text, who, price, token }) => (
        <li key={key}>
          <div>
            <a href={link}>
              <bdi>{title}</bdi>
            </a>
            <p class="faint">
              {text} · <time title={longDate(at)}>{relative(at, now)}</time>
            </p>
          </div>
          <Who address={who} />
          <Amount amount={price} token={token} />
        </li>
      ))}
    </ul>
  );
}

function fromDeal(resource: DealResource): Item {
  const { deal, standing, title, dealId, updatedAt: at } = fromIndex(resource);
  return {
    ...{ key: dealId, at, link: linkTo.deal(dealId), title: title ?? `Deal ${dealId.slice(0, 10)}…` },
    ...{
      text: situationOf(deal, standing, at).headline,
      who: deal.buyer,
      price: String(deal.price),
      token: deal.token,
    },
  };
}

function fromListing(listing: ListingResource): Item {
  const { listingId, seller, terms, updatedAt, publishedAt } = listing;
  return {
    ...{ key: listingId, at: fromIso(updatedAt), link: linkTo.listing(listingId), title: listingTitle(listing) },
    ...{
      text: updatedAt === publishedAt ? "Put on the market" : "Changed or sold",
      who: seller,
      price: terms.price,
      token: terms.token,
    },
  };
}
