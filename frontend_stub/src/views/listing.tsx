import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { getDocument } from "../api/content.ts";
import { getAccount, getListing } from "../api/reads.ts";
import type { ListingDocument, ListingResource } from "../api/types.ts";
import { toTerms } from "../api/types.ts";
import { Amount, amountText } from "../components/amount.tsx";
import { Icon } from "../components/icons.tsx";
import { Failed, Notice, Pending, Stale } from "../components/notice.tsx";
import { Score } from "../components/score.tsx";
import { Who } from "../components/who.tsx";
import { categoryName } from "../core/filter.ts";
import { sameAddress } from "../core/names.ts";
import { linkTo } from "../core/route.ts";
import { stockInWords, termsInWords } from "../core/terms.ts";
import { longDate, plural } from "../core/time.ts";
import { useChanges } from "../state/live.ts";
import { dataOf, useResource } from "../state/resource.ts";
import { tokenAt } from "../state/session.ts";
import { useStore } from "../state/store.ts";
import { wallet } from "../state/wallet.ts";
import { BuyDialog } from "./buy.tsx";
import { Gallery } from "./gallery.tsx";
import { ListingHistory } from "./listing-history.tsx";
import { Reviews } from "./reviews.tsx";

interface Shown {
  readonly listing: ListingResource;
  /** Read from bytes that were compared with the digest on chain, never from what an index says they are. */
  readonly document: ListingDocument | null;
  readonly problem: unknown;
}

async function loadListing(id: string, asking: { signal: AbortSignal; minBlock?: number }): Promise<Shown> {
  const { data } = await getListing(id, asking);
  try {
    return {
      listing: data,
      document: (await getDocument(data.terms.document)) as unknown as ListingDocument,
      problem: null,
    };
  } catch (problem) {
    return { listing: data, document: null, problem };
  }
}

export function ListingView({ id }: { id: string }): JSX.Element {
  const { resource, reload } = useResource(id, (asking) => loadListing(id, asking));
  useChanges(
    (change) => change.id.toLowerCase() === id || change.kind === "document",
    () => void reload(),
  );
  const shown = dataOf(resource);
  if (resource.state === "pending") return <Pending what="the listing" />;
  if (!shown)
    return (
      <Failed
        whole
        what="this listing"
        failure={"failure" in resource ? resource.failure : null}
        retry={() => void reload()}
      />
    );
  return (
    <article class="listing">
      {resource.state === "stale" && <Stale failure={resource.failure} retry={() => void reload()} />}
      <div class="listing-columns">
        <Gallery pictures={shown.document?.pictures ?? []} />
        <div class="listing-side">
          <Offer shown={shown} />
          <Terms listing={shown.listing} />
        </div>
        <Description shown={shown} />
      </div>
      <ListingHistory listing={shown.listing} />
      <section class="section">
        <h2>What others say about the seller</h2>
        <Reviews address={shown.listing.seller} />
      </section>
    </article>
  );
}

function Offer({ shown }: { shown: Shown }): JSX.Element {
  const { listing, document: doc } = shown;
  const { terms, seller, status, stock } = listing;
  const [buying, setBuying] = useState(false);
  const me = useStore(wallet);
  const own = me.state === "connected" && sameAddress(me.account, seller);
  const forSale = status === "active" && stock > 0 && doc !== null;
  return (
    <div class="offer">
      {doc && (
        <p class="crumbs">
          <a href={linkTo.browse({ category: doc.category })}>{categoryName(doc.category)}</a>
        </p>
      )}
      <h1>{doc ? <bdi>{doc.title}</bdi> : "Listing without a description"}</h1>
      <p class="offer-price">
        <Amount amount={terms.price} token={terms.token} />
      </p>
      {BigInt(terms.deposit) > 0n && (
        <p class="faint">
          plus a deposit of <Amount amount={terms.deposit} token={terms.token} />, which comes back
        </p>
      )}
      <p class="offer-stock">{stockInWords(status, stock)}</p>
      {shown.problem !== null && <UnverifiedNotice problem={shown.problem} listing={listing} />}
      {own ? (
        <a class="button button-main button-wide" href={linkTo.sell(listing.listingId)}>
          Change this listing
        </a>
      ) : (
        <button
          type="button"
          class="button button-main button-wide"
          disabled={!forSale}
          onClick={() => setBuying(true)}
        >
          {forSale ? "Buy" : stockInWords(status, stock)}
        </button>
      )}
      <p class="assurance">
        <Icon name="shield" />
        <span>The money waits in a contract that nobody owns. You pay the seller when you are content.</span>
      </p>
      <SellerLine address={seller} sold={listing.unitsSold} />
      {buying && doc && <BuyDialog listing={listing} document={doc} onClose={() => setBuying(false)} />}
    </div>
  );
}

function UnverifiedNotice({ problem, listing }: { problem: unknown; listing: ListingResource }): JSX.Element {
  const reason = problem instanceof Error ? problem.message : String(problem);
  return (
    <Notice tone="warn" title="The description cannot be shown, so this cannot be bought now.">
      <p>
        {listing.document.state === "pending" ? "It is still being fetched. " : ""}
        {reason}
      </p>
    </Notice>
  );
}

function SellerLine({ address, sold }: { address: string; sold: number }): JSX.Element {
  const { resource } = useResource(address, ({ signal }) => getAccount(address, { signal }));
  const record = dataOf(resource)?.data.record;
  return (
    <div class="seller-line">
      <Who address={address} />
      <p class="faint">
        {record && record.reviews > 0 && record.scoreMean !== null && (
          <>
            <Score value={Number(record.scoreMean)} /> {plural(record.reviews, "review")} ·{" "}
          </>
        )}
        {record ? `${plural(record.salesClosed, "sale")} closed` : ""}
        {sold > 0 ? ` · ${sold} of these sold` : ""}
      </p>
    </div>
  );
}

function Description({ shown }: { shown: Shown }): JSX.Element {
  const { document: doc, listing } = shown;
  if (!doc) return <section class="section" />;
  const attributes = Object.entries(doc.attributes ?? {});
  return (
    <section class="section listing-about">
      <h2>About it</h2>
      {doc.description.split(/\n{2,}/).map((paragraph) => (
        <p class="prose" key={paragraph}>
          {paragraph}
        </p>
      ))}
      {attributes.length > 0 && (
        <dl class="facts">
          {attributes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {doc.shipsTo && doc.shipsTo.length > 0 && <p>Ships to {doc.shipsTo.map(countryName).join(", ")}.</p>}
      {doc.returns && <p>Returns: {doc.returns}</p>}
      <p class="verified">
        <Icon name="check" size={16} />
        <span>
          Your browser checked this description against the digest on chain (
          <code title={listing.document.cid}>{listing.document.cid.slice(0, 16)}…</code>).
        </span>
      </p>
    </section>
  );
}

function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

function Terms({ listing }: { listing: ListingResource }): JSX.Element {
  const terms = toTerms(listing.terms);
  const said = termsInWords({
    ...terms,
    hasDeposit: terms.deposit > 0n,
    depositText: amountText(terms.deposit, tokenAt(terms.token)),
  });
  return (
    <section class="section listing-terms">
      <h2>How this purchase goes</h2>
      <ol class="promises">
        {said.map(({ title, text }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p class="faint">This offer ends on {longDate(terms.expiresAt)}.</p>
      {!/^0x0+$/.test(terms.arbiter) && (
        <p class="labelled">
          Arbiter <Who address={terms.arbiter} />
        </p>
      )}
    </section>
  );
}
