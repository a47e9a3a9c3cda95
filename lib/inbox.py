"""What an uploaded file is: results, requests, a sheet, or nothing of use; told by its content.

Names lie: users save error lines as results, inputs as results, and sheets under any ending.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args

from lib import jsonl
from lib.answer import looks_like_answer
from lib.archive import is_workbook, unpack
from lib.package import MANIFEST_COLUMNS
from lib.problems import Unreadable
from lib.textfile import looks_binary

Role = Literal["Results", "Requests", "Sheet", "Nothing"]
ROLES: tuple[Role, ...] = get_args(Role)

_SAMPLE_RECORDS = 50
_SAMPLE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, out of its archive, with what it was taken for and why."""

    name: str
    data: bytes
    role: Role
    why: str


def recognise(data: bytes, name: str) -> Upload:
    """The file with its role. `Nothing` says in `why` what it seems to be instead."""
    role, why = _recognised(data)
    return Upload(name, data, role, why)


def _recognised(data: bytes) -> tuple[Role, str]:
    if is_workbook(data):
        return "Sheet", "a workbook"
    text = jsonl.to_utf8(data[:_SAMPLE_BYTES])
    if not text.strip():
        return "Results", "an empty file, as some providers write when nothing failed"
    if data.startswith(b"PAR1"):
        return "Sheet", "a Parquet table"
    if looks_binary(text):
        return "Nothing", "neither text nor a workbook, so nothing to read here"
    start = text[:400].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        if b"<td" in text.lower():
            return "Sheet", "a table in a web page"
        return "Nothing", "a web page: the download probably failed, so download the file again"
    if start.startswith(b"version https://git-lfs"):
        return "Nothing", "only a Git LFS pointer to the real file: fetch that one"
    if start.startswith(",".join(MANIFEST_COLUMNS).encode()):
        return "Nothing", "the manifest of a batch: nothing to read in it"
    return _by_records(text) if start[:1] in (b"{", b"[") or b"\n{" in text[:100_000] else _TABLE


_TABLE: tuple[Role, str] = ("Sheet", "a table of text")


def _by_records(text: bytes) -> tuple[Role, str]:
    """The role most of the first records speak for."""
    lines = list(islice(jsonl.read_lines(text), _SAMPLE_RECORDS))
    records = [line.value for line in lines if isinstance(line.value, dict)]
    votes = Counter(filter(None, map(role_of_record, records)))
    starts_as_json = text.lstrip()[:1] in (b"{", b"[")
    if not starts_as_json and votes.total() * 2 < len(lines):  # a table may have JSON in its cells
        return _TABLE
    if votes:
        role, why = votes.most_common(1)[0][0]
        return role, why
    if not records and b'"custom_id"' in text[:10_000]:
        role = "Results" if b'"response"' in text or b'"error"' in text else "Requests"
        return role, "what looks like the lines of a batch file"
    if len(records) == 1 and isinstance(records[0].get("error"), dict):
        return "Nothing", "the error message of a failed download: try it again"
    return ("Sheet", "a list of JSON records") if records else _TABLE


def role_of_record(record: dict[str, Any]) -> tuple[Role, str] | None:
    """What one JSON object is a line of, by its keys and what they hold; None for a row of a table."""
    known = "custom_id" in record or "key" in record
    if record.get("object") == "batch" and not known:
        return "Nothing", "the status of a batch job: load its output and error files instead"
    if not known:
        bare = "model" in record and ("messages" in record or "input" in record)
        why = "request bodies without their envelope (custom_id, method, url)"
        return ("Nothing", why) if bare else None
    if _is_result(record):
        return "Results", "output or error lines of a batch"
    if any(isinstance(record.get(key), dict) for key in ("body", "params", "request")):
        return "Requests", "the requests of a batch"
    return None


def _is_result(record: dict[str, Any]) -> bool:
    """Whether an object has a response, a result or an error of a batch's kind, be it null."""
    if any(isinstance(record.get(key), dict) for key in ("response", "result", "error")):
        return True
    body = record.get("body")
    empty = "response" in record and record["response"] is None
    return empty or ("error" in record and not isinstance(body, dict)) or looks_like_answer(body)


def read_upload(data: bytes, name: str) -> tuple[list[Upload], list[Unreadable]]:
    """Every file in an upload with its role, and what could not be unpacked."""
    uploads: list[Upload] = []
    try:
        for inner, inside in unpack(data, name):
            uploads.append(recognise(inside, inner))
    except Unreadable as problem:
        return uploads, [problem]
    return uploads, []
