"""Spreadsheet bytes to a `Sheet`: named columns of text, each row with its number in the file.

Every cell is text and stays as it was written; nothing becomes a number, a date or `nan`.
What a file is, is told by its content, whatever its name says. What the readers did beyond
copying (an encoding guessed, a header renamed, blank rows passed over) is in the sheet's notes.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

from lib.common import Problem, unreadable
from lib.common.archives import is_workbook, unpack
from lib.common.byte_search import has_controls
from lib.common.encodings import DecodedText, decode, is_binary, sample_words
from lib.common.memory import gc_paused
from lib.common.phrasing import counted
from lib.sheets.delimited import DELIMITERS, ONE_COLUMN, line_ends, read_delimited
from lib.sheets.header import name_columns
from lib.sheets.html_table import read_html_table
from lib.sheets.json_records import read_json_records
from lib.sheets.parquet import read_parquet
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.workbook import read_workbook

_FORMAT = "4"
"""Part of every sheet's digest: changes when the same bytes would be read another way."""


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

    description: str = ""
    """How it was read, in words: `UTF-8 text, separated by commas, header in row 1`."""

    options: ImportOptions = field(default_factory=ImportOptions)
    """How it was read, as values: what was asked for, and what was told where nothing was."""

    worksheets: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The worksheets that are hidden in the workbook."""

    notes: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[str]:
        """The texts of a column, one a row.

        Raises:
            ValueError: the sheet has no column of that name.
        """
        return self.cells[self.columns.index(name)]

    def row(self, index: int) -> list[str]:
        """The cells of one row, in the order of the columns."""
        return [column[index] for column in self.cells]

    def single_row(self, index: int) -> "Sheet":
        """A sheet of that row alone, which keeps its number and so its id."""
        return replace(self, cells=tuple([column[index]] for column in self.cells), numbers=[self.numbers[index]])


def read_sheet(data: bytes, name: str, options: ImportOptions | None = None) -> Sheet:
    """The sheet in a file's bytes, which may be packed (gzip, or alone in a zip).

    Raises:
        Unreadable: nothing in it can be used as a sheet; the problem says why and what to do.
    """
    data, inner = _unpacked(data, name)
    with gc_paused():
        grid = _read(data, inner, options or ImportOptions())
        shaped = name_columns(grid, name)
    used = replace(grid.options, header_row=shaped.header_row)
    named = "" if grid.records else f", header in row {shaped.header_row}" if shaped.header_row else ", no header"
    return Sheet(
        name=name,
        columns=shaped.columns,
        cells=shaped.cells,
        numbers=shaped.numbers,
        digest=_digest(data, used),
        description=f"{grid.description}{named}",
        options=used,
        worksheets=grid.worksheets,
        hidden=grid.hidden,
        notes=(
            *_not_there(options or ImportOptions(), used, grid.worksheets),
            *grid.notes,
            *shaped.notes,
            *(_control_characters(shaped.cells) if grid.controls else ()),
        ),
    )


def _not_there(asked: ImportOptions, used: ImportOptions, worksheets: Sequence[str]) -> Iterator[Problem]:
    """What was chosen about the file, by a recipe most often, and is not in this one."""
    hint = "Choose the right one under Import options."
    if asked.worksheet and worksheets and asked.worksheet not in worksheets:
        said = f'there is no worksheet "{asked.worksheet}", as the settings say; "{used.worksheet}" is read.'
        yield Problem("other-worksheet", said, hint, "ask")
    if asked.header_row is not None and used.header_row != asked.header_row:
        said = (
            f"there is no row {asked.header_row} to name the columns, as the settings say; row {used.header_row} does."
        )
        yield Problem("other-header", said, hint, "ask")


def _digest(data: bytes, options: ImportOptions) -> str:
    digest = sha256(data)
    digest.update(repr((_FORMAT, asdict(options))).encode())
    return digest.hexdigest()


def _unpacked(data: bytes, name: str) -> tuple[bytes, str]:
    """The one file in an archive; any other file is itself."""
    files = list(unpack(data, name))
    if len(files) > 1:
        names = ", ".join(inner for inner, _ in files[:5])
        hint = "Unpack the archive and load the one you want."
        raise unreadable("several-files", f"there are {len(files)} files in the archive ({names}).", hint, name)
    inner, inside = files[0]
    return inside, inner


def _read(data: bytes, name: str, options: ImportOptions) -> RawTable:
    """The file's rows, by the reader for what it is."""
    if not (data[:1000].strip() or data.strip()):
        raise _empty(name)
    if is_workbook(data):
        return read_workbook(data, name, options)
    if data.startswith(b"PAR1"):
        return read_parquet(data, name)
    if is_binary(data):
        raise unreadable(
            "not-a-sheet",
            "this is not a spreadsheet that can be read here.",
            "Save the sheet as CSV or XLSX and load that file.",
            name,
        )
    return _read_text(data, name, options)


def _empty(name: str) -> Exception:
    return unreadable("empty-file", "the file is empty.", "Save the sheet again and load that file.", name)


def _read_text(data: bytes, name: str, options: ImportOptions) -> RawTable:
    text = decode(data, options.encoding)
    start = text.text[:1000].lstrip().lower()
    if not start and not text.text.strip():
        raise _empty(name)
    for opening, read in _TEXT_FORMATS:
        if start.startswith(opening) and options.delimiter is None:
            grid = read(text, name)
            if grid is not None:
                return replace(grid, options=replace(options, encoding=text.codec))
    return _delimited(data, text, name, options)


def _delimited(data: bytes, text: DecodedText, name: str, options: ImportOptions) -> RawTable:
    prefer = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    utf8 = _without_marks(data) if text.codec == "utf-8" and not text.replaced else b""
    table = read_delimited(text.text, options.delimiter, options.quotes, prefer, utf8)
    parted = DELIMITERS.get(table.delimiter, repr(table.delimiter))
    separated = "one column" if table.delimiter == ONE_COLUMN else f"separated by {parted}"
    quotes = "" if table.quotes else ", quotation marks are text"
    ends = f", {said}" if (said := line_ends(text.text, table.quotes)) else ""
    said = f"{'Probably ' if text.probably else ''}{text.encoding} text, {separated}{quotes}{ends}"
    used = replace(options, encoding=text.codec, delimiter=table.delimiter, quotes=table.quotes)
    return RawTable(
        table.rows, said, used, notes=(*_about_encoding(text), *table.problems), controls=has_controls(data)
    )


def _without_marks(data: bytes) -> bytes:
    """The bytes without the byte order mark, which careless joining leaves there twice."""
    while data.startswith(BOM_UTF8):
        data = data[len(BOM_UTF8) :]
    return data


def _json(text: DecodedText, name: str) -> RawTable | None:
    """Records, if the text is JSON at all; a table may start with a bracket too."""
    return read_json_records(text.text.encode("utf-8", "replace"), name)


def _html(text: DecodedText, name: str) -> RawTable | None:
    rows, others = read_html_table(text.text)
    if not rows:
        hint = "The download probably gave an error or sign-in page: open it in a browser, then download it again."
        raise unreadable("web-page", "this is a web page without a table, not a spreadsheet.", hint, name)
    notes = (
        [Problem("other-tables", _other_tables(others), "Save them as sheets of their own.", "ask")] if others else []
    )
    return RawTable(rows, f"A table in a web page, {text.encoding}", notes=tuple(notes))


def _other_tables(rows: Sequence[int]) -> str:
    one = len(rows) == 1
    said = f"{counted(sum(rows), 'row')} of {counted(len(rows), 'other table')} of the page"
    return f"{said} {'is' if one and sum(rows) == 1 else 'are'} not read: only the largest table is."


def _xml(text: DecodedText, name: str) -> RawTable | None:
    if "<html" in text.text[:2000].lower():
        return _html(text, name)
    hint = "Open it in Excel, save it as .xlsx and load that."
    raise unreadable("xml", "this is an XML file, not a spreadsheet that can be read here.", hint, name)


def _other(text: DecodedText, name: str) -> RawTable | None:
    hint = "Open it in Excel, save it as .xlsx and load that."
    raise unreadable("other-format", "this is a web archive or a SYLK file, which are not read here.", hint, name)


def _lfs_pointer(text: DecodedText, name: str) -> RawTable | None:
    hint = "Fetch the real file (git lfs pull) and load that."
    raise unreadable("lfs-pointer", "this is only a Git LFS pointer to the real file.", hint, name)


_TEXT_FORMATS: tuple[tuple[tuple[str, ...], Callable[[DecodedText, str], RawTable | None]], ...] = (
    (("{", "["), _json),
    (("<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<body"), _html),
    (("<?xml",), _xml),
    (("mime-version:", "id;pwxl;", "id;pcalc"), _other),
    (("version https://git-lfs",), _lfs_pointer),
)
"""How text that is no delimited table begins, and who reads it."""


def _about_encoding(text: DecodedText) -> list[Problem]:
    """What is uncertain about the letters, with a few words to look at."""
    notes = []
    if text.replaced:
        message = f"{counted(text.replaced, 'character')} that cannot be {text.encoding}, shown as \ufffd."
        notes.append(Problem("undecodable", message, "Choose another encoding, or save the file again.", "ask"))
    if text.probably and (words := sample_words(text.text)):
        message = f"the file does not say how its letters are encoded; {text.encoding} is the likeliest."
        hint = f"Do these look right: {', '.join(words)}? If not, choose another encoding."
        notes.append(Problem("probable-encoding", message, hint, "ask"))
    return notes


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def _control_characters(cells: tuple[list[str], ...]) -> list[Problem]:
    """A note of cells with NUL or other control characters, which are kept."""
    found = [column for column in cells if _CONTROL.search("\n".join(column))]
    count = sum(_CONTROL.search(cell) is not None for column in found for cell in column)
    if not count:
        return []
    message = f"{counted(count, 'cell')} with control characters, which are kept and sent."
    return [Problem("control-characters", message, "Clean the cells if they came from a damaged export.", "ask")]
