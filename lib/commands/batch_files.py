"""The files of a batch (results, requests, sheets), each read in the role that its content gives it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from lib.batch import InputFile, read_requests
from lib.commands.terminal import progress
from lib.common import Problem
from lib.export.how_made import SourceFile
from lib.join import read_upload
from lib.join.file_roles import FileKind, Upload
from lib.results import Results, read_results
from lib.sheets import Sheet, read_sheet

_QUIET = (FileKind.MANIFEST, FileKind.RECIPE)
"""Kinds of files that belong beside a batch and that the join does not need."""


@dataclass(slots=True)
class BatchFiles:
    """The contents of the files of a batch, in the order in which they were named."""

    results: list[Results] = field(default_factory=list)
    sent: list[InputFile] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    """Every file that is used."""

    unused: list[Problem] = field(default_factory=list)
    """Files that a person would expect to be used."""

    def _add(self, upload: Upload, role: str) -> str:
        """Reads a file, and gives the role that it turned out to have."""
        with progress(f"Reading {upload.name}") as tick:
            if role == "Results":
                self.results.append(read_results(upload.data, upload.name, tick))
            elif role == "Requests":
                self.sent.append(read_requests(upload.data, upload.name))
            elif role == "Sheet":
                return self._add_sheet(read_sheet(upload.data, upload.name))
            elif upload.kind not in _QUIET:
                message = f"the file is not used: it is {upload.kind.description}."
                self.unused.append(Problem("not-used", message, severity="ask", file=upload.name))
        return role

    def _add_sheet(self, sheet: Sheet) -> str:
        """Keeps a sheet; no answer is matched to the rows of an earlier export."""
        if sheet.is_export:
            return "Export"
        self.sheets.append(sheet)
        return "Sheet"


def read_batch_files(paths: Iterable[Path], chosen_sheet: Path | None) -> BatchFiles:
    """The contents of some files, unpacked; of files with the same bytes, only the first is read.

    Args:
        chosen_sheet: the sheet, whatever its content looks like; the other sheets are left aside.

    Raises:
        Unreadable: a file cannot be read in its role.
    """
    files, known = BatchFiles(), set()
    if chosen_sheet is not None:
        data = chosen_sheet.read_bytes()
        known.add(sha256(data).hexdigest())
        files.sheets.append(read_sheet(data, chosen_sheet.name))
        files.sources.append(SourceFile(chosen_sheet.name, "Sheet", *known))
    for upload in _uploads(paths):
        digest = sha256(upload.data).hexdigest()
        if digest in known or (chosen_sheet is not None and upload.kind.role == "Sheet"):
            continue
        known.add(digest)
        role = files._add(upload, upload.kind.role)
        if role != "Nothing":
            files.sources.append(SourceFile(upload.name, role, digest))
    return files


def _uploads(paths: Iterable[Path]) -> Iterator[Upload]:
    for path in paths:
        uploads, problems = read_upload(path.read_bytes(), path.name)
        if problems:
            raise problems[0]
        yield from uploads
