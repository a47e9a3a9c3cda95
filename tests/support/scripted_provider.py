"""A provider in memory, behind `httpx.MockTransport`, whose connection fails at chosen calls."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

import httpx

from lib.sending import AddressRules, BatchClient

ADDRESS = "http://localhost:9/v1"
KEY = "sk-test-0123456789-abcdefghij"

Fault = Literal["unreachable", "dropped before", "dropped after", "500 before", "500 after", "429", "garbage after"]
"""What becomes of a call; `after` means that the provider did what was asked."""


class ScriptedProvider:
    """Files and batches of one key. Times are seconds since 1970; the first call is at 1,000,000,000."""

    def __init__(self, faults: Mapping[int, Fault] | None = None) -> None:
        self.faults = dict(faults or {})
        """By the number of the call, from 0."""

        self.calls: list[str] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.answers: Callable[[httpx.Request], httpx.Response] | None = None
        """Answers every request that is not about files, batches or models."""

        self.page = 100

    def client(self, **options: Any) -> BatchClient:
        transport = httpx.MockTransport(self.handle)
        return BatchClient(ADDRESS, KEY, AddressRules(loopback=True), transport=transport, **options)

    def handle(self, request: httpx.Request) -> httpx.Response:
        number = len(self.calls)
        self.calls.append(f"{request.method} {request.url.path.removeprefix('/v1')}")
        fault = self.faults.get(number)
        if fault == "unreachable":
            raise httpx.ConnectError("no connection", request=request)
        if fault == "dropped before":
            raise httpx.ReadError("connection lost", request=request)
        if fault == "500 before":
            return httpx.Response(500, json={"error": {"message": "internal error"}})
        if fault == "429":
            return httpx.Response(429, headers={"Retry-After": "2"}, json={"error": {"message": "too many requests"}})
        response = self.answer(request)
        if fault == "dropped after":
            raise httpx.RemoteProtocolError("connection lost", request=request)
        if fault == "500 after":
            return httpx.Response(500, text="<html>Bad gateway</html>")
        return httpx.Response(200, text="<html>") if fault == "garbage after" else response

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return httpx.Response(401, json={"error": {"message": "Incorrect API key"}})
        path = request.url.path.removeprefix("/v1")
        if path == "/models":
            return httpx.Response(200, json={"data": [{"id": "model-a"}, {"id": "model-b"}]})
        if path == "/batches":
            return self.create(request) if request.method == "POST" else self.listed(request)
        if path == "/files" and request.method == "POST":
            return self.uploaded(request)
        if match := re.fullmatch(r"/batches/([^/]+)(/cancel)?", path):
            return self.one_batch(*match.groups())
        if match := re.fullmatch(r"/files/([^/]+)(/content)?", path):
            return self.one_file(*match.groups())
        return self.answers(request) if self.answers else _missing()

    def uploaded(self, request: httpx.Request) -> httpx.Response:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        body = request.read()
        assert "transfer-encoding" not in request.headers
        assert len(body) == int(request.headers["content-length"])
        _, purpose, file, _ = body.split(b"--" + boundary)
        assert purpose.endswith(b'name="purpose"\r\n\r\nbatch\r\n')
        head, _, data = file.partition(b"\r\n\r\n")
        name = head.partition(b'filename="')[2].partition(b'"')[0].decode()
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = (name, data.removesuffix(b"\r\n"))
        return self.one_file(file_id, None)

    def create(self, request: httpx.Request) -> httpx.Response:
        order = json.loads(request.read())
        if order["input_file_id"] not in self.files:
            return httpx.Response(400, json={"error": {"message": "No such file"}})
        batch_id = f"batch_{len(self.batches) + 1}"
        total = self.files[order["input_file_id"]][1].count(b"\n")
        counts = {"total": total, "completed": 0, "failed": 0}
        times = {"created_at": 1_000_000_000 + len(self.calls), "expires_at": 1_000_086_400}
        batch = {"id": batch_id, "object": "batch", "status": "validating", "request_counts": counts}
        self.batches[batch_id] = {**batch, **order, **times}
        return httpx.Response(200, json=self.batches[batch_id])

    def listed(self, request: httpx.Request) -> httpx.Response:
        newest = [*reversed(self.batches.values())]
        ids = [batch["id"] for batch in newest]
        after = request.url.params.get("after")
        start = ids.index(after) + 1 if after else 0
        page = newest[start : start + self.page]
        return httpx.Response(200, json={"data": page, "has_more": start + self.page < len(newest)})

    def one_batch(self, batch_id: str, cancel: str | None) -> httpx.Response:
        if batch_id not in self.batches:
            return _missing()
        if cancel:
            self.batches[batch_id]["status"] = "cancelling"
        return httpx.Response(200, json=self.batches[batch_id])

    def one_file(self, file_id: str, content: str | None) -> httpx.Response:
        if file_id not in self.files:
            return _missing()
        name, data = self.files[file_id]
        if content:
            return httpx.Response(200, content=data)
        about = {"id": file_id, "filename": name, "bytes": len(data), "status": "processed"}
        return httpx.Response(200, json=about)

    def end(self, batch_id: str, status: str = "completed", output: bytes = b"", errors: bytes = b"") -> None:
        """Ends a batch with these files; without bytes, there is no file."""
        batch = self.batches[batch_id]
        batch["status"] = status
        for key, name, data in (("output_file_id", "output", output), ("error_file_id", "error", errors)):
            batch[key] = f"{batch_id}-{name}" if data else None
            if data:
                self.files[batch[key]] = (f"{batch_id}_{name}.jsonl", data)


def _missing() -> httpx.Response:
    return httpx.Response(404, json={"error": {"message": "Not found"}})
