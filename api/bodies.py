"""Bodies that are sent here: of a type that is taken, and no longer than is taken."""

from collections.abc import Sequence

from starlette.requests import ClientDisconnect, Request

from api.errors import Problem


def expect(request: Request, types: Sequence[str]) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given not in types:
        detail = f"Content-Type {given or '(none)'} is not one of {', '.join(types)}."
        raise Problem("unsupported-media-type", detail)


async def body_of(request: Request, *, limit: int) -> bytes:
    """The whole body, given up as soon as it is longer than the limit."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > limit:
                raise _too_large(limit)
    except ClientDisconnect as error:
        raise Problem("invalid-body", f"The connection ended after {len(body)} bytes.") from error
    return bytes(body)


def _too_large(limit: int) -> Problem:
    return Problem("body-too-large", f"At most {limit} bytes are taken here.", headers=[(b"connection", b"close")])
