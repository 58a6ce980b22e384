"""Asks the application as a consumer does, and holds every answer against the OpenAPI document."""

import asyncio
import re
from dataclasses import dataclass
from functools import cache

import httpx
import jsonschema_rs
import orjson
from fastapi import FastAPI

from api.app import create_app, openapi_document
from api.config import Config
from tests.api.market import CHAIN_ID, CONTRACTS, TOKEN


def deployment():
    return {
        "chainId": CHAIN_ID,
        "genesisHash": "0x" + "11" * 32,
        "startBlock": 1,
        "contracts": {name: {"address": address, "block": 1} for name, address in CONTRACTS.items()},
        "tokens": [{"address": TOKEN, "name": "Agora dollar", "symbol": "AUSD", "decimals": 6}],
    }


def config_for(folder, **settings):
    return Config(
        **{
            "chain_id": CHAIN_ID,
            "deployment": deployment(),
            "database_url": f"sqlite:///{folder / 'index.sqlite'}",
            "content": "embedded",
            "content_dir": folder / "content",
            "gateways": (),
            "page_dir": folder / "page",
            "rpc_origins": ("http://127.0.0.1:8545",),
            **settings,
        }
    )


@dataclass
class Client:
    asgi: FastAPI
    host: str = "203.0.113.7"

    @classmethod
    def of(cls, config):
        return cls(create_app(config))

    def get(self, path, headers=None, **query):
        return self.ask("GET", path, params=query or None, headers=headers)

    def data(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def every(self, path, **query):
        """All rows of all pages, from the cursor on if there is one."""
        rows = []
        while True:
            page = self.get(path, **query).json()
            rows += page["data"]
            query["cursor"] = page["nextCursor"]
            if query["cursor"] is None:
                return rows

    def ask(self, method, path, **request):
        answer = asyncio.run(self._ask(method, path, request))
        check_described(method, answer)
        return answer

    async def _ask(self, method, path, request):
        transport = httpx.ASGITransport(app=self.asgi, client=(self.host, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as client:
            return await client.request(method, path, **request)


def check_described(method, answer):
    """The status, the media type and the body are those that the OpenAPI document tells of."""
    operation = _operation(method, answer.url.path)
    if operation is None:
        return
    told = operation["responses"].get(str(answer.status_code))
    assert told is not None, f"{answer.status_code} of {method} {answer.url.path} is not in the OpenAPI document"
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content:
        return
    assert media_type in told["content"], f"{media_type} is not one of {list(told['content'])}"
    if media_type.endswith("json"):
        _validator(operation["operationId"], str(answer.status_code), media_type).validate(orjson.loads(answer.content))


def _operation(method, path):
    for template, operations in _document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            return operations.get(method.lower())
    return None


@cache
def _document():
    return openapi_document()


@cache
def _validator(operation_id, status, media_type):
    document = _document()
    operation = next(o for os in document["paths"].values() for o in os.values() if o["operationId"] == operation_id)
    schema = operation["responses"][status]["content"][media_type]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
