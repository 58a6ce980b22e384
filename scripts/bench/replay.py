"""Serves a recorded chain as JSON-RPC, in a process of its own, so that the node is not what is measured.

python -m scripts.bench.replay CHAIN.pickle PORT
"""

import pickle
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import orjson
import uvicorn

from scripts.bench.recorded import RecordedChain, RpcFault

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class ReplayServer:
    def __init__(self, chain: RecordedChain) -> None:
        self._chain = chain

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        asked = orjson.loads(body)
        answer = [self._one(one) for one in asked] if isinstance(asked, list) else self._one(asked)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": orjson.dumps(answer)})

    def _one(self, request: dict[str, Any]) -> dict[str, Any]:
        known = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            return {**known, "result": self._chain.answer(request["method"], request["params"])}
        except RpcFault as fault:
            return {**known, "error": {"code": fault.code, "message": str(fault)}}


def save(chain: RecordedChain, path: Path) -> None:
    path.write_bytes(pickle.dumps(chain.blocks))


def load(path: Path) -> RecordedChain:
    """A file that this benchmark wrote itself."""
    return RecordedChain(pickle.loads(path.read_bytes()))  # noqa: S301


def main(path: str, port: str) -> None:
    uvicorn.run(ReplayServer(load(Path(path))), host="127.0.0.1", port=int(port), log_level="error")


if __name__ == "__main__":
    main(*sys.argv[1:])
