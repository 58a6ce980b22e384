"""The deployment: addresses, ABIs, sentences for people, and the state machine of a deal."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query

from api import schemas
from api.answers import JSON, REVALIDATE, Answer
from api.openapi import Json, answers
from api.parameters import Asked
from indexer.config import CONTRACTS


class Deployments:
    """Rendered once: a deployment never changes while the server runs."""

    def __init__(self, deployment: Mapping[str, Any]) -> None:
        self._body = orjson.dumps(describe(deployment))
        self._etag = hashlib.blake2b(self._body, digest_size=12).hexdigest()

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route("/v1/deployment", self.describe, **_DESCRIBE)

    async def describe(self, _asked: Annotated[Asked, Query()]) -> Answer:
        return Answer(self._body, headers=(JSON, REVALIDATE), etag=self._etag)


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


_DESCRIBE: Json = {
    "summary": "Describe the deployment",
    "description": "Everything a client needs to sign: chain, addresses, ABIs, a sentence for each error, who may do what "
    "when.",
    "tags": ["Deployment"],
    "responses": answers(schemas.Deployment, problems=("unknown-parameter",), tagged=True),
}
