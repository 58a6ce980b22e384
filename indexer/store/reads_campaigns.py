"""Which campaigns and pledges a list holds, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.store.reads_lists import Condition, Key, ListQuery, Order
from indexer.store.reads_status import equal

_ORDERS = {
    "newest": Order(("published_block", "campaign_id"), (True, False)),
    "ending": Order(("ends_at", "campaign_id"), (False, False)),
    "-raised": Order(("raised_key", "campaign_id"), (True, True)),
}
KEYS: dict[str, tuple[type, ...]] = {"newest": (int, str), "ending": (int, str), "-raised": (str, str)}
PLEDGE_KEY = (int, str)
# Phases of a campaign that is neither stopped nor paid, as Crowdfund.sol tells them.
_PHASES = {
    "live": "ends_at >= ?",
    "failed": "ends_at < ? and is_funded = 0",
    "succeeded": "ends_at < ? and is_funded = 1 and lapses_at >= ?",
    "lapsed": "ends_at < ? and is_funded = 1 and lapses_at < ?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFilter:
    """`at` is the time that tells how open campaigns stand: that of the block the list was begun at."""

    at: int
    status: str = "live"
    creator: str | None = None
    backer: str | None = None
    token: str | None = None
    ends_before: int | None = None


def campaigns_query(
    wanted: CampaignFilter, *, sort: str, limit: int, after: Key | None, also: Sequence[Condition] = ()
) -> ListQuery:
    return ListQuery(
        table="campaign",
        key=("campaign_id",),
        born="published_block",
        order=_ORDERS[sort],
        branches=((*_status(wanted), *_terms(wanted), *also),),
        columns=(
            *("chain_id", "campaign_id", "creator", "status", "token", "ends_at", "is_funded", "lapses_at"),
            *("raised_key", "document", "published_block"),
        ),
        limit=limit,
        after=after,
    )


def pledges_query(campaign_id: str, *, backer: str | None, limit: int, after: Key | None) -> ListQuery:
    return ListQuery(
        table="pledge",
        key=("campaign_id", "backer"),
        born="pledged_block",
        order=Order(("pledged_block", "backer"), (True, False)),
        branches=(tuple(equal(campaign_id=campaign_id, backer=backer)),),
        columns=("chain_id", "campaign_id", "backer", "pledged_block"),
        limit=limit,
        after=after,
    )


def _status(wanted: CampaignFilter) -> list[Condition]:
    if wanted.status == "any":
        return []
    # A plus keeps the planner from the index of statuses, where a whole status would be read to find one account's.
    column = "+status" if wanted.creator or wanted.backer else "status"
    phase = _PHASES.get(wanted.status)
    if phase is None:
        return [Condition(f"{column} = ?", (wanted.status,))]
    return [Condition(f"{column} = 'open'"), Condition(phase, (wanted.at,) * phase.count("?"))]


def _terms(wanted: CampaignFilter) -> list[Condition]:
    conditions = equal(creator=wanted.creator, token=wanted.token)
    if wanted.ends_before is not None:
        conditions.append(Condition("ends_at < ?", (wanted.ends_before,)))
    if wanted.backer is not None:
        conditions.append(
            Condition("campaign_id in (select campaign_id from pledge where backer = ?)", (wanted.backer,))
        )
    return conditions
