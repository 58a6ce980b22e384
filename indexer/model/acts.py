"""What may happen next to a deal: contracts/acts.json, asked about one deal. Independent of the clock."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from indexer.model.deal import Claim, Deal, Ending, Party, Status
from indexer.model.identity import NOBODY, NOTHING, Hash, Timestamp

_NO_HANDOVER = Hash(NOTHING)
_OPPONENT = {Party.BUYER: Party.SELLER.value, Party.SELLER: Party.BUYER.value}


Moment = Callable[[Deal], Timestamp]
Need = Callable[[Deal], bool]

# The names of `moments` in acts.json.
_MOMENTS: dict[str, Moment] = {
    "deadline": lambda deal: deal.deadline,
    "inspectionEnds": lambda deal: Timestamp(deal.since + deal.terms.inspection),
    "clockInspectionEnds": lambda deal: Timestamp(deal.last_cancellation + deal.terms.inspection),
    "contestEnds": lambda deal: Timestamp(deal.since + deal.terms.contest_period),
    "rulingEnds": lambda deal: Timestamp(deal.since + deal.terms.ruling_period),
    "claimEnds": lambda deal: deal.claim_ends,
    "cancellationEnds": lambda deal: deal.last_cancellation,
}
# The names of `needs` in acts.json.
_NEEDS: dict[str, Need] = {
    "handover": lambda deal: deal.terms.handover != _NO_HANDOVER,
    "revisionsLeft": lambda deal: deal.revisions_used < deal.terms.revisions,
    "refunds": lambda deal: deal.terms.refunds != 0 and deal.revisions_used == 0,
    "priceHeld": lambda deal: not deal.deposit_only,
    "priceLeft": lambda deal: deal.discount + 1 < deal.terms.price,
    "othersProposal": lambda deal: deal.proposer is not Party.NONE,
    "buyersClaim": lambda deal: deal.claimant is Party.BUYER,
    "sellersClaim": lambda deal: deal.claimant is Party.SELLER,
    "assigned": lambda deal: deal.is_assigned,
    "unassigned": lambda deal: not deal.is_assigned,
    "byHand": lambda deal: deal.ending is Ending.BY_HAND,
    "byClock": lambda deal: deal.ending is Ending.BY_CLOCK,
    "notByClock": lambda deal: deal.ending is not Ending.BY_CLOCK,
    "byCode": lambda deal: deal.ending is Ending.BY_CODE,
    "notByCode": lambda deal: deal.ending is not Ending.BY_CODE,
}


class NextAct(NamedTuple):
    act: str
    by: str
    since: Timestamp | None
    until: Timestamp | None


class ActRule(NamedTuple):
    """One row of acts.json. Empty `claims` means any; all of `needs` have to be met."""

    act: str
    by: tuple[str, ...]
    claims: tuple[Claim, ...]
    needs: tuple[Need, ...]
    since: Moment | None
    until: Moment | None
    is_answer: bool

    def allowed(self, deal: Deal) -> tuple[str, ...]:
        """Who may, where that depends on the deal: who proposed, who claimed, whether there is an arbiter."""
        if self.is_answer:
            return (_OPPONENT[deal.proposer],)
        if self.by == ("Opponent",):
            return (_OPPONENT[deal.claimant],)
        if self.by == ("Payee",):
            return ("Payee" if deal.is_assigned else Party.SELLER.value,)
        if deal.terms.arbiter == NOBODY:
            return tuple(by for by in self.by if by != "Arbiter")
        return self.by


class ActTable:
    """Rules by status, so that a deal is only asked about those that can apply."""

    def __init__(self, rules: Mapping[Status, tuple[ActRule, ...]]) -> None:
        self._rules = rules

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "ActTable":
        rules: dict[Status, tuple[ActRule, ...]] = dict.fromkeys(Status, ())
        for row in content["acts"]:
            rule = _rule(row)
            for name in row["status"]:
                rules[Status(name)] += (rule,)
        return cls(rules)

    def next_of(self, deal: Deal) -> Iterator[NextAct]:
        for rule in self._rules[deal.status]:
            if rule.claims and deal.claim not in rule.claims:
                continue
            if not all(is_met(deal) for is_met in rule.needs):
                continue
            since = rule.since and rule.since(deal)
            until = rule.until and rule.until(deal)
            for by in rule.allowed(deal):
                yield NextAct(rule.act, by, since, until)


def _rule(row: Mapping[str, Any]) -> ActRule:
    names, since, until = row.get("needs", ()), row.get("from"), row.get("until")
    return ActRule(
        act=row["act"],
        by=tuple(row["by"]),
        claims=tuple(Claim(name) for name in row.get("claim", ())),
        needs=tuple(_NEEDS[name] for name in names),
        since=_MOMENTS[since] if since else None,
        until=_MOMENTS[until] if until else None,
        is_answer="othersProposal" in names,
    )
