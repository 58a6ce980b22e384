import type { JSX } from "preact";
import type { ListingResource } from "../api/types.ts";
import { categoryName } from "../core/filter.ts";
import { linkTo } from "../core/route.ts";
import { stockInWords } from "../core/terms.ts";
import { Amount } from "./amount.tsx";
import { Picture } from "./picture.tsx";
import { Who } from "./who.tsx";

export function ListingCard({ listing, eager = false }: { listing: ListingResource; eager?: boolean }): JSX.Element {
  const { document: doc, terms, stock, status } = listing;
  const rare = status !== "active" || stock <= 3;
  return (
    <li class="card">
      <a class="card-link" href={linkTo.listing(listing.listingId)}>
        <span class="card-picture">
          <Picture picture={doc.content?.pictures?.[0]} eager={eager} />
          {rare && <span class="card-stock">{stockInWords(status, stock)}</span>}
        </span>
        <span class="card-text">
          <span class="card-title">{listingTitle(listing)}</span>
          <span class="card-price">
            <Amount amount={terms.price} token={terms.token} />
          </span>
        </span>
      </a>
      <span class="card-foot">
        <Who address={listing.seller} />
        {doc.content && <span class="faint card-category">{categoryName(doc.content.category)}</span>}
      </span>
    </li>
  );
}

/** A listing whose document is not there yet is still listed, with what the chain knows. */
export function listingTitle({ document: doc, sku }: ListingResource): string {
  if (doc.content) return doc.content.title;
  const why = {
    pending: "description is on its way",
    unavailable: "description is unavailable",
    invalid: "description is invalid",
  };
  const state = doc.state === "verified" ? "pending" : doc.state;
  return `SKU ${sku.slice(0, 10)}… (${why[state]})`;
}
