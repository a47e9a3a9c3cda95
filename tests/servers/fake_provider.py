"""A provider for what no real server can be asked to do. A test sets its faults, call by call.

`tests.servers.faults` has the faults. The provider keeps every request, so a test can say who was called, with what
and how often.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

from tests.servers.chat_server import Body, answer
from tests.servers.fake_batches import FakeBatches
from tests.servers.http_server import JsonHandler, running

Fault: TypeAlias = Callable[["Handler", "Call"], None]
"""What happens to a request instead of its answer."""

Reply: TypeAlias = tuple[int, Body | bytes]
"""A status, and a value or the bytes of a file."""

_PIECE = 1 << 16
MODELS = ("river-large", "river-small", "river-embed")
KEY = "sk-a-key-of-the-tests-0123456789"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that came."""

    name: str
    """Its method and path below the base address, with ids as `*`: `GET /files/*/content`."""
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def thing(self) -> str:
        """The id of the file or batch that it is about."""
        return self.path.split("/")[2] if self.path.count("/") > 1 else ""

    @property
    def json(self) -> Body:
        """Its body as a value."""
        value: Body = json.loads(self.body)
        return value


@dataclass
class FakeProvider:
    """A running provider: its address, what it keeps, and what was asked of it."""

    url: str = ""
    """The base address, below which `/files` and `/batches` are."""
    key: str = KEY
    store: FakeBatches = field(default_factory=FakeBatches)
    upload_pause: float = 0
    """Seconds between two pieces of 64 KB that it reads of an upload."""
    seen: list[Call] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    _faults: list[tuple[str, Fault]] = field(default_factory=list)

    def next(self, name: str, *faults: Fault) -> None:
        """Sets the faults of the next requests of this name, one each."""
        self._faults += [(name, fault) for fault in faults]

    def calls(self, name: str) -> list[Call]:
        """The requests of this name so far."""
        return [call for call in self.seen if call.name == name]

    def take_fault(self, name: str) -> Fault | None:
        """The fault that is set for this request."""
        for number, (other, fault) in enumerate(self._faults):
            if other == name:
                del self._faults[number]
                return fault
        return None


class Handler(JsonHandler):
    """Requests to a provider."""

    provider: FakeProvider

    def respond(self) -> None:
        call = self._read_call()
        self.provider.seen.append(call)
        if fault := self.provider.take_fault(call.name):
            fault(self, call)
        else:
            self.send_reply(self.perform(call))

    def perform(self, call: Call) -> Reply:
        """Does what a request asks for."""
        given = call.headers.get("authorization", "").removeprefix("Bearer ")
        if given != self.provider.key:
            return 401, failure(f"Incorrect API key provided: {given}.", "invalid_api_key")
        try:
            with self.provider.lock:
                return self._route(call)
        except KeyError as missing:
            return 404, failure(f"There is no {missing}.", "not_found")

    def _route(self, call: Call) -> Reply:
        store, thing = self.provider.store, call.thing
        match call.name:
            case "GET /models":
                return 200, {"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]}
            case "POST /chat/completions" | "POST /embeddings":
                return answer(call.path, call.json)
            case "POST /files":
                return 200, store.add_file(*_uploaded(call)).shown()
            case "GET /files":
                return 200, {"object": "list", "data": [file.shown() for file in store.files.values()]}
            case "GET /files/*":
                return 200, store.files[thing].shown()
            case "GET /files/*/content":
                return 200, store.files[thing].data
            case "POST /batches":
                return 200, store.create(call.json)
            case "GET /batches":
                return 200, store.page(int(call.query.get("limit", 20)), call.query.get("after"))
            case "GET /batches/*":
                return 200, store.look(thing)
            case "POST /batches/*/cancel":
                return 200, store.cancel(thing)
        raise KeyError(call.name)

    def send_reply(self, reply: Reply) -> None:
        """Answers with a value or with the bytes of a file."""
        status, value = reply
        if isinstance(value, bytes):
            self.send_bytes(status, value, {"Content-Type": "application/octet-stream"})
        else:
            self.send_json(status, value)

    def _read_call(self) -> Call:
        url = urlsplit(self.path)
        path = url.path.removeprefix("/v1")
        name = re.sub(r"^(/files|/batches)/[^/]+", r"\1/*", path)
        headers = {key.lower(): value for key, value in self.headers.items()}
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        return Call(f"{self.command} {name}", path, query, headers, self._read_slowly())

    def _read_slowly(self) -> bytes:
        if not self.provider.upload_pause:
            return self.read_body()
        pieces = []
        for start in range(0, self.body_size(), _PIECE):
            pieces.append(self.rfile.read(min(_PIECE, self.body_size() - start)))
            time.sleep(self.provider.upload_pause)
        return b"".join(pieces)


def failure(message: str, code: str) -> Body:
    """An error as providers write it."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def _uploaded(call: Call) -> tuple[str, bytes, str]:
    """The name, bytes and purpose of a file in a multipart form."""
    boundary = call.headers["content-type"].partition("boundary=")[2].strip('"').encode()
    fields, name = {}, ""
    for part in call.body.split(b"--" + boundary)[1:-1]:
        head, _, data = part[2:-2].partition(b"\r\n\r\n")
        given = dict(re.findall(r'\b(name|filename)="([^"]*)"', head.decode()))
        fields[given["name"]] = data
        name = given.get("filename", name)
    return name, fields["file"], fields["purpose"].decode()


@contextmanager
def faking(key: str = KEY) -> Iterator[FakeProvider]:
    """Runs a provider in threads of this process."""
    provider = FakeProvider(key=key)
    with running(type("ProviderHandler", (Handler,), {"provider": provider})) as address:
        provider.url = f"{address}/v1"
        yield provider
