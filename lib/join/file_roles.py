"""What an uploaded file is: results, requests, a sheet, an earlier export, or nothing to use. Only its content counts.

Names mislead: users save error lines as results, inputs as results, and sheets under any ending.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Literal, get_args

from lib.batch.bundle import MANIFEST_COLUMNS
from lib.common import Unreadable, unreadable
from lib.common.archives import unpack
from lib.common.encodings import is_binary
from lib.common.memory_budget import memory_for, memory_problem
from lib.common.memory_need import CHECKED_RECORD, memory_of_lines
from lib.common.workbook_files import is_workbook
from lib.compose.recipe_file import is_recipe
from lib.compose.replication import is_replication
from lib.json import read_lines, to_utf8
from lib.json.line_id import ID_KEYS
from lib.json.line_kind import BODY_KEYS, RESULT_KEYS, LineKind, common_kind, line_kind
from lib.json.wrapper import unwrapped
from lib.sheets.parquet import is_arrow_data
from lib.sheets.web_page import is_web_page

Role = Literal["Results", "Requests", "Sheet", "Export", "Nothing"]
ROLES: tuple[Role, ...] = get_args(Role)


class FileKind(Enum):
    """What a file's content is recognised as: the role that follows from it, and a description for the user."""

    WORKBOOK = "Sheet", "a workbook"
    PARQUET = "Sheet", "a Parquet or Arrow table"
    WEB_TABLE = "Sheet", "a table in a web page"
    TABLE = "Sheet", "a CSV or other text table"
    RECORDS = "Sheet", "a list of JSON records"
    EXPORT = "Export", "a table exported from Results"
    RESULTS = "Results", "output or error lines of a batch"
    EMPTY = "Results", "an empty file, as some providers write when nothing failed"
    BROKEN_RESULTS = "Results", "damaged lines of a batch's output or error file"
    REQUESTS = "Requests", "the requests of a batch"
    BROKEN_REQUESTS = "Requests", "damaged lines of a batch's input file"
    BARE_BODIES = "Nothing", "request bodies without their envelope (custom_id, method, url)"
    ANSWERS_BESIDE_REQUESTS = "Results", "answers without a custom_id, which the requests beside them can match to rows"
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


_KINDS: Mapping[LineKind, FileKind] = {
    "request": FileKind.REQUESTS,
    "result": FileKind.RESULTS,
    "answer-beside-request": FileKind.ANSWERS_BESIDE_REQUESTS,
    "answer-without-id": FileKind.BARE_ANSWERS,
    "bare-body": FileKind.BARE_BODIES,
    "batch-status": FileKind.BATCH_STATUS,
    "error-message": FileKind.FAILED_DOWNLOAD,
    "row": FileKind.RECORDS,
}

_SAMPLE_RECORDS = 50
_SAMPLE_BYTES = 2_000_000
_SAMPLE_PAGE = 200_000
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
        with memory_for(0, name):
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
        return unreadable(
            "no-batch", f"this is {kind.description}.", "Load the file with the requests for the provider.", upload.name
        )
    return memory_problem(memory_of_lines(upload.data, CHECKED_RECORD), upload.name)


def recognise_file(data: bytes) -> FileKind:
    """What a file is, by the bytes it starts with, else by most of its first records."""
    if is_workbook(data):
        return FileKind.WORKBOOK
    text = to_utf8(data[:_SAMPLE_BYTES])
    if not text.strip():
        return FileKind.EMPTY
    if is_arrow_data(data):
        return FileKind.PARQUET
    if is_binary(text):
        return FileKind.BINARY
    if is_recipe(data) or is_replication(data):
        return FileKind.RECIPE
    return _by_start(text) or _by_records(text) or _by_records(_first_line(data)) or _by_words(text)


def _by_start(text: bytes) -> FileKind | None:
    """The kind of a text that does not start with JSON; None for one that may hold records."""
    start = text[:400].lstrip().lower()
    if start.startswith(b"<") and is_web_page(text[:_SAMPLE_PAGE].decode("utf-8", "replace")):
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
    starts_as_json = text.lstrip()[:1] in (b"{", b"[")
    if not starts_as_json and sum(line_kind(record) != "row" for record in records) * 2 < len(lines):
        return FileKind.TABLE  # a table may have JSON in its cells
    if kind := common_kind(records):
        return _KINDS[kind]
    return FileKind.RECORDS if records else None


def _by_words(text: bytes) -> FileKind:
    """The kind of a text without one whole record, by the keys near its start."""
    if not any(key in text[:10_000] for key in _quoted(*ID_KEYS)):
        return FileKind.TABLE
    if any(key in text for key in _quoted(*RESULT_KEYS)):
        return FileKind.BROKEN_RESULTS
    is_request = any(key in text for key in _quoted(*BODY_KEYS, "custom_id"))  # no table has these keys
    return FileKind.BROKEN_REQUESTS if is_request else FileKind.TABLE


def _quoted(*keys: str) -> list[bytes]:
    return [f'"{key}"'.encode() for key in keys]
