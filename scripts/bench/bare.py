"""The least an ASGI server can do: constant bytes, as many as a listing has. The API is held against this."""

from starlette.types import Receive, Scope, Send

BODY = b"x" * 1_700


async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(BODY))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})
