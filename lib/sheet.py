"""Spreadsheet bytes to a `Sheet`: named columns of text, each row with its number in the file.

Every cell is text and stays as it was written; nothing becomes a number, a date or `nan`.
What the reader did beyond copying (renamed headers, blank rows passed over, an encoding
guessed) is in the sheet's notes.
"""

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import count
from zipfile import BadZipFile, ZipFile

from lib.delimited import DELIMITERS, ONE_COLUMN, read_delimited
from lib.problems import Problem, counted, listed, unreadable
from lib.textfile import decode, looks_binary
from lib.workbook import open_workbook, read_worksheet, worksheets

_FORMAT = "1"
"""Part of every sheet's digest: changes when the same bytes would be read another way."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file; None leaves it to the reader to tell."""

    worksheet: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    """The row that names the columns, as the spreadsheet numbers it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: `cells[column][row]`, all columns of one length."""

    name: str
    columns: tuple[str, ...]
    cells: tuple[list[str], ...]
    numbers: list[int]
    """Each row's number as the spreadsheet shows it: the header in row 1 makes the first row 2."""

    digest: str
    """Of the file's bytes and the import options: the same digest is the same sheet."""

    said: str = ""
    """How it was read, in words: `UTF-8 text, separated by commas, header in row 1`."""

    options: ImportOptions = field(default_factory=ImportOptions)
    worksheets: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, at: int) -> list[str]:
        """The cells of one row, in the order of the columns."""
        return [column[at] for column in self.cells]


def read_sheet(data: bytes, name: str, options: ImportOptions | None = None) -> Sheet:
    """The sheet in a file's bytes; told by its content, whatever its name says.

    Raises:
        Unreadable: nothing in it can be used as a sheet; the problem says why and what to do.
    """
    options = options or ImportOptions()
    read = _read_workbook if is_workbook(data) else _read_text
    rows, said, tabs, used, problems = read(data, name, options)
    shaped = _shape(rows, used.header_row, name)
    return Sheet(
        name=name,
        columns=shaped.columns,
        cells=shaped.cells,
        numbers=shaped.numbers,
        digest=_digest(data, used),
        said=f"{said}, header in row {shaped.header_row}",
        options=used,
        worksheets=tabs,
        notes=(*problems, *shaped.notes),
    )


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook: an Office Open XML zip, or the older compound file.

    A zip is one by its list of files, not by bytes that happen to be in it: it may be a zip of
    answers with a workbook among them.
    """
    if not data.startswith(b"PK\x03\x04"):
        return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    if b"opendocument.spreadsheet" in data[:200]:
        return True
    try:
        names = ZipFile(io.BytesIO(data)).namelist()
    except (BadZipFile, NotImplementedError, OSError, ValueError):  # cut off: its start still tells
        return data[30:].startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/"))
    return any(name.replace("\\", "/").startswith("xl/workbook.") for name in names)


def _digest(data: bytes, options: ImportOptions) -> str:
    return sha256(data + repr((_FORMAT, asdict(options))).encode()).hexdigest()


_Read = tuple[list[list[str]], str, tuple[str, ...], ImportOptions, tuple[Problem, ...]]


def _read_workbook(data: bytes, name: str, options: ImportOptions) -> _Read:
    workbook = open_workbook(data, name)
    tabs = worksheets(workbook)
    wanted = [options.worksheet] if options.worksheet in tabs else tabs
    for tab in wanted:
        rows = read_worksheet(workbook, tab, name)
        if any(map(any, rows)):
            used = ImportOptions(tab, None, options.header_row)
            return rows, f'Worksheet "{tab}"', tuple(tabs), used, ()
    which = f'the worksheet "{wanted[0]}" has' if len(wanted) == 1 else "the workbook's worksheets have"
    raise unreadable("no-cells", f"{which} no filled cell.", "Choose another worksheet or file.", name)


def _read_text(data: bytes, name: str, options: ImportOptions) -> _Read:
    if looks_binary(data):
        raise unreadable(
            "not-a-sheet",
            "this is not a spreadsheet that can be read here.",
            "Save the sheet as CSV or XLSX and load that file.",
            name,
        )
    text = decode(data)
    if not text.text.strip():
        raise unreadable("empty-file", "the file is empty.", "Save the sheet again and load that file.", name)
    _refuse_lookalikes(text.text, name)
    prefer = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    table = read_delimited(text.text, options.delimiter, prefer)
    parted = DELIMITERS.get(table.delimiter, repr(table.delimiter))
    separated = "one column" if table.delimiter == ONE_COLUMN else f"separated by {parted}"
    said = f"{'Probably ' if text.probably else ''}{text.encoding} text, {separated}"
    used = ImportOptions(None, options.delimiter, options.header_row)
    return table.rows, said, (), used, (*_guessed(text.encoding, text.probably), *table.problems)


def _refuse_lookalikes(text: str, name: str) -> None:
    """Files that failed downloads leave behind: a web page, or a pointer to the real file."""
    start = text[:400].lstrip().lower()
    if start.startswith(("<!doctype html", "<html")):
        hint = (
            "The download probably gave an error or sign-in page: open it in a browser, then download the file again."
        )
        raise unreadable("web-page", "this is a web page, not a spreadsheet.", hint, name)
    if start.startswith("version https://git-lfs"):
        hint = "Fetch the real file (git lfs pull) and load that."
        raise unreadable("lfs-pointer", "this is only a Git LFS pointer to the real file.", hint, name)


def _guessed(encoding: str, probably: bool) -> tuple[Problem, ...]:
    if not probably:
        return ()
    message = f"the text does not say how its letters are encoded; {encoding} is the likeliest."
    hint = "If letters look wrong in the preview, save the file as CSV UTF-8 in Excel and load that."
    return (Problem("probable-encoding", message, hint),)


@dataclass(frozen=True, slots=True)
class _Shaped:
    columns: tuple[str, ...]
    cells: tuple[list[str], ...]
    numbers: list[int]
    header_row: int
    notes: tuple[Problem, ...]


def _shape(rows: list[list[str]], header_row: int | None, name: str) -> _Shaped:
    """Rows of uneven width to named columns; what was done is noted."""
    header_at = _header_at(rows, header_row)
    header, body = rows[header_at], rows[header_at + 1 :]
    numbers = [header_at + 2 + at for at, row in enumerate(body) if not _blank(row)]
    if not numbers:
        raise unreadable(
            "header-only",
            f"there is no row under the header in row {header_at + 1}.",
            "The first filled row names the columns: add one above the data, or load the sheet that has rows.",
            name,
        )
    kept = body if len(numbers) == len(body) else [row for row in body if not _blank(row)]
    blank = len(range(header_at + 2, numbers[-1] + 1)) - len(numbers)
    width = max(_width(header), _widest(kept, _width(header)))
    columns, renamed = _names((header + [""] * width)[:width])
    cells, ragged = _columns(kept, numbers, width, _width(header))
    return _Shaped(columns, cells, numbers, header_at + 1, (*renamed, *ragged, *_blank_rows(blank)))


def _header_at(rows: list[list[str]], header_row: int | None) -> int:
    """The index of the row that names the columns: the one asked for, else the first that is not blank."""
    if header_row and 0 < header_row <= len(rows):
        return header_row - 1
    return next((at for at, row in enumerate(rows) if not _blank(row)), 0)


def _blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _width(row: Sequence[str]) -> int:
    """How many cells a row has up to its last filled one."""
    return next((at + 1 for at in range(len(row) - 1, -1, -1) if row[at]), 0)


def _widest(rows: list[list[str]], least: int) -> int:
    return max((_width(row) for row in rows if len(row) > least), default=0)


def _columns(
    rows: list[list[str]], numbers: list[int], width: int, named: int
) -> tuple[tuple[list[str], ...], list[Problem]]:
    """The rows turned into columns of one length; rows wider than the header are noted."""
    notes = []
    if {len(row) for row in rows} != {width}:
        longer = [number for number, row in zip(numbers, rows, strict=True) if _width(row) > named]
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
        if longer:
            which = f"{'row' if len(longer) == 1 else 'rows'} {listed(longer)}"
            message = f"{counted(len(longer), 'row')} wider than the header: {which}."
            hint = "The cells to the right have columns of their own; check that the quotes in the file are right."
            notes.append(Problem("ragged", message, hint))
    return tuple(map(list, zip(*rows, strict=True))), notes


def _names(header: Sequence[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """Unique, non-blank column names; each one that had to be made up is noted."""
    names: dict[str, None] = {}
    notes = []
    taken = set(header)
    again: dict[str, count[int]] = defaultdict(lambda: count(2))
    for at, given in enumerate(header):
        name = given if given.strip() else f"Column {at + 1}"
        if name in names or (name != given and name in taken):
            name = next(new for n in again[name] if (new := f"{name} ({n})") not in taken and new not in names)
        if name != given:
            was = f'is a second "{given}"' if given.strip() else "has no name"
            message = f'column {at + 1} {was} in the header; it is called "{name}" here.'
            notes.append(Problem("renamed-column", message, "Name it in the sheet if that matters.", column=name))
        names[name] = None
    return tuple(names), notes


def _blank_rows(blank: int) -> list[Problem]:
    if not blank:
        return []
    message = f"{counted(blank, 'row')} with nothing in {'it' if blank == 1 else 'them'} passed over."
    return [Problem("blank-rows", message)]
