"""JSON-RPC over HTTP, and the refusals of contracts inside its errors."""

from collections.abc import Iterator
from typing import Any

from web3 import HTTPProvider
from web3.types import RPCEndpoint

RPC_SECONDS = 30.0


class RpcError(Exception):
    """The node did not give an answer that we can use."""


class NodeUnreachable(RpcError):
    def __init__(self, url: str, *, reason: Exception) -> None:
        super().__init__(f"The node at {url} does not answer ({reason}). Is it running, and is the address right?")


class NodeRefused(RpcError):
    def __init__(self, method: str, *, error: dict[str, Any]) -> None:
        self.error = error
        super().__init__(f"The node refused {method}: {error.get('message', error)}")

    def revert_data(self) -> bytes | None:
        """What the contract said. Nodes nest it differently: `data`, `data.data`, `data.result`, `error.data`."""
        found = [bytes.fromhex(text[2:]) for text in hex_texts(self.error) if len(text) % 2 == 0]
        return max(found, key=len, default=None)


class Rpc:
    """Web3.py's connection to a node, with errors that say what to do and keep what the contract said."""

    def __init__(self, url: str) -> None:
        self.url = url
        # Without web3's silent retries: whoever asks decides how long to wait.
        self._node = HTTPProvider(url, request_kwargs={"timeout": RPC_SECONDS}, exception_retry_configuration=None)

    def ask(self, method: str, *parameters: object) -> Any:
        return self.ask_all((method, *parameters))[0]

    def ask_all(self, *questions: tuple[Any, ...]) -> list[Any]:
        """Several questions in one round trip, each a method and its parameters. The answers in the same order."""
        asked = [(RPCEndpoint(method), parameters) for method, *parameters in questions]
        for (method, _), answer in zip(asked, answers := self._answers(asked), strict=True):
            if "error" in answer:
                raise NodeRefused(method, error=answer["error"])
        return [answer["result"] for answer in answers]

    def _answers(self, asked: list[tuple[RPCEndpoint, Any]]) -> list[Any]:
        try:
            if len(asked) == 1:
                return [self._node.make_request(*asked[0])]
            answers = self._node.make_batch_request(asked)
        except (OSError, ValueError) as error:
            raise NodeUnreachable(self.url, reason=error) from error
        return list(answers) if isinstance(answers, list) else [answers] * len(asked)


def hex_texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"hash", "transactionHash", "message", "stack"}:
                yield from hex_texts(inner)
    elif isinstance(value, str) and value.startswith("0x") and len(value) >= len("0x12345678"):
        yield value
