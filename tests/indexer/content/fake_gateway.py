"""A real HTTP server on a free local port that answers as gateways do, good and bad."""

import contextlib
import gzip
import socket
import socketserver
import threading


class FakeGateway:
    """`answer(connection, path)` writes the whole HTTP answer. `paths` are those that were asked for."""

    def __init__(self, answer):
        self.paths = []
        self.headers = []
        self.closing = threading.Event()
        gateway = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError):
                    head = read_head(self.request)
                    gateway.headers.append(head)
                    gateway.paths.append(head.split(" ")[1])
                    answer(gateway, self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            raise OSError("gone")
        head += piece
    return head.split(b"\r\n\r\n")[0].decode()


def says(body, *, status="200 OK", headers=()):
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close", *headers]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda _, connection: connection.sendall(head + body)


def says_nothing(gateway, connection):
    """Closes at once."""


def hangs(gateway, connection):
    gateway.closing.wait(30)


def drips(body):
    """One byte at a time, each just before a read would time out."""

    def answer(gateway, connection):
        connection.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode())
        for byte in body:
            if gateway.closing.wait(0.05):
                return
            connection.sendall(bytes([byte]))

    return answer


def never_ends(gateway, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.ipld.raw\r\n\r\n")
    while not gateway.closing.is_set():
        connection.sendall(bytes(65536))


def lies_about_its_size(gateway, connection):
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\ntransfer-encoding: chunked\r\n\r\n")
    while not gateway.closing.is_set():
        connection.sendall(b"10000\r\n" + bytes(65536) + b"\r\n")


def breaks_off(body):
    def answer(gateway, connection):
        connection.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body[:-3])
        connection.shutdown(socket.SHUT_RDWR)

    return answer


def bombs(size=50 * 1024 * 1024):
    return says(gzip.compress(bytes(size), 9), headers=["content-encoding: gzip"])
