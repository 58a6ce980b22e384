"""Read the log of changes, and how far the index is."""

from dataclasses import dataclass

from indexer.store.reads import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    sequence: int
    block_number: int
    block_hash: str
    kind: str
    entity_id: str


def read_changes(snapshot: Snapshot, *, after: int, limit: int) -> list[Change]:
    rows = snapshot.rows(
        "select sequence, block_number, block_hash, kind, entity_id from change"
        " where sequence > ? and chain_id = ? order by sequence limit ?",
        (after, snapshot.chain_id, limit),
    )
    return [Change(*row) for row in rows]


def oldest_sequence(snapshot: Snapshot) -> int:
    row = snapshot.row("select coalesce(min(sequence), 1) from change", ())
    return int(row[0]) if row else 1


def count_reorganizations(snapshot: Snapshot) -> int:
    row = snapshot.row("select count(*) from change where chain_id = ? and kind = 'reorg'", (snapshot.chain_id,))
    return int(row[0]) if row else 0


def chain_head(snapshot: Snapshot) -> tuple[int, int] | None:
    """The newest block the node told sync of, and when (Unix seconds)."""
    row = snapshot.row("select head, seen_at from progress where chain_id = ?", (snapshot.chain_id,))
    return (int(row[0]), int(row[1])) if row else None
