"""Rows of a file to named columns: which row is the header, and what is above, beside and between.

Nothing is dropped in silence: title rows, blank rows, rows wider than the header and made-up
names are all noted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count, islice

from lib.common import Problem, unreadable
from lib.common.phrasing import counted, listed_rows
from lib.sheets.raw_table import RawTable

MOST_ROWS = 2_000_000
"""The most rows of a sheet: twice what Excel holds."""

_SAMPLE_ROWS = 50
_MOST_RENAMED = 5
"""Beyond this many, one note speaks for all."""

MOST_PLACES = 60_000_000
"""The most cells, empty ones included, that a sheet may have."""

_LONG = 120
"""Characters beyond which a cell is text rather than a name."""


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Named columns of one length, and the number of each row."""

    columns: tuple[str, ...]
    cells: tuple[list[str], ...]
    numbers: list[int]
    header_row: int
    """The row the names are from; 0 if they are made up."""

    notes: tuple[Problem, ...]


def name_columns(grid: RawTable, name: str) -> NamedColumns:
    """The grid's rows under their column names.

    Raises:
        Unreadable: there is no row under the header.
    """
    header_row = 1 if grid.records else _header_row(grid)
    header = grid.rows[header_row - 1] if header_row and grid.rows else []
    body = grid.rows[header_row:]
    offset = 1 if grid.records else header_row + 1
    filled = [(row and row[0] and not row[0].isspace()) or not _blank(row) for row in body]
    numbers = [number for number, kept in enumerate(filled, offset) if kept]
    if not numbers:
        raise _header_only(header_row, name)
    if len(numbers) > MOST_ROWS:
        hint = "Split it into several files and load one at a time."
        raise unreadable(
            "too-many-rows", f"the sheet has {len(numbers):,} rows; {MOST_ROWS:,} can be loaded.", hint, name
        )
    kept = body if len(numbers) == len(body) else list(compress(body, filled))
    named = _width(header)
    width = max(named, _widest(kept, named))
    if width * len(kept) > MOST_PLACES:
        raise _too_wide(kept, numbers, width, name)
    columns, renamed = _names((header + [""] * width)[:width], noted=header_row > 0)
    short = _short_rows(grid, kept, numbers, named)
    lacking = header_row > 0 and len(header) < width
    cells, ragged = _columns(kept, numbers, width, named if header_row else width, lacking=lacking)
    blank = numbers[-1] - offset + 1 - len(numbers)
    above = _above(grid.rows, header_row)
    offered = _offer_no_header(grid, header_row, kept)
    return NamedColumns(
        columns, cells, numbers, header_row, (*above, *offered, *renamed, *ragged, *short, *_blank_rows(blank))
    )


def _too_wide(rows: list[list[str]], numbers: list[int], width: int, name: str) -> Exception:
    widest = next((number for number, row in zip(numbers, rows, strict=True) if _width(row) == width), 1)
    message = f"with {counted(len(rows), 'row')} and {counted(width, 'column')} it is too large to be read here."
    hint = f"Row {widest} is the widest: if a cell stands far to the right there, clear it and save the sheet again."
    return unreadable("too-large", message, hint, name)


def _header_only(header_row: int, name: str) -> Exception:
    return unreadable(
        "header-only",
        f"there is no row under the header in row {header_row}." if header_row else "there is no row with text.",
        "The first filled row names the columns: add one above the data, or load the sheet that has rows.",
        name,
    )


def _header_row(grid: RawTable) -> int:
    """The row that names the columns: the one asked for, else the first filled one that is no title.

    A title above a table fills one cell; in a workbook, where no stray delimiter can make a row
    look wide, it may fill up to a third of the usual.
    """
    rows, asked = grid.rows, grid.options.header_row
    if asked is not None and 0 <= asked <= len(rows):
        return asked
    filled = list(
        islice(((at, sum(map(_filled, row))) for at, row in enumerate(rows) if not _blank(row)), _SAMPLE_ROWS)
    )
    if not filled:
        return 1
    usual = Counter(cells for _, cells in filled[len(filled) // 3 :]).most_common(1)[0][0]
    most = max(1, usual // 3) if grid.options.worksheet is not None else 1
    for at, cells in filled[:20]:
        apart = at + 1 < len(rows) and (_blank(rows[at + 1]) or _title_of_two(grid, at))
        if cells > most or usual < 2 or (usual == 2 and not apart):
            return at + 1
    return filled[0][0] + 1


def _title_of_two(grid: RawTable, at: int) -> bool:
    """Whether a line of several words, without a delimiter, stands above a table of two columns and their names."""
    title, *table = grid.rows[at : at + _SAMPLE_ROWS]
    if grid.options.delimiter is None or len(title) > 1 or len(title[0].split()) < 2 or len(table) < 3:
        return False
    names, *body = table
    even = all(len(row) == 2 and all(map(_filled, row)) for row in table)
    return even and not _like_data(names, body) and max(map(len, names)) < _SHORT


_SHORT = 40
"""Characters that a name rarely has more of."""


def _filled(cell: str) -> bool:
    return bool(cell) and not cell.isspace()


def _blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _above(rows: list[list[str]], header_row: int) -> list[Problem]:
    """A note of the filled rows above the header, which are not sent."""
    above = [at + 1 for at, row in enumerate(rows[: max(0, header_row - 1)]) if not _blank(row)]
    if not above:
        return []
    are = "is" if len(above) == 1 else "are"
    message = f"the columns are named by row {header_row}; {listed_rows(above)} above it {are} not used."
    return [Problem("above-header", message, "Choose another header row if that is wrong.", "ask")]


def _offer_no_header(grid: RawTable, header_row: int, body: list[list[str]]) -> list[Problem]:
    """A question, if the header looks like one more row of data."""
    if grid.records or header_row == 0 or grid.options.header_row is not None:
        return []
    header = [cell for cell in grid.rows[header_row - 1] if _filled(cell)]
    sample = body[:_SAMPLE_ROWS]
    if not (_like_data(header, sample) or _as_below(grid.rows[header_row - 1], sample)):
        return []
    message = "this row names the columns, yet it looks like data."
    hint = "If the sheet has no header, set the header row to 0 under Import options, so that this row is sent too."
    return [Problem("no-header", message, hint, "ask", row=header_row)]


def _like_data(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether names are numbers, long texts, or stand again among the rows."""
    if any(len(cell) > _LONG for cell in header):
        return True
    numbers = sum(cell.replace(".", "", 1).replace("-", "", 1).strip().isdigit() for cell in header)
    cells = {cell for row in body for cell in row}
    again = sum(cell in cells for cell in header)
    some = again > 0 and any(len(cell) > _SHORT for cell in header)  # a label that stands again, beside a text
    return numbers * 2 >= len(header) > 0 or again * 2 > len(header) > 1 or some


def _as_below(names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a name is of the kind that all cells below it are: a question above questions, a date above dates."""
    for at, name in enumerate(names):
        kinds = [_kind(row[at]) for row in body if at < len(row) and _filled(row[at])]
        seen = {_kind(name), *kinds}
        alone = len(names) == 1 and seen == {"question", "sentence"}  # a list of prompts has both
        if len(kinds) > 1 and (alone or (len(seen) == 1 and "" not in seen)):
            return True
    return False


def _kind(cell: str) -> str:
    """What kind of data a cell is by its looks; empty if it may be anything."""
    cell = cell.strip()
    if cell.endswith("?") and " " in cell:
        return "question"
    if cell.endswith((".", "!")) and cell.count(" ") > 1:
        return "sentence"
    if _DATE.fullmatch(cell) or _ADDRESS.fullmatch(cell):
        return "date" if cell[:1].isdigit() else "address"
    numbered = _NUMBERED.fullmatch(cell)
    return f"{numbered[1]}1" if numbered else ""


_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_ADDRESS = re.compile(r"[a-zA-Z][\w.+-]{0,80}@[\w.-]{1,80}\.[a-z]{2,}")
_NUMBERED = re.compile(r"([a-zA-Z]{1,8}[-_ ]?)\d{1,9}")
"""As ids often are: `q1`, `row-7`."""


def _width(row: Sequence[str]) -> int:
    """How many cells a row has up to its last filled one."""
    return next((at + 1 for at in range(len(row) - 1, -1, -1) if row[at]), 0)


def _widest(rows: list[list[str]], least: int) -> int:
    return max((_width(row) for row in rows if len(row) > least), default=0)


def _columns(
    rows: list[list[str]], numbers: list[int], width: int, named: int, *, lacking: bool
) -> tuple[tuple[list[str], ...], list[Problem]]:
    """The rows turned into columns of one length; rows that are wider than the header are noted.

    Args:
        lacking: whether the header ends before the rows do; else it has cells there that are empty.
    """
    notes = []
    uneven = {len(row) for row in rows} != {width}
    longer = [at for at, row in zip(numbers, rows, strict=True) if _width(row) > named] if uneven or lacking else []
    if longer:
        message = f"{counted(len(longer), 'row')} wider than the header: {listed_rows(longer)}."
        hint = "The cells to the right have columns of their own; check that the quotes in the file are right."
        notes.append(Problem("ragged", message, hint, "ask"))
    if uneven:
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
    return tuple(map(list, zip(*rows, strict=True))), notes


def _short_rows(grid: RawTable, rows: list[list[str]], numbers: list[int], named: int) -> list[Problem]:
    """A note of records that end before the header does: often a line that was cut or broken in two."""
    if grid.options.delimiter is None:  # workbooks leave out empty cells at the end of a row
        return []
    short = [number for number, row in zip(numbers, rows, strict=True) if len(row) < named]
    if not short:
        return []
    message = f"{counted(len(short), 'row')} with fewer cells than the header: {listed_rows(short)}."
    hint = "The missing cells are empty here; check that no line of the file was broken in two."
    return [Problem("short-rows", message, hint)]


def _names(header: Sequence[str], noted: bool) -> tuple[tuple[str, ...], list[Problem]]:
    """Unique, non-blank column names; each one that had to be made up is noted."""
    names: dict[str, None] = {}
    notes = []
    taken = set(header)
    again: dict[str, count[int]] = defaultdict(lambda: count(2))
    for at, given in enumerate(header):
        name = given if given.strip() else f"Column {at + 1}"
        if name in names or (name != given and name in taken):
            name = next(new for n in again[name] if (new := f"{name} ({n})") not in taken and new not in names)
        if name != given and noted:
            was = f'is a second "{given}"' if given.strip() else "has no name"
            message = f'column {at + 1} {was} in the header; it is called "{name}" here.'
            notes.append(Problem("renamed-column", message, "Name it in the sheet if that matters.", column=name))
        names[name] = None
    return tuple(names), notes if len(notes) <= _MOST_RENAMED else [_renamed(notes)]


def _renamed(notes: Sequence[Problem]) -> Problem:
    """One note for many made-up names."""
    names = ", ".join(f'"{note.column}"' for note in notes[:_MOST_RENAMED])
    message = (
        f"{counted(len(notes), 'column')} without a name of their own in the header; here they are {names} and so on."
    )
    return Problem("renamed-column", message, "Name them in the sheet if that matters.")


def _blank_rows(blank: int) -> list[Problem]:
    if not blank:
        return []
    message = f"{counted(blank, 'row')} with nothing in {'it' if blank == 1 else 'them'} passed over."
    return [Problem("blank-rows", message)]
