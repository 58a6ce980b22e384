"""The state machine as data, read as everybody reads it: who may do what, in which state, from when, until when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.contracts.model.book import claim_ends
from tests.contracts.world.shapes import ZERO, Claim, Deal, DealState, Ending, Party, Status, ending_of, unpack_refunds

ACTS = json.loads(Path("contracts/acts.json").read_text())["acts"]
NAMES = sorted({row["act"] for row in ACTS})

STATE = {
    "DealUnknown",
    "DealNotFunded",
    "DealNotFulfilled",
    "DealNotPayable",
    "DealNotCompleted",
    "DealNotDisputed",
    "DealClosed",
    "WrongClaim",
    "WrongEnding",
}
STATE_NEEDS = {"priceHeld", "assigned", "unassigned", "byHand", "byClock", "notByClock", "byCode", "notByCode"}
CALLER = {
    "NotBuyer",
    "NotSeller",
    "NotParty",
    "NotConcerned",
    "NotArbiter",
    "NotOpponent",
    "NotPayee",
}
NEED = {"NotCancellable", "NoRevisionsLeft", "ProposalChanged", "WrongCode", "BadDiscount"}
TIME = {"TooLate", "TooEarly"}


@dataclass(frozen=True)
class Situation:
    deal: Deal
    state: DealState
    payee: str = ZERO

    @property
    def moments(self) -> Mapping[str, int]:
        deal, state = self.deal, self.state
        steps = unpack_refunds(deal.refunds)
        revised = state.since + deal.inspection if state.revisionsUsed else 0
        return {
            "deadline": max(deal.deliverBy, revised),
            "inspectionEnds": state.since + deal.inspection,
            "contestEnds": state.since + deal.contestPeriod,
            "rulingEnds": state.since + deal.rulingPeriod,
            "claimEnds": claim_ends(deal, state),
            "cancellationEnds": steps[-1].until if steps else 0,
            "clockInspectionEnds": (steps[-1].until if steps else 0) + deal.inspection,
        }

    @property
    def edges(self) -> list[int]:
        """The last second of each time that counts in this state, and the second after."""
        rows = [row for row in ACTS if self._is_in_state(row)]
        names = {row[key] for row in rows for key in ("from", "until") if key in row}
        return sorted({self.moments[name] + late for name in names for late in (0, 1)})

    def refusal(self, act: str, caller: str, now: int) -> set[str] | None:
        """The errors one of which must refuse the act, or nothing if it is allowed."""
        rows = [row for row in ACTS if row["act"] == act]
        guards = (
            (STATE, self._is_in_state),
            (CALLER, lambda row: self._is_caller(row["by"], caller)),
            (NEED, lambda row: all(self._has(need, caller) for need in row.get("needs", []))),
            (TIME, lambda row: self._is_in_time(row, now)),
        )
        for errors, holds in guards:
            rows = [row for row in rows if holds(row)]
            if not rows:
                # What is promised to somebody else is refused for that reason first.
                return errors | {"DealIsAssigned"} if self._has("assigned", caller) else errors
        return None

    def _is_in_state(self, row: dict) -> bool:
        state = self.state
        needs = STATE_NEEDS.intersection(row.get("needs", []))
        claims = {Claim[claim.upper()] for claim in row.get("claim", [])} or set(Claim)
        return (
            state.status in {Status[name.upper()] for name in row["status"]}
            and state.claim in claims
            and all(self._has(need, "") for need in needs)
        )

    def _is_caller(self, allowed: list[str], caller: str) -> bool:
        opponent = self.deal.seller if self.state.claimant == Party.BUYER else self.deal.buyer
        people = {
            "Opponent": opponent,
            "Buyer": self.deal.buyer,
            "Seller": self.deal.seller,
            "Arbiter": self.deal.arbiter,
            "Payee": self.payee if self._has("assigned", caller) else self.deal.seller,
        }
        return "Anyone" in allowed or caller in {people[name] for name in allowed}

    def _has(self, need: str, caller: str) -> bool:
        deal, state = self.deal, self.state
        own = Party.BUYER if caller == deal.buyer else Party.SELLER
        ending, is_assigned = ending_of(deal.refunds), state.isAssigned and not state.depositOnly
        return {
            "priceHeld": not state.depositOnly,
            "priceLeft": state.discount + 1 < deal.price,
            "assigned": is_assigned,
            "unassigned": not is_assigned,
            "buyersClaim": state.claimant == Party.BUYER,
            "sellersClaim": state.claimant == Party.SELLER,
            "byHand": ending == Ending.BY_HAND,
            "byClock": ending == Ending.BY_CLOCK,
            "notByClock": ending != Ending.BY_CLOCK,
            "byCode": ending == Ending.BY_CODE,
            "notByCode": ending != Ending.BY_CODE,
            "handover": any(deal.handover),
            "revisionsLeft": state.revisionsUsed < deal.revisions,
            "refunds": deal.refunds != 0 and state.revisionsUsed == 0,
            "othersProposal": state.proposer not in {Party.NONE, own},
        }[need]

    def _is_in_time(self, row: dict, now: int) -> bool:
        moments = self.moments
        is_late = "until" in row and now > moments[row["until"]]
        is_early = "from" in row and now <= moments[row["from"]]
        return not (is_late or is_early)
