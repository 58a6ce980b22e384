"""Answers to costly questions, kept while the index stands where it stood: the same block and question, the same bytes."""

from collections import OrderedDict

from starlette.requests import Request

from api.answers import Answer
from indexer.store.reads import Head

MAX_BYTES = 32 * 1024 * 1024

Key = tuple[str, int, bytes, bytes]


class Remembered:
    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answers: OrderedDict[Key, Answer] = OrderedDict()

    def get(self, key: Key) -> Answer | None:
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Key, answer: Answer) -> None:
        """The one not asked for the longest makes room."""
        if key in self._answers:
            return
        self._answers[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._max_bytes:
            _, forgotten = self._answers.popitem(last=False)
            self._bytes -= len(forgotten.body)


def key_of(request: Request, head: Head) -> Key:
    return head.hash, head.sequence, request.scope["raw_path"], request.scope["query_string"]
