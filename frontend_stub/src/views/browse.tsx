import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ApiProblem } from "../api/http.ts";
import { getListings } from "../api/reads.ts";
import type { Facet, ListingResource, Page } from "../api/types.ts";
import { ListingCard } from "../components/listing-card.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { type Filter, NO_FILTER, filterFrom, filterToQuery, isFiltered } from "../core/filter.ts";
import { parseAmount } from "../core/money.ts";
import { linkTo } from "../core/route.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { replaceRoute } from "../state/router.ts";
import { tokenAt } from "../state/session.ts";
import { BrowseFilters, CategoryRail } from "./browse-filters.tsx";

export function BrowseView({ query }: { query: URLSearchParams }): JSX.Element {
  const filter = filterFrom(query);
  const asked = toParameters(filter);
  const key = JSON.stringify(asked);
  const { resource, reload } = useResource(key, ({ signal, minBlock }) => getListings(asked, { signal, minBlock }));
  const more = useMore(key, asked);
  useChanges(
    ({ kind }) => kind === "listing" || kind === "document",
    () => void reload(),
  );
  const change = (next: Partial<Filter>) => replaceRoute(linkTo.browse(filterToQuery({ ...filter, ...next })));
  const page = dataOf(resource);
  const facets = useLastFacets(page);

  return (
    <div class="browse">
      {isFiltered(filter) ? <h1 class="hidden">Search results</h1> : <Front newest={page?.data[0]} />}
      <CategoryRail facets={facets} chosen={filter.category} onChoose={(category) => change({ category })} />
      <BrowseFilters filter={filter} onChange={change} />
      <div aria-live="polite" class="browse-summary">
        {page && <Summary page={page} filter={filter} onExact={() => change(NO_FILTER)} />}
      </div>
      {resource.state === "pending" && <Pending what="the market" />}
      {resource.state === "failed" && (
        <Failed what="the market" failure={resource.failure} retry={() => void reload()} />
      )}
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      {page && <Shelf listings={[...page.data.slice(isFiltered(filter) ? 0 : 1), ...more.listings]} />}
      {page && <More page={page} more={more} />}
    </div>
  );
}

function Summary({
  page,
  filter,
  onExact,
}: {
  page: Page<ListingResource>;
  filter: Filter;
  onExact: () => void;
}): JSX.Element | null {
  if (page.data.length === 0) {
    return (
      <Notice title={filter.q ? `Nothing was found for “${filter.q}”.` : "There is nothing here yet."}>
        <p>
          {isFiltered(filter) ? "Try fewer or other words, or " : "Be the first: "}
          {isFiltered(filter) ? (
            <button type="button" class="link" onClick={onExact}>
              look at everything
            </button>
          ) : (
            <a href={linkTo.sell()}>offer something</a>
          )}
          .
        </p>
      </Notice>
    );
  }
  if (page.correctedQuery) {
    return (
      <p class="corrected">
        Nothing was found for “{filter.q}”. These are the results for <strong>{page.correctedQuery}</strong>.
      </p>
    );
  }
  return null;
}

/** What this place is, beside the newest thing on it. */
function Front({ newest }: { newest: ListingResource | undefined }): JSX.Element {
  return (
    <div class="front">
      <div class="front-words">
        <h1>Things made well, paid for safely.</h1>
        <ol class="promises">
          <li>
            <h2>You pay into escrow</h2>
            <p>A contract holds the money. Nobody owns it, not even us.</p>
          </li>
          <li>
            <h2>The seller delivers</h2>
            <p>Too late? You take everything back yourself.</p>
          </li>
          <li>
            <h2>You are content, they are paid</h2>
            <p>If you are not: send it back, settle, or let an arbiter decide.</p>
          </li>
        </ol>
      </div>
      {newest && (
        <ul class="front-newest">
          <ListingCard listing={newest} eager />
        </ul>
      )}
    </div>
  );
}

function Shelf({ listings }: { listings: readonly ListingResource[] }): JSX.Element {
  return (
    <ul class="shelf">
      {listings.map((listing, index) => (
        <ListingCard key={listing.listingId} listing={listing} eager={index < 4} />
      ))}
    </ul>
  );
}

interface MoreState {
  readonly listings: readonly ListingResource[];
  readonly cursor: string | null | undefined;
  readonly busy: boolean;
  readonly failure: unknown;
  load(cursor: string): Promise<void>;
}

/** Further pages by cursor: the first page may refresh, those below it stay as they were. */
function useMore(key: string, asked: Record<string, string>): MoreState {
  const empty = { listings: [], cursor: undefined, busy: false, failure: null };
  const [state, setState] = useState<Omit<MoreState, "load">>(empty);
  useEffect(() => setState(empty), [key]);
  const load = async (cursor: string) => {
    setState((before) => ({ ...before, busy: true, failure: null }));
    try {
      const { data, nextCursor } = await getListings({ ...asked, cursor });
      setState((before) => ({
        listings: [...before.listings, ...data],
        cursor: nextCursor,
        busy: false,
        failure: null,
      }));
    } catch (failure) {
      setState((before) => ({ ...before, busy: false, failure }));
    }
  };
  return { ...state, load };
}

function More({ page, more }: { page: Page<ListingResource>; more: MoreState }): JSX.Element | null {
  const cursor = more.cursor === undefined ? page.nextCursor : more.cursor;
  const outdated = more.failure instanceof ApiProblem && more.failure.status === 409;
  if (outdated)
    return <Notice tone="warn" title="The chain changed under this list. Reload the page to start it again." />;
  if (more.failure) return <Failed what="more" failure={more.failure} />;
  if (!cursor) return null;
  return (
    <p class="more">
      <button type="button" class="button button-plain" disabled={more.busy} onClick={() => void more.load(cursor)}>
        {more.busy ? "Loading…" : "Show more"}
      </button>
    </p>
  );
}

/** Categories stay on the screen while the next answer is on its way. */
function useLastFacets(page: Page<ListingResource> | null): readonly Facet[] {
  const [facets, setFacets] = useState<readonly Facet[]>([]);
  useEffect(() => {
    if (page?.facets?.category) setFacets(page.facets.category);
  }, [page]);
  return facets;
}

function toParameters(filter: Filter): Record<string, string> {
  const { minPrice, maxPrice, ...rest } = filterToQuery(filter);
  const token = filter.token ? tokenAt(filter.token) : null;
  const price = (text: string | undefined) => {
    const parsed = token && text ? parseAmount(text, token.decimals) : null;
    return parsed && "amount" in parsed ? String(parsed.amount) : "";
  };
  const parameters = { ...rest, minPrice: price(minPrice), maxPrice: price(maxPrice), facets: "category" };
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ""));
}
