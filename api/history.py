"""Histories: the events about one listing or deal, in the order they happened."""

import orjson
from starlette.requests import Request

from api.answers import Answer, many
from api.lists import begin
from api.parameters import Listed
from indexer.model.identity import Timestamp, checksummed
from indexer.model.resources import rfc3339
from indexer.store.reads import Snapshot
from indexer.store.reads_trades import HISTORY_KEY, HistoryEntry, read_history


def answer_history(request: Request, snapshot: Snapshot, asked: Listed, *, entity_id: str) -> Answer:
    walk = begin(request, snapshot, asked, key=HISTORY_KEY)
    limit = asked.limit
    entries = read_history(snapshot, entity_id, until=walk.moment.begun, limit=limit + 1, after=walk.after)
    shown = entries[:limit]
    key = (shown[-1].block_number, shown[-1].log_index) if len(entries) > limit else None
    return many(request, [_rendered(entry) for entry in shown], walk.shown, next_cursor=walk.cursor(key))


def _rendered(entry: HistoryEntry) -> bytes:
    return orjson.dumps(
        {
            "blockNumber": entry.block_number,
            "blockHash": entry.block_hash,
            "logIndex": entry.log_index,
            "transactionHash": entry.transaction_hash,
            "at": rfc3339(Timestamp(entry.at)),
            "contract": checksummed(entry.contract),
            "name": entry.name,
            "arguments": orjson.Fragment(entry.arguments),
        }
    )
