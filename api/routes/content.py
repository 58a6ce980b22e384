"""Content that is sent here: documents and pictures, checked as every index checks them, then stored and pinned."""

import asyncio
from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request

from api import schemas, shapes
from api.answers import JSON, Answer
from api.bodies import body_of, expect
from api.errors import Problem, retry_after
from api.openapi import Json, answers, document_reference
from api.parameters import Asked
from api.services import Services
from indexer.content.canonical import MAX_DOCUMENT_BYTES
from indexer.content.cid import Cid
from indexer.content.documents import Document, accept_document
from indexer.content.errors import BlockTooLarge, DocumentRefused, PictureRefused, SourceError
from indexer.content.picture import MAX_PICTURE_BYTES, read_picture
from indexer.model.document import DocumentKind

# A decoded picture takes up to 128 MB: two at once are enough for one process.
_DECODERS = 2
_PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "application/octet-stream")
_RETRY_SECONDS = 10


class Contents:
    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._decoders = asyncio.Semaphore(_DECODERS)

    def add_to(self, router: APIRouter) -> None:
        add = router.add_api_route
        add("/v1/content/documents", self.store_document, methods=["POST"], status_code=201, **_DOCUMENTS)
        add("/v1/content/pictures", self.store_picture, methods=["POST"], status_code=201, **_PICTURES)

    async def store_document(self, request: Request, _asked: Annotated[Asked, Query()]) -> Answer:
        expect(request, ("application/json",))
        document = _accepted(await body_of(request, limit=MAX_DOCUMENT_BYTES))
        await self._publish(document.data)
        return _created({"digest": document.digest, "cid": document.cid, "size": len(document.data)})

    async def store_picture(self, request: Request, _asked: Annotated[Asked, Query()]) -> Answer:
        expect(request, _PICTURE_TYPES)
        data = await body_of(request, limit=MAX_PICTURE_BYTES)
        try:
            async with self._decoders:
                picture = await asyncio.to_thread(read_picture, data)
        except (PictureRefused, BlockTooLarge) as error:
            raise Problem("invalid-picture", f"The picture is refused: {error}.") from error
        cid = await self._publish(data)
        told = {"cid": str(cid), "size": len(data), "mediaType": picture.media_type}
        return _created({**told, "width": picture.width, "height": picture.height})

    async def _publish(self, data: bytes) -> Cid:
        try:
            return await self._library.publish(data)
        except SourceError as error:
            raise Problem("content-unavailable", str(error), headers=[retry_after(_RETRY_SECONDS)]) from error


def _accepted(body: bytes) -> Document:
    try:
        return accept_document(body)
    except DocumentRefused as error:
        errors = [(fault.field, fault.message) for fault in error.faults]
        raise Problem("invalid-document", f"The document is refused: {error}.", errors=errors) from error


def _created(told: dict[str, object]) -> Answer:
    location = (b"location", f"/ipfs/{told['cid']}".encode())
    return Answer(orjson.dumps({"data": told}), status=201, headers=(JSON, location))


_WRITE_PROBLEMS = (
    "invalid-body",
    "unknown-parameter",
    "body-too-large",
    "unsupported-media-type",
    "content-unavailable",
)
_REVIEW = {
    "schema": "agora/review",
    "version": 1,
    "text": "Well packed, and a day early.",
    "language": "en",
    "createdAt": "2026-11-24T15:04:05Z",
}
_ANY_DOCUMENT = {"oneOf": [document_reference(kind) for kind in DocumentKind]}
_DOCUMENTS: Json = {
    "summary": "Store a document",
    "description": "Takes a document of any kind as JSON, makes it canonical (RFC 8785), validates it, "
    "stores and pins it as one raw block. Put `digest` into your transaction. The same document may be sent again.",
    "tags": ["Content"],
    "responses": answers(
        shapes.Stored[schemas.StoredDocument], problems=(*_WRITE_PROBLEMS, "invalid-document"), status=201
    ),
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ANY_DOCUMENT, "example": _REVIEW}},
        }
    },
}
_PICTURES: Json = {
    "summary": "Store a picture",
    "description": "Takes the bytes of a PNG, JPEG, WebP or GIF of at most 1 MiB. What it is, is told by its bytes, not "
    "by its name.",
    "tags": ["Content"],
    "responses": answers(
        shapes.Stored[schemas.StoredPicture], problems=(*_WRITE_PROBLEMS, "invalid-picture"), status=201
    ),
    "openapi_extra": {
        "requestBody": {
            "required": True,
            "content": {
                media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in _PICTURE_TYPES
            },
        }
    },
}
