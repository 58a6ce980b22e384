"""What may happen next to a deal: contracts/acts.json, asked about one deal. Independent of the clock."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer.model.deal import Claim, Deal, Party, Status
from indexer.model.identity import NOBODY, Timestamp

_NO_HANDOVER = "0x" + "00" * 32
_OPPONENT = {Party.BUYER: Party.SELLER, Party.SELLER: Party.BUYER}


@dataclass(frozen=True, slots=True)
class ActRule:
    """One row of acts.json. Empty `claims` means any."""

    act: str
    by: tuple[str, ...]
    claims: frozenset[Claim]
    needs: str | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class NextAct:
    act: str
    by: str
    since: Timestamp | None
    until: Timestamp | None


class ActTable:
    """Rules by status, so that a deal is only asked about those that can apply."""

    def __init__(self, rules: Mapping[Status, tuple[ActRule, ...]]) -> None:
        self._rules = rules

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "ActTable":
        rules: dict[Status, tuple[ActRule, ...]] = dict.fromkeys(Status, ())
        for row in content["acts"]:
            rule = ActRule(
                act=row["act"],
                by=tuple(row["by"]),
                claims=frozenset(Claim(name) for name in row.get("claim", ())),
                needs=row.get("needs"),
                since=row.get("from"),
                until=row.get("until"),
            )
            for name in row["status"]:
                rules[Status(name)] += (rule,)
        return cls(rules)

    def next_of(self, deal: Deal) -> Iterator[NextAct]:
        for rule in self._rules[deal.status]:
            if rule.claims and deal.claim not in rule.claims:
                continue
            for by in _allowed(rule, deal):
                yield NextAct(rule.act, by, moment(rule.since, deal), moment(rule.until, deal))


def moment(name: str | None, deal: Deal) -> Timestamp | None:
    """The names of `moments` in acts.json."""
    if name is None:
        return None
    terms = deal.terms
    if name == "deadline":
        return deal.deadline
    if name == "cancellationEnds":
        return deal.last_cancellation
    period = {
        "inspectionEnds": terms.inspection,
        "contestEnds": terms.contest_period,
        "rulingEnds": terms.ruling_period,
        "claimEnds": terms.claim_period,
    }[name]
    return Timestamp(deal.since + period)


def _allowed(rule: ActRule, deal: Deal) -> Iterable[str]:
    if rule.needs == "othersProposal":
        return () if deal.proposer is Party.NONE else (_OPPONENT[deal.proposer].value,)
    if rule.needs is not None and not _has(rule.needs, deal):
        return ()
    if rule.by == ("Opponent",):
        return () if deal.claimant is Party.NONE else (_OPPONENT[deal.claimant].value,)
    if deal.terms.arbiter == NOBODY:
        return (by for by in rule.by if by != "Arbiter")
    return rule.by


def _has(need: str, deal: Deal) -> bool:
    """The names of `needs` in acts.json."""
    if need == "handover":
        return deal.terms.handover != _NO_HANDOVER
    if need == "revisionsLeft":
        return deal.revisions_used < deal.terms.revisions
    if need == "refunds":
        return deal.terms.refunds != 0 and deal.revisions_used == 0
    if need == "priceHeld":
        return not deal.deposit_only
    raise KeyError(need)
