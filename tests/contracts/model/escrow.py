# ruff: noqa: N802, N803, N806, FBT001 - acts and terms have the names of the ABI
"""The escrow's rules a second time, as short as they can be said. The contract is held against this."""

from tests.contracts.model.book import OPEN, EscrowBook, Refused, claim_ends, deadline, side
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


class EscrowModel(EscrowBook):
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
