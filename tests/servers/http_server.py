"""A small HTTP server in threads of the test's own process, which serves JSON."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

HOST = "127.0.0.1"


class JsonHandler(BaseHTTPRequestHandler):
    """A handler of requests on connections that stay open, as those of providers do."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece

    def do_GET(self) -> None:
        self.respond()

    def do_POST(self) -> None:
        self.respond()

    def do_DELETE(self) -> None:
        self.respond()

    def respond(self) -> None:
        """Answers a request, whatever its method."""
        raise NotImplementedError

    def body_size(self) -> int:
        """The bytes of the request's body."""
        return int(self.headers.get("Content-Length", 0))

    def read_body(self) -> bytes:
        """The request's body."""
        return self.rfile.read(self.body_size())

    def send_json(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        """Answers with a value as JSON."""
        self.send_bytes(status, json.dumps(value).encode(), {"Content-Type": "application/json", **(headers or {})})

    def send_bytes(self, status: int, data: bytes, headers: Mapping[str, str] | None = None) -> None:
        """Answers with bytes."""
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def drop_connection(self) -> None:
        """Ends the connection without an answer."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Writes no log."""


class _Server(ThreadingHTTPServer):
    """A server that ends without waiting for its connections."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Writes no traceback for a client that left."""


@contextmanager
def running(handler: type[JsonHandler]) -> Iterator[str]:
    """Serves on a free port and yields the address, without a path."""
    with _Server((HOST, 0), handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
