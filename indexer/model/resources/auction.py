"""An auction and its bids as the API shows them."""

from indexer.model.auction import Auction, Bid
from indexer.model.document import DocumentKind
from indexer.model.identity import checksummed
from indexer.model.resources import Json, Renderer, Sources, rfc3339, show_document, show_struct


def show_auction(auction: Auction, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "market": checksummed(auction.market),
        "auctionId": auction.auction_id,
        "lot": show_struct(auction.lot),
        "status": auction.status,
        "bids": auction.bids,
        "highest": _highest(auction),
        "minimumBid": str(auction.minimum),
        "endsAt": rfc3339(auction.closes_at),
        "boughtNow": auction.bought_now,
        "reserve": None if auction.reserve is None else str(auction.reserve),
        "dealId": auction.deal_id,
        "document": show_document(sources.document(auction.lot.document, DocumentKind.LISTING)),
        "publishedAt": rfc3339(auction.published_at),
        "publishedBlock": auction.published_block,
        "updatedAt": rfc3339(auction.updated_at),
        "updatedBlock": auction.updated_block,
    }


def show_bid(bid: Bid, renderer: Renderer, _sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "auctionId": bid.auction_id,
        "number": bid.number,
        "bidder": checksummed(bid.bidder),
        "amount": str(bid.amount),
        "placedAt": rfc3339(bid.placed_at),
        "placedBlock": bid.placed_block,
    }


def _highest(auction: Auction) -> Json | None:
    if auction.bidder is None:
        return None
    return {"bidder": checksummed(auction.bidder), "amount": str(auction.amount)}
