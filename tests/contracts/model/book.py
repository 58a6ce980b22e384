# ruff: noqa: N803, N806 - terms have the names of the ABI
"""What the model of the escrow knows about its deals, and what its acts have in common."""

from collections.abc import Callable

from tests.contracts.model.identity import deal_id
from tests.contracts.model.money import Purses, divide_deposit, divide_price
from tests.contracts.world.shapes import (
    WHOLE,
    ZERO,
    Claim,
    Deal,
    DealState,
    Ending,
    Outcome,
    Party,
    Status,
    ending_of,
    unpack_refunds,
)

OPEN = {Status.FUNDED, Status.FULFILLED, Status.COMPLETED, Status.DISPUTED}


class Refused(Exception):
    def __init__(self, name: str, *values: object) -> None:
        super().__init__(name, *values)
        self.name = name
        self.values = values


def deadline(deal: Deal, state: DealState) -> int:
    """A work sent back on the last day is not lost."""
    return max(deal.deliverBy, state.since + deal.inspection) if state.revisionsUsed else deal.deliverBy


def claim_ends(deal: Deal, state: DealState) -> int:
    """Where the clock ends the deal, who pays early is not out of his deposit before he used what he paid for."""
    is_by_clock = ending_of(deal.refunds) == Ending.BY_CLOCK
    return max(state.since, deal.deliverBy if is_by_clock else 0) + deal.claimPeriod


def side(deal: Deal, person: str) -> Party:
    return {deal.buyer: Party.BUYER, deal.seller: Party.SELLER}.get(person, Party.NONE)


class EscrowBook:
    def __init__(self, chain_id: int, address: str) -> None:
        self.now = 0
        self.address = address
        self.purses = Purses()
        self.states: dict[bytes, DealState] = {}
        self.deals: dict[bytes, Deal] = {}
        self.payees: dict[bytes, str] = {}
        self._id_of: Callable[[Deal], bytes] = lambda deal: deal_id(chain_id, address, deal)

    def state_of(self, deal: Deal) -> DealState:
        return self.states.get(self._id_of(deal), DealState())

    def payee_of(self, deal: Deal) -> str:
        return self.payees.get(self._id_of(deal), ZERO)

    def locked(self, token: str) -> int:
        """Invariant 1: what open deals still hold, and all credits."""
        held = 0
        for dealId, state in self.states.items():
            deal = self.deals[dealId]
            if deal.token == token and state.status in OPEN:
                held += deal.deposit if state.depositOnly else deal.funding
        return held + self.purses.owed(token)

    # ── Guards, in the contract's order: exists, state, caller, arguments ──

    def _in(self, deal: Deal, refusal: str, *statuses: Status) -> DealState:
        state = self._now(deal)
        if state.status == Status.NONE:
            raise Refused("DealUnknown", self._id_of(deal))
        if state.status not in statuses:
            raise Refused(refusal, self._id_of(deal), *([] if refusal == "DealClosed" else [state.status]))
        return state

    def _in_claim(self, deal: Deal, *claims: Claim) -> DealState:
        state = self._in(deal, "DealNotDisputed", Status.DISPUTED)
        if state.claim not in claims:
            raise Refused("WrongClaim", self._id_of(deal), state.claim)
        return state

    def _in_settlement(self, deal: Deal, caller: str, *, depositOnly: bool | None) -> DealState:
        state = self._in(deal, "DealClosed", *OPEN)
        self._not_ruled(deal, state)
        self._unassigned(deal, state)
        self._party(deal, caller)
        if depositOnly not in {None, state.depositOnly}:
            raise Refused("PhaseChanged", self._id_of(deal), state.depositOnly)
        return state

    def _not_ruled(self, deal: Deal, state: DealState) -> None:
        if state.claim == Claim.RULED:
            raise Refused("WrongClaim", self._id_of(deal), state.claim)

    def _unassigned(self, deal: Deal, state: DealState) -> None:
        if state.isAssigned and not state.depositOnly:
            raise Refused("DealIsAssigned", self._id_of(deal), self.payees[self._id_of(deal)])

    def _ends(self, deal: Deal, ending: Ending) -> None:
        if ending_of(deal.refunds) != ending:
            raise Refused("WrongEnding", self._id_of(deal), ending_of(deal.refunds))

    def _only(self, caller: str, allowed: str, refusal: str, *values: str) -> None:
        if caller != allowed:
            raise Refused(refusal, *(values or (caller,)))

    def _party(self, deal: Deal, caller: str) -> None:
        if side(deal, caller) == Party.NONE:
            raise Refused("NotParty", caller)

    def _opponent(self, deal: Deal, state: DealState, caller: str) -> None:
        if side(deal, caller) in {Party.NONE, state.claimant}:
            raise Refused("NotOpponent", caller)

    def _until(self, moment: int) -> None:
        if self.now > moment:
            raise Refused("TooLate", moment, self.now)

    def _after(self, moment: int) -> None:
        if self.now <= moment:
            raise Refused("TooEarly", moment, self.now)

    # ── Moves ──

    def _now(self, deal: Deal) -> DealState:
        """A deal that ends by the clock is fulfilled when the last step has passed."""
        state = self.state_of(deal)
        if state.status == Status.FUNDED and ending_of(deal.refunds) == Ending.BY_CLOCK:
            last = unpack_refunds(deal.refunds)[-1].until
            return state._replace(status=Status.FULFILLED, since=last) if self.now > last else state
        return state

    def _payee(self, deal: Deal, state: DealState) -> str:
        is_assigned = state.isAssigned and not state.depositOnly
        return self.payees[self._id_of(deal)] if is_assigned else deal.seller

    def _move(self, deal: Deal, state: DealState, **changes: object) -> None:
        self.states[self._id_of(deal)] = state._replace(since=self.now, **changes)

    def _claim(self, deal: Deal, state: DealState, caller: str, sellerBps: int) -> None:
        self._move(
            deal,
            state,
            status=Status.DISPUTED,
            claim=Claim.MADE,
            claimant=side(deal, caller),
            claimBps=sellerBps,
        )

    def _complete(self, deal: Deal, state: DealState, outcome: Outcome) -> None:
        """Pays the price. What was proposed about it does not count for the deposit."""
        terms = deal._replace(deposit=0)
        self._pay(deal, divide_price(terms, WHOLE, payee=self._payee(deal, state), discount=state.discount))
        status = Status.COMPLETED if deal.deposit else Status.CLOSED
        self._move(
            deal,
            state,
            status=status,
            outcome=outcome,
            depositOnly=bool(deal.deposit),
            claimBps=WHOLE,
            proposer=Party.NONE,
            proposedBps=0,
        )

    def _close(self, deal: Deal, state: DealState, outcome: Outcome, sellerBps: int) -> None:
        is_ruled = outcome == Outcome.RULED
        if state.depositOnly:
            self._pay(deal, divide_deposit(deal, sellerBps, after_ruling=is_ruled))
        else:
            terms = {"payee": self._payee(deal, state), "discount": state.discount, "after_ruling": is_ruled}
            self._pay(deal, divide_price(deal, sellerBps, **terms))
        self._move(deal, state, status=Status.CLOSED, outcome=outcome, claimBps=sellerBps)

    def _pay(self, deal: Deal, shares: list[tuple[str, int]]) -> None:
        for account, amount in shares:
            self.purses.push(account, deal.token, amount)
