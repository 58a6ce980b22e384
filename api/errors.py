"""What the API answers when it cannot answer: problem+json (RFC 9457) with a stable type and what to do.

Problem                 one failure of one request, raised anywhere below the shell
invalid_parameters      the problem of parameters that mean nothing together
PROBLEMS                the catalog: every type that exists, explained under /problems/<slug>
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import orjson


@dataclass(frozen=True)
class ProblemType:
    """One kind of failure. The slug is its stable name and never changes its meaning."""

    status: HTTPStatus
    title: str
    advice: str


# What can be looked up by its id.
ENTITIES = ("listing", "auction", "campaign", "place", "request", "tariff", "loan", "deal")

PROBLEMS: Mapping[str, ProblemType] = {
    "invalid-parameter": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "A parameter has a value that cannot be used.",
        "`errors` names each parameter and what it takes. Correct them and ask again.",
    ),
    "unknown-parameter": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "A parameter is not known here.",
        "A misspelt filter would silently show everything, so it is refused. `errors` lists the known ones.",
    ),
    "invalid-cursor": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "The cursor is damaged or belongs to another list.",
        "Use `nextCursor` as it was given, with the same filters and the same sort. Without a cursor the list begins anew.",
    ),
    "cursor-reorganized": ProblemType(
        HTTPStatus.CONFLICT,
        "The block this list was begun at is no longer part of the chain.",
        "Begin again without a cursor: what you have read may have changed.",
    ),
    "route-not-found": ProblemType(
        HTTPStatus.NOT_FOUND, "There is nothing at this address.", "`/openapi.json` lists every address."
    ),
    **{
        f"{name}-not-found": ProblemType(
            HTTPStatus.NOT_FOUND,
            f"No such {name} is indexed.",
            "Check the id, or ask with `min_block` set to the block in which it began.",
        )
        for name in ENTITIES
    },
    "content-not-found": ProblemType(
        HTTPStatus.NOT_FOUND,
        "No content with this CID could be found.",
        "Nobody we ask has it now. Try again later, or ask another gateway.",
    ),
    "invalid-cid": ProblemType(
        HTTPStatus.BAD_REQUEST,
        "This is not a CID that can be served.",
        "Use a version 1 CID in base32 (`bafkrei…`), codec raw, hash sha2-256.",
    ),
    "not-cached": ProblemType(
        HTTPStatus.PRECONDITION_FAILED,
        "The content is not stored here.",
        "You asked with `Cache-Control: only-if-cached`. Ask without it to let us fetch it.",
    ),
    "invalid-document": ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The document is not one that would be indexed.",
        "`errors` names each fault by its place in the document. What is refused here would be refused by every index.",
    ),
    "invalid-picture": ProblemType(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "These bytes are not a picture that can be shown.",
        "Send a PNG, JPEG, WebP or GIF of at most 1 MiB.",
    ),
    "invalid-body": ProblemType(
        HTTPStatus.BAD_REQUEST, "The body cannot be read.", "`detail` says where it stops making sense."
    ),
    "body-too-large": ProblemType(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large.", "`detail` names the limit."
    ),
    "uri-too-long": ProblemType(
        HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.", "Shorten the search or the list of filters."
    ),
    "unsupported-media-type": ProblemType(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "The body is of a type that is not taken here.",
        "`detail` names the types that are.",
    ),
    "method-not-allowed": ProblemType(
        HTTPStatus.METHOD_NOT_ALLOWED, "This method does nothing here.", "`Allow` lists the methods that do."
    ),
    "too-many-requests": ProblemType(
        HTTPStatus.TOO_MANY_REQUESTS,
        "You ask faster than your share.",
        "Wait as long as `Retry-After` says. Whoever runs the API sets the limit; you may run your own.",
    ),
    "block-not-reached": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index has not reached the block you asked for.",
        "Ask again after `Retry-After`. If your transaction is mined, its block will be indexed.",
    ),
    "too-many-waiters": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Too many clients wait already.",
        "Ask again after `Retry-After`, or without `min_block`.",
    ),
    "index-missing": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "There is no index yet.",
        "Start `python -m indexer sync`. The API serves the index as soon as its first block is written.",
    ),
    "index-too-slow": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The question takes too long to answer.",
        "Add a filter, or ask again after `Retry-After`.",
    ),
    "index-unreadable": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The index cannot be read.",
        "Whoever runs the API finds the reason in its log. Ask again after `Retry-After`, or ask another index.",
    ),
    "content-unavailable": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The content store does not answer.",
        "Ask again after `Retry-After`. Sending the same bytes twice does no harm: they have the same CID.",
    ),
    "not-ready": ProblemType(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The API is not ready.",
        "`errors` lists the reasons. Answers are still given, as of the block they name.",
    ),
    "internal-error": ProblemType(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The API failed.",
        "This is our fault. Report it with the request id.",
    ),
}


class Problem(Exception):
    """One request cannot be answered. Becomes a problem+json answer with the values in `detail` and `errors`."""

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        errors: Sequence[tuple[str, str]] = (),
        headers: Sequence[tuple[bytes, bytes]] = (),
    ) -> None:
        super().__init__(detail)
        self.slug = slug
        self.type = PROBLEMS[slug]
        self.detail = detail
        self.errors = errors
        self.headers = tuple(headers)

    def render(self, request_id: str) -> bytes:
        return orjson.dumps(
            {
                "type": f"/problems/{self.slug}",
                "title": self.type.title,
                "status": self.type.status,
                "detail": self.detail,
                "errors": [{"field": field, "message": message} for field, message in self.errors],
                "requestId": request_id,
            }
        )


def invalid_parameters(*wrong: tuple[str, str]) -> Problem:
    """Of parameters that can be read but not used: the name of each, and what it takes."""
    detail = " ".join(f"{name}: {sentence}" for name, sentence in wrong)
    return Problem("invalid-parameter", detail, errors=wrong)


def retry_after(seconds: float) -> tuple[bytes, bytes]:
    """The header that says when to ask again; at least a second, so that nobody spins."""
    return b"retry-after", str(max(1, round(seconds))).encode()
