"""A file's rows as named columns, with the header row detected.

Every change is noted: title rows and blank rows left out, rows wider than the header, new names.
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
"""The most notes about names; beyond it, one note covers all."""

MOST_CELLS = 60_000_000
"""The most cells of a sheet, empty ones included."""

_LONG = 120
"""The most characters of a cell that may be a name."""


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Named columns of one length, and the number of each row."""

    columns: tuple[str, ...]
    cells: tuple[list[str], ...]
    numbers: list[int]
    header_row: int
    """The row with the names; 0 if Batchdesk made them up."""

    notes: tuple[Problem, ...]


def name_columns(table: RawTable, name: str) -> NamedColumns:
    """The table's rows under their column names.

    Raises:
        Unreadable: there is no row under the header, or the table is too large.
    """
    header_row = 1 if table.records else _header_row(table)
    header = table.rows[header_row - 1] if header_row and table.rows else []
    body = table.rows[header_row:]
    offset = 1 if table.records else header_row + 1
    filled = [(row and row[0] and not row[0].isspace()) or not _is_blank(row) for row in body]
    numbers = [number for number, kept in enumerate(filled, offset) if kept]
    if not numbers:
        raise _header_only(header_row, name)
    if len(numbers) > MOST_ROWS:
        hint = "Split it into several files and load one at a time."
        raise unreadable(
            "too-many-rows", f"the sheet has {len(numbers):,} rows; the limit is {MOST_ROWS:,}.", hint, name
        )
    kept = body if len(numbers) == len(body) else list(compress(body, filled))
    named = _width(header)
    width = max(named, _widest(kept, named))
    if width * len(kept) > MOST_CELLS:
        raise _too_wide(kept, numbers, width, name)
    columns, renamed = _names((header + [""] * width)[:width], noted=header_row > 0)
    short = _short_rows(table, kept, numbers, named)
    lacking = header_row > 0 and len(header) < width
    cells, ragged = _columns(kept, numbers, width, named if header_row else width, lacking=lacking)
    blank = numbers[-1] - offset + 1 - len(numbers)
    above = _above(table.rows, header_row)
    offered = _offer_no_header(table, header_row, kept)
    return NamedColumns(
        columns, cells, numbers, header_row, (*above, *offered, *renamed, *ragged, *short, *_blank_rows(blank))
    )


def _too_wide(rows: list[list[str]], numbers: list[int], width: int, name: str) -> Exception:
    widest = next((number for number, row in zip(numbers, rows, strict=True) if _width(row) == width), 1)
    message = f"the sheet is too large: {counted(len(rows), 'row')} and {counted(width, 'column')}."
    hint = f"Row {widest} is the widest: clear any cell far to the right there, and save the sheet again."
    return unreadable("too-large", message, hint, name)


def _header_only(header_row: int, name: str) -> Exception:
    return unreadable(
        "header-only",
        f"there is no row under the header in row {header_row}." if header_row else "there is no row with text.",
        "The first filled row names the columns: add one above the data, or load the sheet that has rows.",
        name,
    )


def _header_row(table: RawTable) -> int:
    """The row that names the columns: the chosen one, else the first filled one that is not a title.

    A title above a table fills one cell. In a workbook it may fill up to a third of the usual number
    of cells, since no stray delimiter makes a row look wide there.
    """
    rows, chosen = table.rows, table.options.header_row
    if chosen is not None and 0 <= chosen <= len(rows):
        return chosen
    filled = list(
        islice(
            ((index, sum(map(_is_filled, row))) for index, row in enumerate(rows) if not _is_blank(row)), _SAMPLE_ROWS
        )
    )
    if not filled:
        return 1
    usual = Counter(cells for _, cells in filled[len(filled) // 3 :]).most_common(1)[0][0]
    most = max(1, usual // 3) if table.options.worksheet is not None else 1
    for index, cells in filled[:20]:
        apart = index + 1 < len(rows) and (_is_blank(rows[index + 1]) or _is_title_of_two(table, index))
        if cells > most or usual < 2 or (usual == 2 and not apart):
            return index + 1
    return filled[0][0] + 1


def _is_title_of_two(table: RawTable, index: int) -> bool:
    """Whether a row is a line of several words, without a delimiter, above a table of two named columns."""
    title, *rows = table.rows[index : index + _SAMPLE_ROWS]
    if table.options.delimiter is None or len(title) > 1 or len(title[0].split()) < 2 or len(rows) < 3:
        return False
    names, *body = rows
    even = all(len(row) == 2 and all(map(_is_filled, row)) for row in rows)
    return even and not _is_like_data(names, body) and max(map(len, names)) < _SHORT


_SHORT = 40
"""Characters that few names exceed."""


def _is_filled(cell: str) -> bool:
    return bool(cell) and not cell.isspace()


def _is_blank(row: Sequence[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _above(rows: list[list[str]], header_row: int) -> list[Problem]:
    """A question about the filled rows above the header, which are not sent."""
    above = [number for number, row in enumerate(rows[: max(0, header_row - 1)], 1) if not _is_blank(row)]
    if not above:
        return []
    are = "is" if len(above) == 1 else "are"
    message = f"row {header_row} names the columns; {listed_rows(above)} above it {are} not used."
    return [Problem("above-header", message, "Choose another header row if that is wrong.", "ask")]


def _offer_no_header(table: RawTable, header_row: int, body: list[list[str]]) -> list[Problem]:
    """A question, if the header looks like one more row of data."""
    if table.records or header_row == 0 or table.options.header_row is not None:
        return []
    header = [cell for cell in table.rows[header_row - 1] if _is_filled(cell)]
    sample = body[:_SAMPLE_ROWS]
    if not (_is_like_data(header, sample) or _is_as_below(table.rows[header_row - 1], sample)):
        return []
    message = "this row names the columns, but it looks like data."
    hint = "If the sheet has no header, set the header row to 0 under Import options, so that this row is sent too."
    return [Problem("no-header", message, hint, "ask", row=header_row)]


def _is_like_data(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether names are numbers, long texts, or values of the rows."""
    if any(len(cell) > _LONG for cell in header):
        return True
    numbers = sum(cell.replace(".", "", 1).replace("-", "", 1).strip().isdigit() for cell in header)
    cells = {cell for row in body for cell in row}
    again = sum(cell in cells for cell in header)
    some = again > 0 and any(len(cell) > _SHORT for cell in header)  # a label of the rows, beside a text
    return numbers * 2 >= len(header) > 0 or again * 2 > len(header) > 1 or some


def _is_as_below(names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a name has the kind of all cells below it: a question above questions, a date above dates."""
    for column, name in enumerate(names):
        kinds = [_kind(row[column]) for row in body if column < len(row) and _is_filled(row[column])]
        seen = {_kind(name), *kinds}
        alone = len(names) == 1 and seen == {"question", "sentence"}  # a list of prompts has both
        if len(kinds) > 1 and (alone or (len(seen) == 1 and "" not in seen)):
            return True
    return False


def _kind(cell: str) -> str:
    """The kind of data that a cell looks like; empty if it may be anything."""
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
"""Many ids look like this: `q1`, `row-7`."""


def _width(row: Sequence[str]) -> int:
    """How many cells a row has up to its last filled one."""
    return next((width for width in range(len(row), 0, -1) if row[width - 1]), 0)


def _widest(rows: list[list[str]], least: int) -> int:
    return max((_width(row) for row in rows if len(row) > least), default=0)


def _columns(
    rows: list[list[str]], numbers: list[int], width: int, named: int, *, lacking: bool
) -> tuple[tuple[list[str], ...], list[Problem]]:
    """The rows as columns of one length, and a question about rows that are wider than the header.

    Args:
        lacking: whether the header ends before the rows do; if not, it has empty cells there.
    """
    notes = []
    uneven = {len(row) for row in rows} != {width}
    longer = []
    if uneven or lacking:
        longer = [number for number, row in zip(numbers, rows, strict=True) if _width(row) > named]
    if longer:
        message = f"{counted(len(longer), 'row is', 'rows are')} wider than the header: {listed_rows(longer)}."
        hint = "The extra cells have columns of their own; check the quotation marks in the file."
        notes.append(Problem("ragged", message, hint, "ask"))
    if uneven:
        rows = [(row + [""] * (width - len(row)))[:width] for row in rows]
    return tuple(map(list, zip(*rows, strict=True))), notes


def _short_rows(table: RawTable, rows: list[list[str]], numbers: list[int], named: int) -> list[Problem]:
    """A note on records that end before the header does: often a line that was cut or broken in two."""
    if table.options.delimiter is None:  # workbooks leave out empty cells at the end of a row
        return []
    short = [number for number, row in zip(numbers, rows, strict=True) if len(row) < named]
    if not short:
        return []
    message = f"{counted(len(short), 'row has', 'rows have')} fewer cells than the header: {listed_rows(short)}."
    hint = "The missing cells are empty; check that no line of the file is broken in two."
    return [Problem("short-rows", message, hint)]


def _names(header: Sequence[str], noted: bool) -> tuple[tuple[str, ...], list[Problem]]:
    """Unique, non-blank column names, and a note on each new name."""
    names: dict[str, None] = {}
    notes = []
    taken = set(header)
    again: dict[str, count[int]] = defaultdict(lambda: count(2))
    for number, original in enumerate(header, 1):
        name = original if original.strip() else f"Column {number}"
        if name in names or (name != original and name in taken):
            name = next(new for n in again[name] if (new := f"{name} ({n})") not in taken and new not in names)
        if name != original and noted:
            reason = f'is a second "{original}"' if original.strip() else "has no name"
            message = f'column {number} {reason} in the header; Batchdesk calls it "{name}".'
            notes.append(
                Problem("renamed-column", message, "Name it in the sheet if you need another name.", column=name)
            )
        names[name] = None
    return tuple(names), notes if len(notes) <= _MOST_RENAMED else [_renamed(notes)]


def _renamed(notes: Sequence[Problem]) -> Problem:
    """One note for many new names."""
    names = ", ".join(f'"{note.column}"' for note in notes[:_MOST_RENAMED])
    columns = counted(len(notes), "column has", "columns have")
    message = f"{columns} no name of their own; Batchdesk calls them {names} and so on."
    return Problem("renamed-column", message, "Name them in the sheet if you need other names.")


def _blank_rows(blank: int) -> list[Problem]:
    if not blank:
        return []
    message = f"{counted(blank, 'empty row is', 'empty rows are')} left out."
    return [Problem("blank-rows", message)]
