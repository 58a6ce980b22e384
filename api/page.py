"""The page: built files, compressed ahead of time, under a policy that lets nothing else in."""

from dataclasses import dataclass
from hashlib import blake2b
from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.answers import REVALIDATE, Answer, Header
from api.errors import Problem

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOREVER: Header = (b"cache-control", b"public, max-age=31536000, immutable")
_API_PATHS = ("/v1/", "/ipfs/", "/problems/")


@dataclass(frozen=True, slots=True)
class PageFile:
    body: bytes
    media_type: str
    variants: dict[str, bytes]
    etag: str


class Page:
    """Reads the folder at the start: what is not there then is not served, so no path can lead elsewhere."""

    def __init__(self, folder: Path, rpc_origins: tuple[str, ...]) -> None:
        self._files = _read_files(folder)
        self._policy: Header = (b"content-security-policy", content_security_policy(rpc_origins).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path: str = scope["path"]
        if request.method != "GET":
            raise Problem("route-not-found", f"There is nothing to {request.method} at {path[:200]}.")
        file = self._files.get(path.removeprefix("/") or "index.html") or self._entry(path)
        await self._answer(request, file)(scope, receive, send)

    def _entry(self, path: str) -> PageFile:
        """Views have paths of their own; all of them begin with the same file."""
        entry = self._files.get("index.html")
        looks_like_file = "." in path.rpartition("/")[2]
        if entry is None or looks_like_file or path.startswith(_API_PATHS):
            hint = "" if entry else " The page is not built, or AGORA_PAGE_DIR is elsewhere."
            raise Problem("route-not-found", f"There is nothing at {path[:200]}.{hint}")
        return entry

    def _answer(self, request: Request, file: PageFile) -> Answer:
        accepted = {part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
        encoding = next((name for name, _ in _ENCODINGS if name in accepted and name in file.variants), None)
        named_by_content = "/assets/" in request.url.path and file is not self._files.get("index.html")
        headers: list[Header] = [
            (b"content-type", file.media_type.encode()),
            (b"vary", b"accept-encoding"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin-allow-popups"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), usb=(), payment=()"),
            _FOREVER if named_by_content else REVALIDATE,
            self._policy,
        ]
        if encoding is None:
            return Answer(file.body, headers=headers, etag=file.etag, compressible=False)
        headers.append((b"content-encoding", encoding.encode()))
        return Answer(file.variants[encoding], headers=headers, etag=f"{file.etag}-{encoding}", compressible=False)


def content_security_policy(rpc_origins: tuple[str, ...]) -> str:
    """The page talks to its own server and to the node; everything else is closed."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "font-src 'self'",
            " ".join(("connect-src 'self'", *rpc_origins)),
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _read_files(folder: Path) -> dict[str, PageFile]:
    if not folder.is_dir():
        return {}
    bodies = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    suffixes = tuple(suffix for _, suffix in _ENCODINGS)
    return {name: _page_file(name, bodies) for name in bodies if not name.endswith(suffixes)}


def _page_file(name: str, bodies: dict[str, bytes]) -> PageFile:
    media_type = guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/") or media_type == "application/javascript":
        media_type += "; charset=utf-8"
    variants = {encoding: bodies[name + suffix] for encoding, suffix in _ENCODINGS if name + suffix in bodies}
    return PageFile(bodies[name], media_type, variants, blake2b(bodies[name], digest_size=12).hexdigest())
