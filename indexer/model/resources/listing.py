"""A listing as the API shows it."""

from indexer.model.document import DocumentKind
from indexer.model.identity import checksummed
from indexer.model.listing import Listing
from indexer.model.resources import Json, Renderer, Sources, rfc3339, show_document, show_struct


def show_listing(listing: Listing, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(listing.market),
        "listingId": listing.listing_id,
        "seller": checksummed(listing.seller),
        "sku": listing.sku,
        "status": listing.status,
        "revision": listing.revision,
        "stock": listing.stock,
        "unitsSold": listing.units_sold,
        "terms": show_struct(listing.terms),
        "document": show_document(sources.document(listing.terms.document, DocumentKind.LISTING)),
        "publishedAt": rfc3339(listing.published_at),
        "publishedBlock": listing.published_block,
        "updatedAt": rfc3339(listing.updated_at),
        "updatedBlock": listing.updated_block,
    }
