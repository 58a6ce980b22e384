"""Content by its CID: a trustless gateway for raw blocks, and a careful server of pictures and documents."""

import asyncio
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api import shapes
from api.answers import JSON, Answer, Header
from api.errors import Problem, retry_after
from api.openapi import Json, answers
from api.parameters import Asked, one_of, pattern, text_schema
from api.services import Services
from indexer.content import car
from indexer.content.canonical import MAX_DOCUMENT_BYTES
from indexer.content.cid import PROBE_CID, RAW, Cid, parse_cid
from indexer.content.errors import BlockMissing, CidRefused, SourceError
from indexer.content.picture import sniff

RAW_TYPE = "application/vnd.ipld.raw"
CAR_TYPE = "application/vnd.ipld.car"
_FORMATS = {RAW_TYPE: "raw", CAR_TYPE: "car"}
# Fetching from elsewhere is slow, and strangers choose what is fetched.
_FETCHES = 16
_RETRY_SECONDS = 30

_CID = r"[A-Za-z0-9]+"
_LONGEST_CID = 128

CidText = Annotated[
    str,
    pattern(_CID, "A CID is letters and digits.", longest=_LONGEST_CID),
    text_schema(_CID, longest=_LONGEST_CID),
    Path(alias="cid", description="Version 1, codec raw.", examples=[shapes.CID]),
]
Format = Annotated[Literal["raw", "car"], one_of("raw", "car")]


class ContentQuery(Asked):
    format: Annotated[
        Format | None,
        Field(description="The block as it is, or as a CARv1 file. `Accept` says it as well."),
    ] = None


_IMMUTABLE: Header = (b"cache-control", b"public, max-age=29030400, immutable")
# Whatever strangers stored, it never runs: not as a page, not in a frame.
_SANDBOX: Header = (b"content-security-policy", b"default-src 'none'; sandbox")
_CROSS_ORIGIN: Header = (b"cross-origin-resource-policy", b"cross-origin")


class Ipfs:
    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._fetches = asyncio.Semaphore(_FETCHES)

    def add_to(self, router: APIRouter) -> None:
        router.add_api_route("/ipfs/{cid}", self.give, response_class=Response, **_GIVE)

    async def give(self, request: Request, text: CidText, asked: Annotated[ContentQuery, Query()]) -> Answer:
        wanted = asked.format or _accepted(request.headers.get("accept", ""))
        if text == PROBE_CID:
            return Answer(b"", headers=_headers(text, RAW_TYPE, "attachment"), etag=f"{text}.raw", compressible=False)
        cid = _parsed(text)
        data = await self._bytes(request, cid)
        if wanted == "raw":
            headers = _headers(text, RAW_TYPE, f'attachment; filename="{cid}.bin"')
            return Answer(data, headers=headers, etag=f"{cid}.raw", compressible=False)
        if wanted == "car":
            headers = _headers(text, car.MEDIA_TYPE, f'attachment; filename="{cid}.car"')
            return Answer(car.car_of(cid, data), headers=headers, etag=f"{cid}.car", compressible=False)
        return _shown(text, cid, data)

    async def _bytes(self, request: Request, cid: Cid) -> bytes:
        local = await asyncio.to_thread(self._library.local.get, cid)
        if local is not None:
            return local
        if "only-if-cached" in request.headers.get("cache-control", ""):
            raise Problem("not-cached", f"{cid} is not stored here.")
        try:
            async with self._fetches:
                return await self._library.get(cid)
        except BlockMissing as error:
            raise Problem("content-not-found", f"{error}.") from error
        except SourceError as error:
            raise Problem("content-unavailable", f"{error}.", headers=[retry_after(_RETRY_SECONDS)]) from error


def _parsed(text: str) -> Cid:
    try:
        cid = parse_cid(text)
    except CidRefused as error:
        raise Problem("invalid-cid", f"{error}.", errors=[("cid", str(error))]) from error
    if cid.codec != RAW:
        raise Problem("content-not-found", f"{text} is not a raw block: only those are kept here.")
    return cid


def _accepted(accept: str) -> str | None:
    for part in accept.lower().split(","):
        name = part.partition(";")[0].strip()
        if name in _FORMATS:
            return _FORMATS[name]
    return None


def _shown(text: str, cid: Cid, data: bytes) -> Answer:
    """Pictures and our own documents are shown; everything else can only be saved."""
    media_type = sniff(data)
    if media_type is not None:
        return Answer(data, headers=_headers(text, media_type, "inline"), etag=str(cid), compressible=False)
    if _is_document(data):
        return Answer(data, headers=_headers(text, JSON[1].decode(), "inline"), etag=str(cid))
    headers = _headers(text, "application/octet-stream", f'attachment; filename="{cid}.bin"')
    return Answer(data, headers=headers, etag=str(cid), compressible=False)


def _is_document(data: bytes) -> bool:
    if len(data) > MAX_DOCUMENT_BYTES or not data.startswith(b"{"):
        return False
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return str(document.get("schema", "")).startswith("agora/")


def _headers(text: str, media_type: str, disposition: str) -> tuple[Header, ...]:
    return (
        (b"content-type", media_type.encode()),
        (b"content-disposition", disposition.encode()),
        (b"x-ipfs-path", f"/ipfs/{text}".encode()),
        (b"x-ipfs-roots", text.encode()),
        (b"accept-ranges", b"none"),
        _IMMUTABLE,
        _SANDBOX,
        _CROSS_ORIGIN,
    )


_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_GIVE: Json = {
    "summary": "Take content by its CID",
    "description": "A trustless gateway: check the bytes against the CID. Without a format, pictures and documents are "
    "shown, everything else is an attachment. `Cache-Control: only-if-cached` asks for what is stored here alone.",
    "tags": ["Content"],
    "responses": answers(
        problems=(
            "invalid-cid",
            "invalid-parameter",
            "unknown-parameter",
            "content-not-found",
            "content-unavailable",
            "not-cached",
        ),
        content={
            **dict.fromkeys((RAW_TYPE, CAR_TYPE, "application/octet-stream", *_PICTURES), _BINARY),
            "application/json": {"schema": {"type": "object"}},
        },
        tagged=True,
    ),
}
