"""Brings every deal to its end while the arbiter and one party are silent: invariant 3."""

from tests.contracts.model.book import claim_ends, deadline
from tests.contracts.model.twin import Twin
from tests.contracts.world.shapes import Claim, Deal, Ending, Status, ending_of, unpack_refunds


def drain(twin: Twin, *, silent: str) -> None:
    for deal in twin.open_deals():
        moves = 0
        while twin.model.state_of(deal).status != Status.CLOSED:
            assert _move_on(twin, deal, is_buyer_silent=twin.people[silent].address == deal.buyer), deal
            moves += 1
            assert moves <= 4, "a deal ends after a few moves, whoever is silent"
    twin.compare()
    for token in twin.tokens:
        assert twin.model.purses.held[token] == twin.model.purses.owed(token)


def collect(twin: Twin) -> None:
    """Everybody withdraws to the stranger, who can receive: not a wei is left."""
    for account, token in [key for key, amount in twin.model.purses.credits.items() if amount]:
        assert twin.withdraw(twin.name_of(account), token, "stranger")
    twin.compare()
    assert not +twin.model.purses.held


def _move_on(twin: Twin, deal: Deal, *, is_buyer_silent: bool) -> bool:
    state = twin.model.state_of(deal)
    if state.status == Status.FUNDED and ending_of(deal.refunds) == Ending.BY_CLOCK:
        twin.wait_until(unpack_refunds(deal.refunds)[-1].until + deal.inspection + 1)
        return twin.act("finalize", deal, "stranger")
    if state.status == Status.FUNDED and is_buyer_silent and ending_of(deal.refunds) == Ending.BY_CODE:
        return _charge_or_refund(twin, deal)
    if state.status == Status.FUNDED and is_buyer_silent:
        in_time = twin.model.now <= deadline(deal, state)
        seller = twin.name_of(deal.seller)
        return twin.act("fulfil", deal, seller, sent=(b"\0" * 32,)) if in_time else twin.act("refund", deal, seller)
    if state.status == Status.FUNDED:
        twin.wait_until(deadline(deal, state) + 1)
        return twin.act("reclaim", deal, twin.name_of(deal.buyer))
    act, period = {
        Status.FULFILLED: ("finalize", deal.inspection),
        Status.COMPLETED: ("returnDeposit", claim_ends(deal, state) - state.since),
        Status.DISPUTED: ("execute", 0 if state.claim == Claim.RULED else _answer_time(deal, state.claim)),
    }[state.status]
    twin.wait_until(state.since + period + 1)
    return twin.act(act, deal, "stranger")


def _charge_or_refund(twin: Twin, deal: Deal) -> bool:
    twin.wait_until(unpack_refunds(deal.refunds)[-1].until + 1)
    seller = twin.name_of(deal.seller)
    if twin.model.now <= deal.deliverBy:
        return twin.act("chargeNoShow", deal, seller)
    return twin.act("refund", deal, seller)


def _answer_time(deal: Deal, claim: Claim) -> int:
    return deal.contestPeriod if claim == Claim.MADE else deal.rulingPeriod
