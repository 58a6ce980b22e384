"""Find the moment a page of a list shows, and whether the block the list was begun at still stands."""

from indexer.store.reads import Head, Snapshot
from indexer.store.reads_lists import Moment


def is_replaced(snapshot: Snapshot, number: int, block_hash: str, *, sequence: int) -> bool:
    """Whether the block was reorganized away. `sequence` is the newest change at the time the block was the head."""
    head = snapshot.head
    if number > head.number:
        return True
    if number == head.number:
        return block_hash != head.hash
    row = snapshot.row("select hash from block where chain_id = ? and number = ?", (snapshot.chain_id, number))
    if row is not None:
        return bool(row[0] != block_hash)
    # Blocks without events are forgotten once final; the log of changes still knows of every reorganization.
    undone = snapshot.row(
        "select 1 from change where kind = 'reorg' and chain_id = ? and sequence > ? and block_number < ? limit 1",
        (snapshot.chain_id, sequence, number),
    )
    return undone is not None


def moment_of(snapshot: Snapshot, begun: int) -> tuple[Moment, Head]:
    """The page's moment and the block it is true at: the list's own, or a final one when its state is forgotten."""
    head = snapshot.head
    shown = max(begun, head.finalized)
    if shown >= head.number:
        return Moment(begun, head.number), head
    # The finalized block itself may have no row, when it held no event of ours; the next one above does.
    row = snapshot.row(
        "select number, hash, timestamp from block where chain_id = ? and number >= ? order by number limit 1",
        (snapshot.chain_id, shown),
    )
    if row is None:
        return Moment(begun, head.number), head
    number, block_hash, timestamp = row
    return Moment(begun, number), Head(number, block_hash, head.finalized, timestamp, head.sequence)
