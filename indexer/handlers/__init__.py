"""What each event means: pure functions from an event and the rows as they stand to the rows that follow."""

from collections.abc import Callable, Iterator
from typing import Any

from indexer import events
from indexer.changes import Change, Point, Rows
from indexer.handlers import escrow, fixed_price, profiles, reputation

# Any stands for the one event class a handler takes: the table pairs them.
Handler = Callable[[Any, Point, Rows], Iterator[Change]]

HANDLERS: dict[type[events.Event], Handler] = {
    events.DealOpened: escrow.on_deal_opened,
    events.DealFulfilled: escrow.on_deal_fulfilled,
    events.DealSentBack: escrow.on_deal_sent_back,
    events.DealReleased: escrow.on_deal_released,
    events.DealHandedOver: escrow.on_deal_handed_over,
    events.DealBegun: escrow.on_deal_begun,
    events.DealDiscounted: escrow.on_deal_discounted,
    events.DealAssigned: escrow.on_deal_assigned,
    events.DealFinalized: escrow.on_deal_finalized,
    events.DealRefunded: escrow.on_deal_refunded,
    events.DealCancelled: escrow.on_deal_cancelled,
    events.DealReclaimed: escrow.on_deal_reclaimed,
    events.NoShowCharged: escrow.on_no_show_charged,
    events.SettlementProposed: escrow.on_settlement_proposed,
    events.DealSettled: escrow.on_deal_settled,
    events.DealDisputed: escrow.on_deal_disputed,
    events.DealContested: escrow.on_deal_contested,
    events.DealConceded: escrow.on_deal_conceded,
    events.DealRuled: escrow.on_deal_ruled,
    events.DealExecuted: escrow.on_deal_executed,
    events.DepositClaimed: escrow.on_deposit_claimed,
    events.DepositReturned: escrow.on_deposit_returned,
    events.EvidenceSubmitted: escrow.on_evidence_submitted,
    events.Credited: escrow.on_credited,
    events.Withdrawn: escrow.on_withdrawn,
    events.ListingPublished: fixed_price.on_listing_published,
    events.ListingRevised: fixed_price.on_listing_revised,
    events.ListingRestocked: fixed_price.on_listing_restocked,
    events.ListingWithdrawn: fixed_price.on_listing_withdrawn,
    events.ListingPurchased: fixed_price.on_listing_purchased,
    events.ReviewCommitted: reputation.on_review_committed,
    events.ReviewRevealed: reputation.on_review_revealed,
    events.OutcomeRecorded: reputation.on_outcome_recorded,
    events.ProfileUpdated: profiles.on_profile_updated,
}


def handle(event: events.Event, at: Point, rows: Rows) -> Iterator[Change]:
    return HANDLERS[type(event)](event, at, rows)
