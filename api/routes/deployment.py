"""The deployment: addresses, ABIs, sentences for people, and the state machine of a deal."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api import schemas
from api.exchange import JSON, Answer, Request
from api.operations import READ_PROBLEMS
from api.parameters import read_query
from api.routing import Content, Operation, Route
from indexer.config import CONTRACTS


class Deployments:
    """Rendered once: a deployment never changes while the server runs."""

    def __init__(self, deployment: Mapping[str, Any]) -> None:
        self._body = orjson.dumps(describe(deployment))
        self._etag = hashlib.blake2b(self._body, digest_size=12).hexdigest()

    def routes(self) -> Sequence[Route]:
        return (Route("GET", "/v1/deployment", self.describe, _DESCRIBE),)

    async def describe(self, request: Request) -> Answer:
        read_query(request, ())
        return Answer(self._body, headers=(JSON, (b"cache-control", b"no-cache")), etag=self._etag)


def describe(deployment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "chainId": deployment["chainId"],
        "genesisHash": deployment["genesisHash"],
        "startBlock": deployment["startBlock"],
        "contracts": {name: _contract(name, told) for name, told in deployment["contracts"].items()},
        "tokens": deployment.get("tokens", []),
        "acts": orjson.loads((CONTRACTS / "acts.json").read_bytes()),
    }


def _contract(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    exported = orjson.loads((CONTRACTS / "abi" / f"{name}.json").read_bytes())
    return {
        "address": told["address"],
        "block": told["block"],
        "abi": exported["abi"],
        "notices": exported["notices"],
    }


_DESCRIBE = Operation(
    "Describe the deployment",
    "Everything a client needs to sign: chain, addresses, ABIs, a sentence for each error, who may do what when.",
    "Deployment",
    answers={200: (Content("application/json", schemas.Deployment),), 304: ()},
    problems=READ_PROBLEMS[:2],
)
