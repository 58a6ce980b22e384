"""A node over HTTP that serves a fake chain, and misbehaves in a planned order."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson

from scripts.bench.recorded import RpcFault

PAGE = b"<html><title>Just a moment...</title></html>"


class FaultyNode:
    """Each request takes the next fault, until there are none left."""

    def __init__(self, chain):
        self.chain = chain
        self.lock = threading.Lock()
        self.faults = []
        self.requests = []
        self.most_blocks = None
        node = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = orjson.loads(self.rfile.read(int(self.headers["content-length"])))
                with node.lock:
                    fault = node.faults.pop(0) if node.faults else None
                    node.requests.append(body)
                    answer = node.answer(body)
                (fault or honest)(self, answer)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, body):
        return [self.one(one) for one in body] if isinstance(body, list) else self.one(body)

    def one(self, request):
        known = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            self.refuse_large(request)
            return {**known, "result": self.chain.answer(request["method"], request["params"])}
        except RpcFault as fault:
            return {**known, "error": {"code": fault.code, "message": str(fault)}}

    def refuse_large(self, request):
        asked = request["params"][0] if request["method"] == "eth_getLogs" else {}
        if self.most_blocks is None or "fromBlock" not in asked:
            return
        count = int(asked["toBlock"], 16) - int(asked["fromBlock"], 16) + 1
        if count > self.most_blocks:
            raise RpcFault(-32005, f"query returned more than 10000 results, limit {self.most_blocks} blocks")


def honest(handler, answer):
    reply(handler, 200, orjson.dumps(answer))


def too_many_requests(handler, _):
    reply(handler, 429, b"slow down")


def server_error(handler, _):
    reply(handler, 500, b"Internal Server Error")


def web_page(handler, _):
    reply(handler, 200, PAGE)


def truncated(handler, answer):
    body = orjson.dumps(answer)
    reply(handler, 200, body[: len(body) // 2])


def cut_off(handler, answer):
    """Promises more bytes than it sends."""
    body = orjson.dumps(answer)
    handler.send_response(200)
    handler.send_header("content-length", str(len(body) + 100))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True


def dropped(handler, _):
    handler.close_connection = True
    handler.connection.close()


def null_result(handler, answer):
    """A replica that has not heard of what it is asked for."""
    reply(handler, 200, orjson.dumps(_each(answer, lambda one: {**one, "result": None})))


def internal_error(handler, answer):
    error = {"code": -32603, "message": "Internal error"}
    reply(handler, 200, orjson.dumps(_each(answer, lambda one: {"jsonrpc": "2.0", "id": one["id"], "error": error})))


def wrong_ids(handler, answer):
    reply(handler, 200, orjson.dumps(_each(answer, lambda one: {**one, "id": 10**9})))


def slow(handler, answer):
    time.sleep(0.3)
    honest(handler, answer)


FAULTS = (
    *(too_many_requests, server_error, web_page, truncated, cut_off),
    *(dropped, null_result, internal_error, wrong_ids, slow),
)


def reply(handler, status, body):
    handler.send_response(status)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _each(answer, change):
    return [change(one) for one in answer] if isinstance(answer, list) else change(answer)


@contextmanager
def serving(chain):
    node = FaultyNode(chain)
    thread = threading.Thread(target=node.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield node
    finally:
        node.server.shutdown()
        node.server.server_close()
        thread.join()
