"""A desk as a `.zip`, and back: the files byte for byte, a list for people, and `desk.json` for Batchdesk.

It holds no key and no address: a desk has none.
"""

import csv
import io
import json
import zlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lib.batch.bundle import stem_of
from lib.common import unreadable
from lib.common.archives import max_unpacked
from lib.common.phrasing import counted
from lib.desk.desk import Desk, DeskFile
from lib.desk.desk_entries import entry_of, file_of, mark_entry, marks_of

_INDEX, _LIST, _SETTINGS = "desk.json", "contents.csv", "settings.json"
_KIND, _VERSION = "batchdesk-desk", 2
_START = b"PK\x03\x04"
_DAMAGES = (BadZipFile, ValueError, KeyError, TypeError, OSError, RuntimeError, zlib.error)
_ABOUT = {
    "Sheet": "the sheet on Compose",
    "Results": "a file on Results",
    "Second run": "a file of a second run on Results",
    "Check": "a file on Check",
    "Batch": "a batch that was downloaded from Compose",
    "Aside on Compose": "a file on Compose that belongs on another page",
    "Aside on Check": "a file on Check that belongs on another page",
}


def write_desk(desk: Desk, saved: str) -> bytes:
    """The desk as a zip.

    Args:
        saved: the date and time of saving, for people.
    """
    paths = [_path(number, file) for number, file in enumerate(desk.files, 1)]
    index = {
        "kind": _KIND,
        "version": _VERSION,
        "saved": saved,
        "files": [entry_of(path, file) for path, file in zip(paths, desk.files, strict=True)],
        "choices": dict(desk.choices),
        "marks": [mark_entry(key, mark) for key, mark in desk.marks.items()],
    }
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        _add(archive, _INDEX, json.dumps(index, indent=1).encode())
        _add(archive, _LIST, _contents(desk, paths))
        if desk.settings:
            _add(archive, _SETTINGS, desk.settings)
        for path, file in zip(paths, desk.files, strict=True):
            _add(archive, path, file.data)
    return out.getvalue()


def is_desk(data: bytes) -> bool:
    """Whether a file is a saved desk: the name of a zip's first entry decides."""
    return data.startswith(_START) and data[30 : 30 + len(_INDEX)] == _INDEX.encode()


def read_desk(data: bytes, name: str) -> Desk:
    """The desk in a file. What is damaged is left out and named in `problems`.

    Raises:
        Unreadable: the file is damaged as a whole, or a later version of Batchdesk saved it.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > max_unpacked(len(data)):
                raise unreadable("archive-bomb", "it unpacks to too many bytes.", "Save the desk again.", name)
            return _desk(archive, _index(archive, name))
    except _DAMAGES:
        message = "this saved desk is damaged."
        raise unreadable("broken-desk", message, "Unpack it as a zip and load the files inside.", name) from None


def _add(archive: ZipFile, path: str, data: bytes) -> None:
    archive.writestr(ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0)), data, ZIP_DEFLATED)


def _path(number: int, file: DeskFile) -> str:
    """`results/02_output.jsonl`: unique, and safe in any file system."""
    ending = PurePath(file.name.replace("\\", "/")).suffix[:12]
    safe = ending if ending[1:].isalnum() and ending.isascii() else ""
    return f"{file.place.lower().replace(' ', '_')}/{number:02d}_{stem_of(file.name)}{safe}"


def _contents(desk: Desk, paths: list[str]) -> bytes:
    """The list for people, as a table that Excel opens."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["file", "bytes", "what it is", "name"])
    for path, file in zip(paths, desk.files, strict=True):
        table.writerow([path, len(file.data), _ABOUT[file.place], file.name])
    if desk.settings:
        table.writerow([_SETTINGS, len(desk.settings), "the settings of Compose", ""])
    table.writerow([_INDEX, "", f"for Batchdesk: {counted(len(desk.marks), 'mark')}, and how each file is read", ""])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _index(archive: ZipFile, name: str) -> dict[str, Any]:
    index = json.loads(archive.read(_INDEX))
    if not isinstance(index, dict) or index.get("kind") != _KIND:
        raise ValueError
    if index.get("version") not in range(1, _VERSION + 1):
        message = "a later version of Batchdesk saved this desk."
        raise unreadable("later-desk", message, "Open it with that version, or unpack it and load the files.", name)
    return index


def _desk(archive: ZipFile, index: Mapping[str, Any]) -> Desk:
    files, problems = [], []
    for entry in index.get("files", []):
        try:
            file = file_of(entry, archive.read(entry["path"]))
        except _DAMAGES:
            problems.append(f"{_name_of(entry)} is damaged, so it is not here.")
        else:
            files.append(file)
    marks, lost = marks_of(index.get("marks", []))
    if lost:
        problems.append(
            f"{counted(lost, 'mark is', 'marks are')} damaged, so {'it is' if lost == 1 else 'they are'} not here."
        )
    settings = b""
    try:
        settings = archive.read(_SETTINGS) if _SETTINGS in archive.namelist() else b""
    except _DAMAGES:
        problems.append("The settings are damaged, so they are not here.")
    choices = dict(index.get("choices" if index["version"] > 1 else "matching", {}))
    return Desk(tuple(files), settings, marks, choices, tuple(problems))


def _name_of(entry: object) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return str(name) if name else "A file"
