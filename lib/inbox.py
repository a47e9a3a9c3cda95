"""What an uploaded file is: results, requests, a sheet, or nothing of use; told by its content.

Names lie: users save error lines as results, inputs as results, and sheets under any ending.
"""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from lzma import LZMAError
from pathlib import PurePath
from typing import Any, Literal, get_args
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib import jsonl
from lib.answer import looks_like_answer
from lib.package import MANIFEST_COLUMNS
from lib.problems import Unreadable, unreadable
from lib.sheet import is_workbook
from lib.textfile import looks_binary

Role = Literal["Results", "Requests", "Sheet", "Nothing"]
ROLES: tuple[Role, ...] = get_args(Role)

MOST_UNPACKED = 4_000_000_000
"""The most bytes that an archive may unpack to: more is refused as a bomb."""

_SAMPLE_RECORDS = 50
_SAMPLE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """One file, out of its archive, with what it was taken for and why."""

    name: str
    data: bytes
    role: Role
    why: str


def unpack(data: bytes, name: str, levels: int = 4) -> Iterator[tuple[str, bytes]]:
    """The files in an upload: itself, or what is inside if it is a zip or gzip (also one in the other).

    Args:
        levels: how many archives may be inside each other; more is refused as a bomb.

    Raises:
        Unreadable: a broken or protected archive, or one that unpacks to an absurd size.
    """
    zipped = data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(data)
    if not zipped and not data.startswith(b"\x1f\x8b"):
        yield name, data
    elif not levels:
        raise _bomb("it holds archives inside archives inside archives", name)
    elif zipped:
        yield from _unzip(data, name, levels - 1)
    else:
        inner = PurePath(name).stem if name.lower().endswith(".gz") else name
        yield from unpack(_gunzip(data, name), inner, levels - 1)


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            inside = file.read(MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        raise unreadable(
            "broken-archive", "the .gz file is damaged or incomplete.", "Download it again.", name
        ) from None
    return _bounded(inside, name)


def _bounded(inside: bytes, name: str) -> bytes:
    if len(inside) > MOST_UNPACKED:
        raise _bomb(_TOO_LARGE, name)
    return inside


_TOO_LARGE = f"it unpacks to more than {MOST_UNPACKED / 1e9:,.0f} GB"


def _bomb(why: str, name: str) -> Unreadable:
    hint = "Unpack it and load the files you need."
    return unreadable("archive-bomb", f"the archive is not opened: {why}.", hint, name)


def _unzip(data: bytes, name: str, levels: int) -> Iterator[tuple[str, bytes]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _system_file(entry)]
            if not entries:
                raise unreadable("empty-archive", "there is no file in the zip.", "Load the files themselves.", name)
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise _bomb(_TOO_LARGE, name)
            for entry in entries:
                yield from unpack(archive.read(entry), PurePath(entry.filename).name or name, levels)
    except NotImplementedError:
        hint = "Unpack it and load the files."
        raise unreadable("unknown-packing", "the zip is packed in a way that is not known here.", hint, name) from None
    except RuntimeError:
        hint = "Unpack it with its password and load the files."
        raise unreadable("password", "the zip is protected by a password.", hint, name) from None
    except (BadZipFile, LZMAError, OSError, EOFError, ValueError, zlib.error):
        raise unreadable("broken-archive", "the zip is damaged or incomplete.", "Download it again.", name) from None


def _system_file(entry: ZipInfo) -> bool:
    """Folders, and the files that macOS and Windows hide in every archive."""
    hidden = PurePath(entry.filename).name in (".DS_Store", "Thumbs.db", "desktop.ini")
    return hidden or entry.filename.endswith("/") or entry.filename.startswith("__MACOSX/")


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
    if looks_binary(text):
        return "Nothing", "neither text nor a workbook, so nothing to read here"
    start = text[:400].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
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
    if b'"custom_id"' in text[:10_000]:
        role = "Results" if b'"response"' in text or b'"error"' in text else "Requests"
        return role, "what looks like the lines of a batch file"
    if records:
        keys = ", ".join(islice(records[0], 5))
        return "Nothing", f"JSON, but neither requests nor results (its keys: {keys})"
    return _TABLE


def role_of_record(record: dict[str, Any]) -> tuple[Role, str] | None:
    """What one JSON object is a line of, by its keys."""
    if record.get("object") == "batch" and "custom_id" not in record:
        return "Nothing", "the status of a batch job: load its output and error files instead"
    if "custom_id" not in record and "key" not in record:
        if "messages" in record or "input" in record:
            return "Nothing", "request bodies without their envelope (custom_id, method, url)"
        return None
    if "response" in record or "result" in record or "error" in record or looks_like_answer(record.get("body")):
        return "Results", "output or error lines of a batch"
    if any(key in record for key in ("body", "params", "request")):
        return "Requests", "the requests of a batch"
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
