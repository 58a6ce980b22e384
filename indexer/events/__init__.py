"""Every event of ours, decoded. Names and field order are those of the ABI; the decoder refuses an ABI that differs.

Named tuples, as in the model: a backfill makes millions. A contract is indexed when its events stand here.
"""

from indexer.events import (
    amendments,
    auction,
    booking,
    crowdfund,
    escrow,
    fixed_price,
    loan,
    profiles,
    reputation,
    request,
)
from indexer.events.log import Event

BY_CONTRACT: dict[str, tuple[type[Event], ...]] = {
    "Escrow": escrow.EVENTS,
    "FixedPrice": fixed_price.EVENTS,
    "Auction": auction.EVENTS,
    "Crowdfund": crowdfund.EVENTS,
    "Reputation": reputation.EVENTS,
    "Profiles": profiles.EVENTS,
    "Booking": booking.EVENTS,
    "Request": request.EVENTS,
    "Amendments": amendments.EVENTS,
    "Loan": loan.EVENTS,
}
