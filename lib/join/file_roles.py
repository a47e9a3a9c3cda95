"""What an uploaded file is: results, requests, a sheet, or nothing of use; told by its content.

Names lie: users save error lines as results, inputs as results, and sheets under any ending.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, get_args

from lib.batch.bundle import MANIFEST_COLUMNS
from lib.batch.list_object import unwrapped
from lib.batch.request_line import BODY_KEYS, ID_KEYS
from lib.common import Unreadable, unreadable
from lib.common.archives import is_workbook, unpack
from lib.common.columns import SUFFIX
from lib.common.encodings import looks_binary
from lib.compose.recipe_file import is_recipe
from lib.join.request_counts import WORDS
from lib.json import read_lines, to_utf8
from lib.results.bodies.reader import looks_like_answer
from lib.results.envelope import is_bare_answer

Role = Literal["Results", "Requests", "Sheet", "Nothing"]
ROLES: tuple[Role, ...] = get_args(Role)

_WORKBOOK, _PARQUET, _WEB_TABLE = "a workbook", "a Parquet table", "a table in a web page"
_BROKEN = "what looks like the lines of a batch file"
_BARE_BODIES = "request bodies without their envelope (custom_id, method, url)"

MANIFEST = "the manifest of a batch: nothing to read in it"
"""What is said of the file that a zip of parts has beside them: no loss, and no mistake."""

_ENVELOPE = {
    *ID_KEYS,
    *BODY_KEYS,
    *("id", "batch_id", "request_id", "object", "method", "url", "model", "created", "created_at", "processed_time"),
    *("response", "result", "modelOutput", "error", "status", "status_code", "code", "message", "type"),
}
"""Keys that may stand beside an error which is null, in a line of a batch."""

_SAMPLE_RECORDS = 50
_SAMPLE_BYTES = 2_000_000
_LONGEST_LINE = 20_000_000
"""Of which the first line is read as a whole."""


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
        return "Sheet", _WORKBOOK
    text = to_utf8(data[:_SAMPLE_BYTES])
    if not text.strip():
        return "Results", "an empty file, as some providers write when nothing failed"
    if data.startswith(b"PAR1"):
        return "Sheet", _PARQUET
    if looks_binary(text):
        return "Nothing", "neither text nor a workbook, so nothing to read here"
    if is_recipe(data):
        return "Nothing", "a saved recipe: load it on the Compose page"
    start = text[:400].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        if b"<td" in text.lower():
            return "Sheet", _WEB_TABLE
        return "Nothing", "a web page: the download probably failed, so download the file again"
    if start.startswith(b"version https://git-lfs"):
        return "Nothing", "only a Git LFS pointer to the real file: fetch that one"
    if start.startswith(",".join(MANIFEST_COLUMNS).encode()):
        return "Nothing", MANIFEST
    if start[:1] not in (b"{", b"[") and b"\n{" not in text[:100_000]:
        return _TABLE
    return _by_records(text) or _by_records(_first_line(data)) or _by_words(text)


_TABLE: tuple[Role, str] = ("Sheet", "a table of text")
_RECORDS: tuple[Role, str] = ("Sheet", "a list of JSON records")


def _first_line(data: bytes) -> bytes:
    """The whole first line, which with an image in it is longer than any sample."""
    text = to_utf8(data[:_LONGEST_LINE])
    return text[: text.find(b"\n") + 1 or None]


def _by_records(text: bytes) -> tuple[Role, str] | None:
    """The role most of the first records speak for; None if there are none."""
    lines = list(islice(read_lines(unwrapped(text)), _SAMPLE_RECORDS))
    records = [line.value for line in lines if isinstance(line.value, dict)]
    votes = Counter(told for record in records if (told := role_of_record(record)) or _is_row(record))
    starts_as_json = text.lstrip()[:1] in (b"{", b"[")
    if not starts_as_json and (votes.total() - votes[None]) * 2 < len(lines):  # a table may have JSON in its cells
        return _TABLE
    if most := votes.most_common(1):
        return most[0][0] or _RECORDS
    if len(records) == 1 and isinstance(records[0].get("error"), dict):
        return "Nothing", "the error message of a failed download: try it again"
    return _RECORDS if records else None


def _by_words(text: bytes) -> tuple[Role, str]:
    """The role of a text with no whole record, by what its beginning speaks of."""
    if not any(word in text[:10_000] for word in _words(*ID_KEYS)):
        return _TABLE
    if any(word in text for word in _words("response", "result", "modelOutput", "error")):
        return "Results", _BROKEN
    asked = any(word in text for word in _words(*BODY_KEYS)) or b'"custom_id"' in text  # no table says that
    return ("Requests", _BROKEN) if asked else _TABLE


def _words(*keys: str) -> list[bytes]:
    return [f'"{key}"'.encode() for key in keys]


def _has_id(record: dict[str, Any]) -> bool:
    return any(key in record for key in ID_KEYS)


def role_of_record(record: dict[str, Any]) -> tuple[Role, str] | None:
    """What one JSON object is a line of, by its keys and what they hold; None for a row of a table."""
    if not _has_id(record):
        why = _of_no_use(record)
        return ("Nothing", why) if why else None
    if _is_result(record):
        return "Results", "output or error lines of a batch"
    if any(isinstance(record.get(key), dict) for key in BODY_KEYS):
        return "Requests", "the requests of a batch"
    return None


def _of_no_use(record: dict[str, Any]) -> str:
    """What an object without an id is, if it has to do with batches; empty for a row of a table."""
    listed = record.get("data")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else record
    if first.get("object") == "batch":
        return "the status of a batch job: load its output and error files instead"
    response = record.get("response")
    if is_bare_answer(record) or (isinstance(response, dict) and is_bare_answer(response)):
        return "answers without a custom_id: nothing says which row each one belongs to"
    bare = "model" in record and ("messages" in record or "input" in record)
    return _BARE_BODIES if bare else ""


def _is_result(record: dict[str, Any]) -> bool:
    """Whether an object has a response, a result or an error of a batch's kind, be it null."""
    if any(isinstance(record.get(key), dict) for key in ("response", "result", "error", "modelOutput")):
        return True
    if _is_exported(record):
        return False
    body = record.get("body")
    empty = "response" in record and record["response"] is None
    failed = "error" in record and not isinstance(body, dict) and not _has_column_of_errors(record)
    return empty or failed or looks_like_answer(body) or is_bare_answer(record)


def _is_row(record: dict[str, Any]) -> bool:
    """Whether an object with an id is a row of a table; a line of a batch may lack what makes it one."""
    return _has_id(record) and _has_columns(record)


def _has_columns(record: dict[str, Any]) -> bool:
    """Whether an object has a cell of its own beside what a batch's lines have."""
    return any(key not in _ENVELOPE and not isinstance(value, (dict, list)) for key, value in record.items())


def _is_exported(record: dict[str, Any]) -> bool:
    """Whether an object is a row of a joined table, whose error is a column. Not every column need be exported."""
    bare = {key.removesuffix(SUFFIX): value for key, value in record.items()}
    return "answer" in bare or bare.get("state") in WORDS


def _has_column_of_errors(record: dict[str, Any]) -> bool:
    """Whether an object is a row of a table with an error column that is empty here, beside columns of its own."""
    return record["error"] in (None, "") and _has_columns(record)


def no_batch(upload: Upload) -> Unreadable | None:
    """Why a file cannot be a batch's input, not even one to mend; None if it may be one."""
    said = f"it is {upload.why}"
    if upload.why in (_WORKBOOK, _PARQUET, _WEB_TABLE):
        return unreadable("a-sheet", f"{said}, no batch file.", "Load it on the Compose page.", upload.name)
    if upload.role == "Nothing" and upload.why != _BARE_BODIES:
        return unreadable("no-batch", f"{said}.", "Load the batch's input file.", upload.name)
    return None


def read_upload(data: bytes, name: str) -> tuple[list[Upload], list[Unreadable]]:
    """Every file in an upload with its role, and what could not be unpacked."""
    uploads: list[Upload] = []
    try:
        for inner, inside in unpack(data, name):
            uploads.append(recognise(inside, inner))
    except Unreadable as problem:
        return uploads, [problem]
    return uploads, []
