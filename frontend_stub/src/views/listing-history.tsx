import type { JSX } from "preact";
import { getListingHistory } from "../api/reads.ts";
import type { HistoryEntry, ListingResource } from "../api/types.ts";
import { amountText } from "../components/amount.tsx";
import { Failed, Pending } from "../components/notice.tsx";
import { type Mark, PricePlot } from "../components/plot.tsx";
import type { Token } from "../core/money.ts";
import { tell } from "../core/history.ts";
import { fromIso, longDate, plural, shortDate } from "../core/time.ts";
import { useNow } from "../state/clock.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { tokenAt } from "../state/session.ts";

/** What it cost over time and when it sold. */
export function ListingHistory({ listing }: { listing: ListingResource }): JSX.Element {
  const { resource } = useResource(`${listing.listingId}/${listing.updatedAt}`, ({ signal }) =>
    getListingHistory(listing.listingId, { signal }),
  );
  const now = useNow();
  const page = dataOf(resource);
  const token = tokenAt(listing.terms.token);
  if (!page) {
    return resource.state === "failed" ? (
      <Failed what="its history" failure={resource.failure} />
    ) : (
      <Pending what="its history" />
    );
  }
  const entries = [...page.data].sort(
    (one, other) => one.blockNumber - other.blockNumber || one.logIndex - other.logIndex,
  );
  const { prices, sales } = marksOf(entries, token);
  const title = `Price since ${prices[0] ? shortDate(prices[0].at) : "publication"}: ${plural(sales.length, "sale")}`;
  return (
    <section class="section">
      <h2>Price and sales</h2>
      {prices.length > 0 && (
        <figure class="figure">
          <PricePlot
            prices={prices}
            sales={sales}
            end={Math.max(now, prices.at(-1)?.at ?? 0)}
            title={title}
            ends={[shortDate(prices[0]?.at ?? now), "today"]}
          />
          <figcaption class="faint">
            {title}. Now {amountText(listing.terms.price, token)}.
          </figcaption>
        </figure>
      )}
      <details>
        <summary>Every change</summary>
        <ul class="plain-list">
          {entries.toReversed().map((entry) => (
            <li key={`${entry.blockNumber}/${entry.logIndex}`}>
              <HistoryLine entry={entry} />
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function HistoryLine({ entry }: { entry: HistoryEntry }): JSX.Element {
  const { label, text } = tell(entry.name, entry.arguments);
  return (
    <>
      <strong>{label}</strong> {text} <span class="faint">{longDate(fromIso(entry.at))}</span>
    </>
  );
}

function marksOf(entries: readonly HistoryEntry[], token: Token): { prices: Mark[]; sales: Mark[] } {
  const prices: Mark[] = [];
  const sales: Mark[] = [];
  for (const { name, at, arguments: given } of entries) {
    const price = (given.terms as { price?: string } | undefined)?.price;
    if (price !== undefined && Number(price) !== prices.at(-1)?.value)
      prices.push({ at: fromIso(at), value: Number(price), label: amountText(price, token) });
    const current = prices.at(-1);
    if (name === "ListingPurchased" && current) {
      sales.push({ at: fromIso(at), value: current.value, label: `${given.units} sold on ${shortDate(fromIso(at))}` });
    }
  }
  return { prices, sales };
}
