"""A file's rows as named columns.

Every change is noted: rows above the header and empty rows left out, rows wider than the header, new names.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count

from lib.common import Problem, unreadable
from lib.common.phrasing import counted, listed, listed_rows
from lib.sheets.cell_kinds import NUMBER, TYPED, cell_kind
from lib.sheets.header_row import Header, find_header, header_names
from lib.sheets.raw_table import ImportOptions, RawTable

MOST_ROWS = 2_000_000
"""The most rows of a sheet: twice what Excel holds."""

_MOST_RENAMED = 5
"""The most new names that the note has."""

_SAMPLE_ROWS = 200

MOST_CELLS = 60_000_000
"""The most cells of a sheet, empty ones included."""


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Named columns of one length, and the number of each row."""

    columns: tuple[str, ...]
    cells: tuple[list[str], ...]
    numbers: list[int]
    header: Header
    """The row or rows with the names; row 0 if Batchdesk made them up."""

    notes: tuple[Problem, ...]


def name_columns(table: RawTable, name: str, chosen: ImportOptions) -> NamedColumns:
    """The table's rows under their column names.

    Args:
        chosen: the options that a person chose; a question offers them with another header.

    Raises:
        Unreadable: there is no row under the header, or the table is too large.
    """
    header = find_header(table, chosen)
    names = header_names(table.rows, header)
    start = header.row + header.rows - 1 if header.row else 0
    body = table.rows[start:]
    offset = 1 if table.records else start + 1
    filled = [(row and row[0] and not row[0].isspace()) or not _is_empty(row) for row in body]
    numbers = [number for number, kept in enumerate(filled, offset) if kept]
    if not numbers:
        raise _header_only(header.row, any(map(any, body)), name)
    if len(numbers) > MOST_ROWS:
        hint = "Split it into several files and load one at a time."
        raise unreadable(
            "too-many-rows", f"the sheet has {len(numbers):,} rows; the limit is {MOST_ROWS:,}.", hint, name
        )
    kept = body if len(numbers) == len(body) else list(compress(body, filled))
    labels = _row_labels(table, kept, len(names)) if header.row and len(names) > 1 else []
    names = ["", *names] if labels else names
    named = _width(names)
    width = max(named, _widest(kept, named))
    if width * len(kept) > MOST_CELLS:
        raise _too_wide(kept, numbers, width, name)
    columns, renamed = _names((names + [""] * width)[:width], noted=header.row > 0)
    short = _short_rows(table, kept, numbers, named)
    lacking = header.row > 0 and len(names) < width
    cells, ragged = _columns(kept, numbers, width, named if header.row else width, lacking=lacking)
    empty = _empty_rows([number for number, keep in enumerate(filled[: numbers[-1] - offset], offset) if not keep])
    added = _added_rows(kept[:2], numbers) if header.row else []
    return NamedColumns(
        columns, cells, numbers, header, (*header.notes, *labels, *added, *renamed, *ragged, *short, *empty)
    )


def _too_wide(rows: list[list[str]], numbers: list[int], width: int, name: str) -> Exception:
    widest = next((number for number, row in zip(numbers, rows, strict=True) if _width(row) == width), 1)
    message = f"the sheet is too large: {counted(len(rows), 'row')} and {counted(width, 'column')}."
    hint = f"Row {widest} is the widest: clear any cell far to the right there, and save the sheet again."
    return unreadable("too-large", message, hint, name)


def _header_only(header_row: int, blanks: bool, name: str) -> Exception:
    there = "only blanks" if blanks else "no row"
    return unreadable(
        "header-only",
        f"there {'are' if blanks else 'is'} {there} under the header in row {header_row}."
        if header_row
        else f"the file has {'only blanks' if blanks else 'no row with text'}.",
        "The first filled row names the columns: add one above the data, or load the sheet that has rows.",
        name,
    )


def _is_empty(row: Sequence[str]) -> bool:
    """Whether a row has only spaces, tabs and line breaks; any other blank, such as a no-break space, is kept."""
    return not any(cell.strip(" \t\r\n") for cell in row)


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


def _row_labels(table: RawTable, rows: list[list[str]], named: int) -> list[Problem]:
    """A question about labels of the rows, which R writes in a first column without a name in the header.

    Numbers with commas between them may be one number of two cells.
    """
    if table.records or (
        table.options.delimiter in (",", ";") and all(NUMBER.fullmatch(row[0]) for row in rows if row)
    ):
        return []
    if any(len(row) != named + 1 or not row[-1] for row in rows) or len({row[0] for row in rows}) < max(2, len(rows)):
        return []
    message = "all rows have one cell more than the header; the first column, whose cells all differ, has no name."
    hint = "R writes files in this way. If another column has no name, add the name to the file."
    return [Problem("row-labels", message, hint, "ask")]


def _short_rows(table: RawTable, rows: list[list[str]], numbers: list[int], named: int) -> list[Problem]:
    """A note on records that end before the header does: often a line that was cut or broken in two."""
    if table.options.delimiter is None:  # workbooks leave out empty cells at the end of a row
        return []
    short = [number for number, row in zip(numbers, rows, strict=True) if len(row) < named]
    if not short:
        return []
    if alone := _cells_alone(rows, numbers, short):
        message = f"{listed_rows(alone)} {'has' if len(alone) == 1 else 'have'} a single cell, unlike the other rows."
        hint = "A line break may have cut a row in two. Delete such rows in the file if they are only remarks."
        return [Problem("single-cell", message, hint, "ask")]
    message = f"{counted(len(short), 'row has', 'rows have')} fewer cells than the header: {listed_rows(short)}."
    hint = "The missing cells are empty; check that no line of the file is broken in two."
    return [Problem("short-rows", message, hint)]


def _cells_alone(rows: list[list[str]], numbers: Sequence[int], short: Sequence[int]) -> list[int]:
    """The short rows of one cell that differ from the cells of a column of numbers, dates or codes, or are last.

    A row whose other cells are empty may end after its first cell, too.
    """
    first = [cell_kind(row[0]) for row in rows[:_SAMPLE_ROWS] if len(row) > 1]
    typed = bool(first) and TYPED.issuperset(first)
    by_number = dict(zip(numbers, rows, strict=True))
    alone = [number for number in short if _width(by_number[number]) == 1]
    if typed:
        return [number for number in alone if cell_kind(by_number[number][0]) not in TYPED]
    return alone if alone and alone == list(numbers[-len(alone) :]) else []


def _names(header: Sequence[str], noted: bool) -> tuple[tuple[str, ...], list[Problem]]:
    """Unique, non-blank column names, and a note on the new ones."""
    names: dict[str, None] = {}
    renamed: dict[str, str] = {}
    taken = set(header)
    again: dict[str, count[int]] = defaultdict(lambda: count(2))
    for number, original in enumerate(header, 1):
        name = original if original.strip() else f"Column {number}"
        if name in names or (name != original and name in taken):
            name = next(new for n in again[name] if (new := f"{name} ({n})") not in taken and new not in names)
        if name != original and noted:
            reason = f'is a second "{original}"' if original.strip() else "has no name"
            renamed[name] = f"column {number} {reason} in the header"
        names[name] = None
    return tuple(names), _renamed(renamed)


def _renamed(reasons: Mapping[str, str]) -> list[Problem]:
    """A note on the new names, each with its reason."""
    if not reasons:
        return []
    if len(reasons) == 1:
        ((name, reason),) = reasons.items()
        message = f'{reason}; Batchdesk calls it "{name}".'
        return [Problem("renamed-column", message, "Name it in the sheet if you need another name.")]
    names = listed([f'"{name}"' for name in reasons], _MOST_RENAMED)
    message = f"{len(reasons)} columns have no name of their own; Batchdesk calls them {names}."
    return [Problem("renamed-column", message, "Name them in the sheet if you need other names.")]


def _added_rows(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[Problem]:
    """A question about rows that a program adds below the names: Qualtrics its questions and ids, sqlcmd dashes."""
    last = max((index for index, row in enumerate(rows) if all(map(_ADDED.fullmatch, filter(None, row)))), default=-1)
    if last < 0:
        return []
    look = "look" if last else "looks"
    message = f"{listed_rows(numbers[: last + 1])} {look} like names or a line of another program, not like data."
    hint = "They are sent like the others: delete them in the file if you do not need them."
    return [Problem("added-rows", message, hint, "ask")]


_ADDED = re.compile(r'\{"ImportId".*|-{2,}', re.DOTALL)


def _empty_rows(numbers: list[int]) -> list[Problem]:
    if not numbers:
        return []
    message = f"{counted(len(numbers), 'empty row is', 'empty rows are')} left out: {listed_rows(numbers)}."
    return [Problem("blank-rows", message)]
