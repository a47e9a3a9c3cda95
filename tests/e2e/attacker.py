"""A program that talks to the app's server as no browser would: any header, any session, no sign-in."""

import http.client
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.e2e.server import HOST, Server

Headers = Iterable[tuple[str, str]]
STREAM = "/_stcore/stream"


@dataclass(frozen=True)
class Response:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Session:
    """An open session: its websocket, its id, and all that the server has sent."""

    socket: ClientConnection
    id: str = ""
    received: list[bytes] = field(default_factory=list)

    def send(self, **values: object) -> None:
        """Sends a message as the page would."""
        self.socket.send(BackMsg(**values).SerializeToString())  # type: ignore[arg-type]

    def run(self) -> None:
        """Asks for a run and reads until it has ended."""
        self.socket.send(BackMsg(rerun_script={}).SerializeToString())
        while (message := self.read()).WhichOneof("type") != "script_finished":
            self.id = message.new_session.initialize.session_id or self.id

    def read_all(self) -> None:
        """Reads until the server closes the connection.

        Raises:
            ConnectionClosed: with the server's code.
        """
        while True:
            self.read()

    def read(self) -> ForwardMsg:
        """The next message."""
        data = self.socket.recv(timeout=60)
        assert isinstance(data, bytes)
        self.received.append(data)
        return ForwardMsg.FromString(data)


def ask(server: Server, path: str, method: str = "GET", headers: Headers = (), body: bytes = b"") -> Response:
    """Sends a request with exactly these headers; its own Host, unless one is given."""
    address = urlsplit(server.url).netloc
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        names = {name.lower() for name, _ in headers}
        for name, value in [*([] if "host" in names else [("Host", address)]), *headers]:
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return Response(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


@contextmanager
def session(server: Server, headers: Headers = (), again: str = "") -> Iterator[Session]:
    """Opens a session, or the one with this id again.

    Raises:
        InvalidStatus: the server turned the visitor away.
    """
    address = urlsplit(server.url).netloc
    names = {name.lower() for name, _ in headers}
    origin = None if "origin" in names else f"http://{address}"
    protocols = ["streamlit", "none", again] if again else ["streamlit"]
    with connect(
        f"ws://{address}{STREAM}",
        origin=origin,  # type: ignore[arg-type]
        additional_headers=list(headers),
        subprotocols=protocols,  # type: ignore[arg-type]
        max_size=None,
    ) as socket:
        yield Session(socket)


def status_of_socket(server: Server, headers: Headers) -> int:
    """The HTTP status with which the server answers an attempt to open a session; 101 if it opens one."""
    names = {name.lower() for name, _ in headers}
    host = [] if "host" in names else [("Host", urlsplit(server.url).netloc)]
    upgrade = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]
    connection = http.client.HTTPConnection(HOST, urlsplit(server.url).port, timeout=60)
    try:
        connection.putrequest("GET", STREAM, skip_host=True, skip_accept_encoding=True)
        for name, value in [*host, *headers, *upgrade]:
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


def is_let_in(server: Server, headers: Headers = ()) -> bool:
    """Whether the server opens a session for this visitor."""
    try:
        with session(server, headers):
            return True
    except InvalidStatus:
        return False


def xsrf(server: Server) -> list[tuple[str, str]]:
    """The headers with the secret that the app gives every browser against forged requests."""
    cookie = ask(server, "/_stcore/health").headers["set-cookie"].partition(";")[0]
    return [("Cookie", cookie), ("X-Xsrftoken", cookie.partition("=")[2])]


def upload(server: Server, session_id: str, data: bytes, headers: Headers, method: str = "PUT") -> int:
    """Sends a file to a session, or deletes it; the status of the answer."""
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + data + b"\r\n--x--\r\n"
    kind = ("Content-Type", "multipart/form-data; boundary=x")
    return ask(server, f"/_stcore/upload_file/{session_id}/1", method, [*headers, kind], form).status
