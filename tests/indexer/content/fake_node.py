"""The part of an IPFS node's RPC that our client calls, on a free local port. Answers as real nodes do, or wrong."""

import json
import threading
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from indexer.content.cid import Cid, parse_cid

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class FakeNode:
    """`name` turns a CID into what the node answers; `serve` may answer a read instead of the node."""

    def __init__(self, *, name=str, serve=None, add=None):
        self.blocks = {}
        self.requests = []
        self.closing = threading.Event()
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                url = urlsplit(self.path)
                body = read_body(self)
                node.requests.append((url.path, parse_qs(url.query)))
                {
                    "/api/v0/version": node.version,
                    "/api/v0/add": add or node.add,
                    "/api/v0/block/get": serve or node.block_get,
                }[url.path](self, parse_qs(url.query), body)

            def log_message(self, *_):
                pass

            def answer(self, body, *, status=200, headers=()):
                self.send_response(status)
                for header, value in (("content-length", len(body)), ("connection", "close"), *headers):
                    self.send_header(header, str(value))
                self.end_headers()
                self.wfile.write(body)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_):
                pass  # clients hang up on purpose

        self._name = name
        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def version(self, handler, query, body):
        handler.answer(b'{"Version":"0.40.1","Commit":"","Repo":"18","System":"amd64/linux","Golang":"go1.24"}')

    def add(self, handler, query, body):
        # Go's ParseBool takes Python's spelling too.
        raw = query.get("raw-leaves") in (["true"], ["True"]) and query.get("cid-version") == ["1"]
        data = file_of(handler, body)
        cid = Cid.of(data) if raw else Cid(0x70, Cid.of(data).digest)
        self.blocks[cid] = data
        handler.answer(json.dumps({"Name": "file", "Hash": self._name(cid), "Size": str(len(data))}).encode())

    def block_get(self, handler, query, body):
        data = self.blocks.get(parse_cid(query["arg"][0]))
        if data is None:
            error = {
                "Message": "block was not found locally (offline): ipld: could not find node",
                "Code": 0,
                "Type": "error",
            }
            handler.answer(json.dumps(error).encode(), status=500)
        else:
            handler.answer(data)


def in_base58(cid):
    number, digits = int.from_bytes(bytes(cid), "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = BASE58[digit] + digits
    return "z" + digits


def read_body(handler):
    if handler.headers.get("transfer-encoding", "").lower() != "chunked":
        return handler.rfile.read(int(handler.headers.get("content-length", 0)))
    body = b""
    while size := int(handler.rfile.readline(), 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return body


def file_of(handler, body):
    head = f"content-type: {handler.headers['content-type']}\r\n\r\n".encode()
    (part,) = BytesParser().parsebytes(head + body).get_payload()
    return part.get_payload(decode=True)
