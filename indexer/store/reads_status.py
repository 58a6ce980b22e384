"""Which rows of a market stand: expiry is a matter of time, so it is no status that a row has."""

from indexer.store.reads_lists import Condition


def by_status(wanted: str, *, live: str, at: int, is_narrow: bool, expiry: str = "expires_at") -> list[Condition]:
    """`live` is the status of what stands until it expires. `is_narrow` tells that another filter leaves few rows."""
    if wanted == "any":
        return []
    # A plus keeps the planner from the index of statuses, where a whole status would be read to find one account's.
    column = "+status" if is_narrow else "status"
    if wanted in (live, "expired"):
        sign = ">" if wanted == live else "<="
        return [Condition(f"{column} = ?", (live,)), Condition(f"{expiry} {sign} ?", (at,))]
    return [Condition(f"{column} = ?", (wanted,))]


def equal(**wanted: str | None) -> list[Condition]:
    """For each column the value it must have, if any."""
    return [Condition(f"{column} = ?", (value,)) for column, value in wanted.items() if value is not None]
