"""The files and batches of a fake provider, and the life of a batch: a step at each look.

What a real server cannot be asked to do is an attribute here: ids that are "", capitals, a list
without pages, a file that is not ready yet, a batch that expires at once.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias

from tests.servers.chat_server import Body, answer

Batch: TypeAlias = dict[str, Any]

_DAY = 86_400
COUNTED_ENDS = ("completed", "expired", "cancelled")
ENDS = (*COUNTED_ENDS, "failed")


@dataclass
class StoredFile:
    """A file at the provider."""

    id: str
    name: str
    purpose: str
    data: bytes
    created: int
    """Unix time."""

    looks_until_ready: int = 0
    """How often it says `pending` before `processed`."""

    def shown(self) -> Body:
        """The object that describes it, one look later."""
        status = "pending" if self.looks_until_ready else "processed"
        self.looks_until_ready = max(self.looks_until_ready - 1, 0)
        head = {"id": self.id, "object": "file", "bytes": len(self.data), "created_at": self.created, "status": status}
        return {**head, "filename": self.name, "purpose": self.purpose}


@dataclass
class FakeBatches:
    """The store, and how its batches go."""

    steps: tuple[str, ...] = ("validating", "in_progress", "finalizing")
    """The states before the end, one a look."""
    ends: list[str] = field(default_factory=list)
    """The ends of the batches in the order they are created: `completed` where there are no more."""
    answered: Callable[[int, int], bool] = lambda index, total: index < total // 2
    """Which lines are answered of a batch that expires or is cancelled."""
    looks_until_ready: int = 0
    empty_ids: bool = False
    """Whether a file that does not exist has the id "" instead of null."""
    capitals: bool = False
    """Whether states are in capitals."""
    pages: bool = True
    """Whether the list comes in pages, and says so."""
    files: dict[str, StoredFile] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    _lives: dict[str, list[str]] = field(default_factory=dict)

    def add_file(self, name: str, data: bytes, purpose: str = "batch") -> StoredFile:
        """Keeps a file under a new id."""
        file = StoredFile(f"file-{next(self._numbers)}", name, purpose, data, int(time.time()), self.looks_until_ready)
        self.files[file.id] = file
        return file

    def create(self, spec: Body) -> Batch:
        """Creates a batch of an input file."""
        number = len(self.batches) + 1
        end = self.ends[number - 1] if number <= len(self.ends) else "completed"
        now, nothing = int(time.time()), "" if self.empty_ids else None
        batch = {
            **{"id": f"batch-{number}", "object": "batch", "created_at": now, "errors": None},
            **{"expires_at": now + _DAY, "output_file_id": nothing, "error_file_id": nothing},
            **{name: spec.get(name) for name in ("input_file_id", "endpoint", "completion_window", "metadata")},
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
        }
        first, *rest = [*self.steps, end]
        self.batches[batch["id"]], self._lives[batch["id"]] = {**batch, "status": first}, rest
        return self.shown(self.batches[batch["id"]])

    def look(self, batch_id: str) -> Batch:
        """A batch, after which it goes a step on."""
        seen = self.shown(self.batches[batch_id])
        if self._lives[batch_id]:
            self._go_to(self.batches[batch_id], self._lives[batch_id].pop(0))
        return seen

    def cancel(self, batch_id: str) -> Batch:
        """Stops a batch that has not ended."""
        if self.batches[batch_id]["status"] not in ENDS:
            self.batches[batch_id]["status"], self._lives[batch_id] = "cancelling", ["cancelled"]
        return self.shown(self.batches[batch_id])

    def page(self, limit: int, after: str | None) -> Body:
        """The list of batches, newest first."""
        ids = list(self.batches)[::-1]
        start = ids.index(after) + 1 if after else 0
        if not self.pages:
            return {"object": "list", "data": [self.look(batch_id) for batch_id in ids]}
        data = [self.look(batch_id) for batch_id in ids[start : start + limit]]
        edges = {"first_id": data[0]["id"], "last_id": data[-1]["id"]} if data else {}
        return {"object": "list", "data": data, **edges, "has_more": start + limit < len(ids)}

    def shown(self, batch: Batch) -> Batch:
        """A copy of a batch in the provider's spelling."""
        return {**batch, "status": batch["status"].upper() if self.capitals else batch["status"]}

    def _go_to(self, batch: Batch, status: str) -> None:
        batch["status"] = status
        if status == "failed":
            error = {"code": "invalid_json_line", "message": "This line is not JSON.", "param": None, "line": 2}
            batch["errors"] = {"object": "list", "data": [error]}
        if status in COUNTED_ENDS:
            self._write_results(batch)

    def _write_results(self, batch: Batch) -> None:
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].data.splitlines()]
        results = [self._result(batch["status"], line, index, len(lines)) for index, line in enumerate(lines)]
        good = [line for line in results if line["error"] is None and line["response"]["status_code"] == 200]
        bad = [line for line in results if line not in good]
        for name, part in (("output", good), ("error", bad)):
            if part:
                data = b"".join(json.dumps(line).encode() + b"\n" for line in part)
                batch[f"{name}_file_id"] = self.add_file(f"{batch['id']}_{name}.jsonl", data, f"batch_{name}").id
        batch["request_counts"] = {"total": len(lines), "completed": len(good), "failed": len(bad)}

    def _result(self, status: str, line: Body, index: int, total: int) -> Body:
        head = {"id": f"line-{index}", "custom_id": line["custom_id"]}
        if status != "completed" and not self.answered(index, total):
            error = {"code": f"batch_{status}", "message": f"This request was not answered: {status}."}
            return {**head, "response": None, "error": error}
        code, body = answer(line["url"], line["body"])
        return {**head, "response": {"status_code": code, "request_id": f"r-{index}", "body": body}, "error": None}
