"""A deal as the API shows it, with what may happen next."""

from indexer.model.deal import Amendment, Claim, Deal, Party, Source
from indexer.model.document import Document, cid_of
from indexer.model.identity import checksummed
from indexer.model.resources import Json, Renderer, Sources, optional_time, rfc3339, show_struct


def show_deal(deal: Deal, renderer: Renderer, sources: Sources) -> Json:
    return {
        "chainId": renderer.chain_id,
        "escrow": checksummed(deal.escrow),
        "dealId": deal.deal_id,
        "payer": checksummed(deal.payer),
        "deal": show_struct(deal.terms),
        "status": deal.status,
        "outcome": deal.outcome,
        "claim": _claim(deal),
        "proposal": _proposal(deal),
        "depositOnly": deal.deposit_only,
        "revisionsUsed": deal.revisions_used,
        "since": rfc3339(deal.since),
        "openedAt": rfc3339(deal.opened_at),
        "openedBlock": deal.opened_block,
        "updatedAt": rfc3339(deal.updated_at),
        "updatedBlock": deal.updated_block,
        "closedAt": optional_time(deal.closed_at),
        "listing": _listing(deal),
        "source": _source(deal),
        "agreement": _agreement(sources.document(deal.terms.agreement, deal.agreement_kind)),
        "agreements": [_amendment(amendment) for amendment in sources.inside(Amendment, deal.deal_id)],
        "paid": show_struct(deal.paid),
        "discount": str(deal.discount),
        "payee": checksummed(deal.payee or deal.terms.seller),
        "next": [
            {"act": a.act, "by": a.by, "from": optional_time(a.since), "until": optional_time(a.until)}
            for a in renderer.acts.next_of(deal)
        ],
    }


def _agreement(document: Document) -> Json:
    return {
        "digest": document.digest,
        "cid": cid_of(document.digest),
        "state": document.state,
        "title": document.title,
    }


def _amendment(amendment: Amendment) -> Json:
    return {
        "number": int(amendment.ordinal),
        "digest": amendment.agreement,
        "cid": cid_of(amendment.agreement),
        "agreedAt": rfc3339(amendment.amended_at),
    }


def _claim(deal: Deal) -> Json | None:
    if deal.claim is Claim.NONE:
        return None
    return {"stage": deal.claim, "claimant": deal.claimant, "sellerBps": deal.claim_bps}


def _proposal(deal: Deal) -> Json | None:
    if deal.proposer is Party.NONE:
        return None
    return {"proposer": deal.proposer, "sellerBps": deal.proposed_bps}


def _source(deal: Deal) -> Json | None:
    """What the market sold: its id is that of the market, whatever the market sells."""
    return None if deal.source is None else {"kind": deal.source, "id": deal.listing_id, "units": deal.units}


def _listing(deal: Deal) -> Json | None:
    if deal.source is not Source.LISTING:
        return None
    return {"market": checksummed(deal.terms.market), "listingId": deal.listing_id, "units": deal.units}
