# ruff: noqa: N802, N803, N806, FBT001 - acts and terms have the names of the ABI
"""The escrow's rules a second time, as short as they can be said. The contract is held against this."""

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


class EscrowModel:
    def __init__(self, chain_id: int, address: str) -> None:
        self.now = 0
        self.address = address
        self.purses = Purses()
        self.states: dict[bytes, DealState] = {}
        self.deals: dict[bytes, Deal] = {}
        self.payees: dict[bytes, str] = {}
        self._id_of: Callable[[Deal], bytes] = lambda deal: deal_id(chain_id, address, deal)

    def open(self, deal: Deal) -> None:
        dealId = self._id_of(deal)
        if dealId in self.states:
            raise Refused("DealExists", dealId)
        self.purses.take(deal.token, deal.funding)
        self.deals[dealId] = deal
        self.states[dealId] = DealState(Status.FUNDED, since=self.now)

    def fulfil(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFunded", Status.FUNDED)
        self._ends(deal, Ending.BY_HAND)
        self._only(caller, deal.seller, "NotSeller")
        self._until(deadline(deal, state))
        self._move(deal, state, status=Status.FULFILLED)

    def begin(self, deal: Deal, caller: str, *, knows: bool = True) -> None:
        state = self._in(deal, "DealNotFunded", Status.FUNDED)
        self._ends(deal, Ending.BY_CODE)
        if not knows:
            raise Refused("WrongCode", self._id_of(deal))
        self._until(deal.deliverBy)
        self._move(deal, state, status=Status.FULFILLED)

    def discount(self, deal: Deal, caller: str, amount: int) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED)
        self._unassigned(deal, state)
        self._only(caller, deal.seller, "NotSeller")
        if not state.discount < amount < deal.price:
            raise Refused("BadDiscount", amount, state.discount, deal.price)
        self.states[self._id_of(deal)] = state._replace(discount=amount)

    def assign(self, deal: Deal, caller: str, payee: str) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED)
        self._only(caller, self._payee(deal, state), "NotPayee")
        if payee in {ZERO, self.address, deal.buyer, deal.arbiter}:
            raise Refused("BadPayee", payee)
        self.payees[self._id_of(deal)] = payee
        self.states[self._id_of(deal)] = state._replace(isAssigned=payee != deal.seller)

    def sendBack(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFulfilled", Status.FULFILLED)
        self._only(caller, deal.buyer, "NotBuyer")
        if state.revisionsUsed >= deal.revisions:
            raise Refused("NoRevisionsLeft", self._id_of(deal), deal.revisions)
        self._until(state.since + deal.inspection)
        self._move(deal, state, status=Status.FUNDED, revisionsUsed=state.revisionsUsed + 1)

    def release(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED)
        self._only(caller, deal.buyer, "NotBuyer")
        self._complete(deal, state, Outcome.RELEASED)

    def handOver(self, deal: Deal, caller: str, *, knows: bool = True) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED)
        if ending_of(deal.refunds) == Ending.BY_CODE:
            raise Refused("WrongEnding", self._id_of(deal), Ending.BY_CODE)
        if not (knows and any(deal.handover)):
            raise Refused("WrongCode", self._id_of(deal))
        self._complete(deal, state, Outcome.HANDED_OVER)

    def finalize(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFulfilled", Status.FULFILLED)
        self._after(state.since + deal.inspection)
        self._complete(deal, state, Outcome.FINALIZED)

    def refund(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED, Status.DISPUTED)
        if state.depositOnly:
            raise Refused("DealNotPayable", self._id_of(deal), state.status)
        self._not_ruled(deal, state)
        if state.status != Status.FUNDED or self.now <= deadline(deal, state):
            self._unassigned(deal, state)
        self._only(caller, deal.seller, "NotSeller")
        self._close(deal, state, Outcome.REFUNDED, 0)

    def cancel(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFunded", Status.FUNDED)
        self._only(caller, deal.buyer, "NotBuyer")
        steps = unpack_refunds(deal.refunds)
        if not steps or state.revisionsUsed:
            raise Refused("NotCancellable", self._id_of(deal))
        step = next((step for step in steps if self.now <= step.until), None)
        if step is None:
            raise Refused("TooLate", steps[-1].until, self.now)
        self._close(deal, state, Outcome.CANCELLED, WHOLE - step.buyerBps)

    def reclaim(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFunded", Status.FUNDED)
        self._only(caller, deal.buyer, "NotBuyer")
        self._after(deadline(deal, state))
        self._close(deal, state, Outcome.RECLAIMED, 0)

    def chargeNoShow(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotFunded", Status.FUNDED)
        self._ends(deal, Ending.BY_CODE)
        self._only(caller, deal.seller, "NotSeller")
        last = unpack_refunds(deal.refunds)[-1]
        self._after(last.until)
        self._until(deal.deliverBy)
        self._close(deal, state, Outcome.NO_SHOW, WHOLE - last.buyerBps)

    def sponsor(self, deal: Deal, caller: str, act: str, signer: str) -> None:
        """Whoever carries it: who signed must be the party, and does the act."""
        self._in(deal, "", *Status)
        party = deal.seller if act == "fulfil" else deal.buyer
        self._only(signer, party, "BadSignature", party)
        getattr(self, act)(deal, party)

    def proposeSettlement(self, deal: Deal, caller: str, depositOnly: bool, sellerBps: int) -> None:
        state = self._in_settlement(deal, caller, depositOnly=depositOnly)
        self.states[self._id_of(deal)] = state._replace(proposer=side(deal, caller), proposedBps=sellerBps)

    def acceptSettlement(self, deal: Deal, caller: str, depositOnly: bool, sellerBps: int) -> None:
        state = self._in_settlement(deal, caller, depositOnly=depositOnly)
        others = {Party.NONE, side(deal, caller)}
        if state.proposer in others or state.proposedBps != sellerBps:
            raise Refused("ProposalChanged", self._id_of(deal), state.proposer, state.proposedBps)
        self._close(deal, state, Outcome.SETTLED, sellerBps)

    def settleWithSignature(self, deal: Deal, caller: str, depositOnly: bool, sellerBps: int) -> None:
        state = self._in_settlement(deal, caller, depositOnly=None)
        if state.depositOnly != depositOnly:
            raise Refused("BadSignature", deal.seller if caller == deal.buyer else deal.buyer)
        self._close(deal, state, Outcome.SETTLED, sellerBps)

    def dispute(self, deal: Deal, caller: str, sellerBps: int) -> None:
        state = self._in(deal, "DealNotPayable", Status.FUNDED, Status.FULFILLED)
        if caller == deal.seller:
            self._unassigned(deal, state)
        self._party(deal, caller)
        if state.status == Status.FULFILLED:
            self._until(state.since + deal.inspection)
        elif caller == deal.seller:
            self._until(deadline(deal, state))
        self._claim(deal, state, caller, sellerBps)

    def concede(self, deal: Deal, caller: str) -> None:
        state = self._in_claim(deal, Claim.MADE, Claim.CONTESTED)
        if state.claimant == Party.BUYER:
            self._unassigned(deal, state)
        self._opponent(deal, state, caller)
        self._close(deal, state, Outcome.CONCEDED, state.claimBps)

    def contest(self, deal: Deal, caller: str) -> None:
        state = self._in_claim(deal, Claim.MADE)
        if not (state.claimant == Party.BUYER and caller == self._payee(deal, state)):
            self._opponent(deal, state, caller)
        self._until(state.since + deal.contestPeriod)
        self._move(deal, state, claim=Claim.CONTESTED)

    def submitEvidence(self, deal: Deal, caller: str) -> None:
        self._in(deal, "DealClosed", *OPEN)
        if caller not in {deal.buyer, deal.seller, deal.arbiter}:
            raise Refused("NotConcerned", caller)

    def rule(self, deal: Deal, caller: str, sellerBps: int) -> None:
        state = self._in_claim(deal, Claim.CONTESTED)
        self._only(caller, deal.arbiter, "NotArbiter")
        self._until(state.since + deal.rulingPeriod)
        self._move(deal, state, claim=Claim.RULED, claimBps=sellerBps, proposer=Party.NONE, proposedBps=0)

    def execute(self, deal: Deal, caller: str) -> None:
        state = self._in_claim(deal, Claim.MADE, Claim.CONTESTED, Claim.RULED)
        if state.claim == Claim.MADE:
            self._after(state.since + deal.contestPeriod)
            self._close(deal, state, Outcome.UNCONTESTED, state.claimBps)
        elif state.claim == Claim.CONTESTED:
            self._after(state.since + deal.rulingPeriod)
            self._close(deal, state, Outcome.ARBITER_SILENT, deal.silenceBps)
        else:
            self._close(deal, state, Outcome.RULED, state.claimBps)

    def claimDeposit(self, deal: Deal, caller: str, sellerBps: int) -> None:
        state = self._in(deal, "DealNotCompleted", Status.COMPLETED)
        self._only(caller, deal.seller, "NotSeller")
        self._until(claim_ends(deal, state))
        self._claim(deal, state, caller, sellerBps)

    def returnDeposit(self, deal: Deal, caller: str) -> None:
        state = self._in(deal, "DealNotCompleted", Status.COMPLETED)
        if caller != deal.seller:
            self._after(claim_ends(deal, state))
        self._pay(deal, [(deal.buyer, deal.deposit)])
        self._move(deal, state, status=Status.CLOSED)

    def withdraw(self, caller: str, token: str, to: str) -> int:
        if not self.purses.credits[caller, token]:
            raise Refused("NoCredit", caller, token)
        return self.purses.withdraw(caller, token, to)

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
