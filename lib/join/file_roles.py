"""What an uploaded file is: results, requests, a sheet, or nothing to use. Only its content counts.

Names mislead: users save error lines as results, inputs as results, and sheets under any ending.
"""

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any, Literal, get_args

from lib.batch.bundle import MANIFEST_COLUMNS
from lib.batch.list_object import unwrapped
from lib.batch.request_line import BODY_KEYS, ID_KEYS
from lib.common import Unreadable, unreadable
from lib.common.archives import unpack
from lib.common.encodings import is_binary
from lib.common.own_columns import BATCH_SUFFIX
from lib.common.workbook_files import is_workbook
from lib.compose.recipe_file import is_recipe
from lib.join.request_counts import WORDS
from lib.json import read_lines, to_utf8
from lib.results.bodies.reader import has_answer_key
from lib.results.envelope import is_bare_answer

Role = Literal["Results", "Requests", "Sheet", "Nothing"]
ROLES: tuple[Role, ...] = get_args(Role)


class FileKind(Enum):
    """What a file's content is recognised as: the role that follows from it, and a description for the user."""

    WORKBOOK = "Sheet", "a workbook"
    PARQUET = "Sheet", "a Parquet table"
    WEB_TABLE = "Sheet", "a table in a web page"
    TABLE = "Sheet", "a table of text"
    RECORDS = "Sheet", "a list of JSON records"
    RESULTS = "Results", "output or error lines of a batch"
    EMPTY = "Results", "an empty file, as some providers write when nothing failed"
    BROKEN_RESULTS = "Results", "damaged lines of a batch's output or error file"
    REQUESTS = "Requests", "the requests of a batch"
    BROKEN_REQUESTS = "Requests", "damaged lines of a batch's input file"
    BARE_BODIES = "Nothing", "request bodies without their envelope (custom_id, method, url)"
    BARE_ANSWERS = "Nothing", "answers without a custom_id, so no answer can be matched to its row"
    BATCH_STATUS = "Nothing", "the status of a batch job: load its output and error files instead"
    FAILED_DOWNLOAD = "Nothing", "the error message of a failed download: download the file again"
    WEB_PAGE = "Nothing", "a web page: the download probably failed, so download the file again"
    LFS_POINTER = "Nothing", "only a Git LFS pointer to the real file: load the real file"
    RECIPE = "Nothing", "a file of saved settings: load it on the Compose page"
    MANIFEST = "Nothing", "the list of a batch's files, which is not needed here"
    BINARY = "Nothing", "neither text nor a workbook, so Batchdesk cannot read it"

    def __init__(self, role: Role, description: str) -> None:
        self.role = role
        self.description = description


_ENVELOPE = {
    *ID_KEYS,
    *BODY_KEYS,
    *("id", "batch_id", "request_id", "object", "method", "url", "model", "created", "created_at", "processed_time"),
    *("response", "result", "modelOutput", "error", "status", "status_code", "code", "message", "type"),
}
"""Keys of a batch's lines. Any other key with a plain value is a column of a table."""

_SAMPLE_RECORDS = 50
_SAMPLE_BYTES = 2_000_000
_LONGEST_LINE = 20_000_000
"""Bytes within which the first line is read whole."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, unpacked from its archive, and what it is."""

    name: str
    data: bytes
    kind: FileKind


def read_upload(data: bytes, name: str) -> tuple[list[Upload], list[Unreadable]]:
    """Every file in an upload with its kind, and the problem that ended the unpacking, if there was one."""
    uploads: list[Upload] = []
    try:
        for inner_name, inner in unpack(data, name):
            uploads.append(Upload(inner_name, inner, recognise_file(inner)))
    except Unreadable as problem:
        return uploads, [problem]
    return uploads, []


def batch_input_problem(upload: Upload) -> Unreadable | None:
    """Why a file cannot be repaired into a batch's input; None if it may be one."""
    kind = upload.kind
    if kind in (FileKind.WORKBOOK, FileKind.PARQUET, FileKind.WEB_TABLE):
        message = f"this is {kind.description}, not a batch file."
        return unreadable("a-sheet", message, "Load it on the Compose page.", upload.name)
    if kind.role == "Nothing" and kind is not FileKind.BARE_BODIES:
        return unreadable("no-batch", f"this is {kind.description}.", "Load the batch's input file.", upload.name)
    return None


def recognise_file(data: bytes) -> FileKind:
    """What a file is, by the bytes it starts with, else by most of its first records."""
    if is_workbook(data):
        return FileKind.WORKBOOK
    text = to_utf8(data[:_SAMPLE_BYTES])
    if not text.strip():
        return FileKind.EMPTY
    if data.startswith(b"PAR1"):
        return FileKind.PARQUET
    if is_binary(text):
        return FileKind.BINARY
    if is_recipe(data):
        return FileKind.RECIPE
    return _by_start(text) or _by_records(text) or _by_records(_first_line(data)) or _by_words(text)


def _by_start(text: bytes) -> FileKind | None:
    """The kind of a text that does not start with JSON; None for one that may hold records."""
    start = text[:400].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        return FileKind.WEB_TABLE if b"<td" in text.lower() else FileKind.WEB_PAGE
    if start.startswith(b"version https://git-lfs"):
        return FileKind.LFS_POINTER
    if start.startswith(",".join(MANIFEST_COLUMNS).encode()):
        return FileKind.MANIFEST
    has_records = start[:1] in (b"{", b"[") or b"\n{" in text[:100_000]
    return None if has_records else FileKind.TABLE


def _first_line(data: bytes) -> bytes:
    """The whole first line, which may be longer than the sample if it holds an image."""
    text = to_utf8(data[:_LONGEST_LINE])
    return text[: text.find(b"\n") + 1 or None]


def _by_records(text: bytes) -> FileKind | None:
    """The kind of most of the first records; None if there are none."""
    lines = list(islice(read_lines(unwrapped(text)), _SAMPLE_RECORDS))
    records = [line.value for line in lines if isinstance(line.value, dict)]
    votes = Counter(kind for record in records if (kind := kind_of_record(record)) or _is_row(record))
    starts_as_json = text.lstrip()[:1] in (b"{", b"[")
    if not starts_as_json and (votes.total() - votes[None]) * 2 < len(lines):  # a table may have JSON in its cells
        return FileKind.TABLE
    if most := votes.most_common(1):
        return most[0][0] or FileKind.RECORDS
    if len(records) == 1 and isinstance(records[0].get("error"), dict):
        return FileKind.FAILED_DOWNLOAD
    return FileKind.RECORDS if records else None


def _by_words(text: bytes) -> FileKind:
    """The kind of a text without one whole record, by the keys near its start."""
    if not any(key in text[:10_000] for key in _quoted(*ID_KEYS)):
        return FileKind.TABLE
    if any(key in text for key in _quoted("response", "result", "modelOutput", "error")):
        return FileKind.BROKEN_RESULTS
    is_request = any(key in text for key in _quoted(*BODY_KEYS, "custom_id"))  # no table has these keys
    return FileKind.BROKEN_REQUESTS if is_request else FileKind.TABLE


def _quoted(*keys: str) -> list[bytes]:
    return [f'"{key}"'.encode() for key in keys]


def kind_of_record(record: dict[str, Any]) -> FileKind | None:
    """The kind of file that one JSON object is a line of, by its keys and values; None for a row of a table."""
    if not _has_id(record):
        return _kind_without_id(record)
    if _is_result(record):
        return FileKind.RESULTS
    if any(isinstance(record.get(key), dict) for key in BODY_KEYS):
        return FileKind.REQUESTS
    return None


def _has_id(record: dict[str, Any]) -> bool:
    return any(key in record for key in ID_KEYS)


def _kind_without_id(record: dict[str, Any]) -> FileKind | None:
    """The kind of an object without an id that belongs to a batch; None for a row of a table."""
    listed = record.get("data")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else record
    if first.get("object") == "batch":
        return FileKind.BATCH_STATUS
    response = record.get("response")
    if is_bare_answer(record) or (isinstance(response, dict) and is_bare_answer(response)):
        return FileKind.BARE_ANSWERS
    is_body = "model" in record and ("messages" in record or "input" in record)
    return FileKind.BARE_BODIES if is_body else None


def _is_result(record: dict[str, Any]) -> bool:
    """Whether an object has a batch's response, result or error, which may be null."""
    if any(isinstance(record.get(key), dict) for key in ("response", "result", "error", "modelOutput")):
        return True
    if _is_exported(record):
        return False
    body = record.get("body")
    empty = "response" in record and record["response"] is None
    failed = "error" in record and not isinstance(body, dict) and not _has_error_column(record)
    return empty or failed or has_answer_key(body) or is_bare_answer(record)


def _is_row(record: dict[str, Any]) -> bool:
    """Whether an object with an id is a row of a table. A batch's line has no columns of its own."""
    return _has_id(record) and _has_columns(record)


def _has_columns(record: dict[str, Any]) -> bool:
    """Whether an object has a plain value under a key that no line of a batch has."""
    return any(key not in _ENVELOPE and not isinstance(value, (dict, list)) for key, value in record.items())


def _is_exported(record: dict[str, Any]) -> bool:
    """Whether an object is a row of a joined table, in which `error` is a column. A part of the columns is enough."""
    bare = {key.removesuffix(BATCH_SUFFIX): value for key, value in record.items()}
    return "answer" in bare or bare.get("state") in WORDS


def _has_error_column(record: dict[str, Any]) -> bool:
    """Whether an object is a row of a table whose error column is empty here."""
    return record["error"] in (None, "") and _has_columns(record)
