"""The API, as its consumers use it."""

from typing import Any

import httpx

from scripts.market.abi import Json

INDEX_SECONDS = 40.0


class ApiError(Exception):
    """The API did not give an answer that we can use."""


class ApiUnreachable(ApiError):
    def __init__(self, url: str, *, reason: Exception) -> None:
        super().__init__(f"The API at {url} does not answer ({reason}). Is it running, and is the address right?")


class ApiRefused(ApiError):
    """`status` is the HTTP status; the sentence is the API's own."""

    def __init__(self, url: str, *, status: int, problem: Json) -> None:
        self.status = status
        faults = "".join(f" {fault['field']}: {fault['message']}." for fault in problem.get("errors") or ())
        super().__init__(f"{problem.get('detail') or problem.get('title') or url}{faults} (status {status})")


class Index:
    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.Client(base_url=self.url, timeout=INDEX_SECONDS)

    def get(self, path: str, **query: Any) -> Json:
        """The whole envelope. `min_block` waits until the index is there."""
        return self._send("GET", path, params={name: value for name, value in query.items() if value is not None})

    def listing(self, listing_id: str, *, min_block: int | None = None) -> Json:
        return self._one(f"/v1/listings/{listing_id}", min_block=min_block)

    def deal(self, deal_id: str, *, min_block: int | None = None) -> Json:
        return self._one(f"/v1/deals/{deal_id}", min_block=min_block)

    def account(self, address: str, *, min_block: int | None = None) -> Json:
        return self._one(f"/v1/accounts/{address}", min_block=min_block)

    def every(self, path: str, **query: Any) -> list[Json]:
        """All pages of a list."""
        found: list[Json] = []
        cursor: str | None = None
        while True:
            page = self.get(path, **query, limit=200, cursor=cursor)
            found += page["data"]
            cursor = page["nextCursor"]
            if cursor is None:
                return found

    def pin_document(self, document: Json) -> Json:
        """Returns its digest, CID and size."""
        return self._send("POST", "/v1/content/documents", json=document)["data"]  # type: ignore[no-any-return]

    def pin_picture(self, picture: bytes, media_type: str) -> Json:
        """Returns its CID, size, media type, width and height."""
        headers = {"content-type": media_type}
        return self._send("POST", "/v1/content/pictures", content=picture, headers=headers)["data"]  # type: ignore[no-any-return]

    def match(self, batch: Json) -> Json:
        """The matcher's report about `{"requests": [{"id", "cell"}, …], "providers": [{"id", "cell"}, …]}`."""
        return self._send("POST", "/v1/matches", json=batch)["data"]  # type: ignore[no-any-return]

    def bytes_of(self, cid: str) -> bytes:
        return self._answer("GET", f"/ipfs/{cid}", params={"format": "raw"}).content

    def _one(self, path: str, **query: Any) -> Json:
        return self.get(path, **query)["data"]  # type: ignore[no-any-return]

    def _send(self, method: str, path: str, **request: Any) -> Json:
        return self._answer(method, path, **request).json()  # type: ignore[no-any-return]

    def _answer(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **request)
        except httpx.TransportError as error:
            raise ApiUnreachable(self.url, reason=error) from error
        if answer.is_error:
            raise ApiRefused(path, status=answer.status_code, problem=problem_of(answer))
        return answer


def problem_of(answer: httpx.Response) -> Json:
    try:
        problem = answer.json()
    except ValueError:
        return {"detail": answer.text[:200]}
    return problem if isinstance(problem, dict) else {}
