"""Content that is sent here: documents and pictures, checked as every index checks them, then stored and pinned."""

import asyncio
from collections.abc import Sequence

import orjson

from api import schemas
from api.errors import Problem, retry_after
from api.exchange import JSON, Answer, Request
from api.parameters import read_query
from api.routing import Content, Operation, Route, document_component
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
# A write costs a sync of the disk, so it counts as several reads.
WRITE_COST = 10
_RETRY_SECONDS = 10


class Contents:
    def __init__(self, services: Services) -> None:
        self._library = services.library
        self._decoders = asyncio.Semaphore(_DECODERS)

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/v1/content/documents", self.store_document, _DOCUMENTS, cost=WRITE_COST),
            Route("POST", "/v1/content/pictures", self.store_picture, _PICTURES, cost=WRITE_COST),
        )

    async def store_document(self, request: Request) -> Answer:
        read_query(request, ())
        _expect(request, ("application/json",))
        document = _accepted(await request.body(MAX_DOCUMENT_BYTES))
        await self._publish(document.data)
        return _created({"digest": document.digest, "cid": document.cid, "size": len(document.data)})

    async def store_picture(self, request: Request) -> Answer:
        read_query(request, ())
        _expect(request, _PICTURE_TYPES)
        data = await request.body(MAX_PICTURE_BYTES)
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


def _expect(request: Request, types: Sequence[str]) -> None:
    given = request.header(b"content-type").partition(";")[0].strip().lower()
    if given not in types:
        detail = f"Content-Type {given or '(none)'} is not one of {', '.join(types)}."
        raise Problem("unsupported-media-type", detail)


def _created(told: dict[str, object]) -> Answer:
    location = (b"location", f"/ipfs/{told['cid']}".encode())
    return Answer(orjson.dumps({"data": told}), status=201, headers=(JSON, location))


_WRITE_PROBLEMS = (
    "invalid-body",
    "invalid-parameter",
    "unknown-parameter",
    "body-too-large",
    "unsupported-media-type",
    "content-unavailable",
)
_DOCUMENTS = Operation(
    "Store a document",
    "Takes a listing, profile, review or evidence as JSON, makes it canonical (RFC 8785), validates it, stores and pins "
    "it as one raw block. Put `digest` into your transaction. The same document may be sent again.",
    "Content",
    answers={201: (Content("application/json", schemas.Stored[schemas.StoredDocument]),)},
    problems=(*_WRITE_PROBLEMS, "invalid-document"),
    body=(
        Content(
            "application/json",
            schema={"oneOf": [{"$ref": f"#/components/schemas/{document_component(kind)}"} for kind in DocumentKind]},
            example={
                "schema": "agora/review",
                "version": 1,
                "text": "Well packed, and a day early.",
                "language": "en",
                "createdAt": "2026-11-24T15:04:05Z",
            },
        ),
    ),
)
_PICTURES = Operation(
    "Store a picture",
    "Takes the bytes of a PNG, JPEG, WebP or GIF of at most 1 MiB. What it is, is told by its bytes, not by its name.",
    "Content",
    answers={201: (Content("application/json", schemas.Stored[schemas.StoredPicture]),)},
    problems=(*_WRITE_PROBLEMS, "invalid-picture"),
    body=tuple(Content(media_type) for media_type in _PICTURE_TYPES),
)
