"""A file's rows as named columns.

Every change is noted: rows above the header and empty rows left out, rows wider than the header, new names.
"""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count

import numpy as np
import pyarrow as pa

from lib.common import Problem, unreadable
from lib.common.memory_budget import take_memory
from lib.common.phrasing import counted, listed, listed_rows
from lib.sheets.header_row import Header, find_header, header_names
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.row_notes import added_rows, empty_rows, row_labels, short_rows
from lib.sheets.rows import ArrowRows, Booleans, ListRows, filled_width

MOST_ROWS = 2_000_000
"""The most rows of a sheet: twice what Excel holds."""

_MOST_RENAMED = 5
"""The most new names that the note has."""

MOST_CELLS = 60_000_000
"""The most cells of a sheet, empty ones included."""

_PLACES = 24
"""Bytes for the place of a cell, in its row and its column."""


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """Named columns of texts, and the number of each row."""

    cells: pa.RecordBatch
    numbers: Sequence[int]
    header: Header
    """The row or rows with the names; row 0 if Batchdesk made them up."""

    notes: tuple[Problem, ...]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.cells.schema.names)


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
    rows = table.rows if isinstance(table.rows, ArrowRows) else ListRows(table.rows)
    body = ListRows(rows[start:]) if isinstance(rows, ListRows) else rows[start:]
    offset = 1 if table.records else start + 1
    filled = body.filled()
    numbers = _numbers(filled, offset)
    if not numbers:
        raise _header_only(header.row, any(map(any, body)), name)
    if len(numbers) > MOST_ROWS:
        hint = "Split it into several files and load one at a time."
        raise unreadable(
            "too-many-rows", f"the sheet has {len(numbers):,} rows; the limit is {MOST_ROWS:,}.", hint, name
        )
    kept = body if filled.all() else body.where(filled)
    labels = row_labels(table, kept, len(names)) if header.row and len(names) > 1 else []
    names = ["", *names] if labels else names
    named = filled_width(names)
    width = max(named, kept.widest(named))
    if width * len(kept) > MOST_CELLS:
        raise _too_wide(kept, numbers, width, name)
    take_memory(_PLACES * width * len(kept))
    columns, renamed = _names((names + [""] * width)[:width], noted=header.row > 0)
    short = short_rows(table, kept, numbers, named)
    lacking = header.row > 0 and len(names) < width
    wider = kept.wider(named if header.row else width) if lacking or not kept.is_even(width) else filled[:0]
    empty = empty_rows((np.flatnonzero(~filled[: numbers[-1] - offset]) + offset).tolist())
    added = added_rows(kept[:2], numbers) if header.row else []
    return NamedColumns(
        pa.record_batch(kept.columns(width), list(columns)),
        numbers,
        header,
        (*header.notes, *labels, *added, *renamed, *_wider_rows(numbers, wider), *short, *empty),
    )


def _numbers(filled: Booleans, first: int) -> Sequence[int]:
    """The numbers of the filled rows, the first row having that number."""
    if filled.all():
        return range(first, first + len(filled))
    return array("q", (np.flatnonzero(filled) + first).tolist())


def _too_wide(rows: Sequence[list[str]], numbers: Sequence[int], width: int, name: str) -> Exception:
    widest = next((number for number, row in zip(numbers, rows, strict=True) if filled_width(row) == width), 1)
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


def _wider_rows(numbers: Sequence[int], wider: Booleans) -> list[Problem]:
    """A question about rows that are wider than the header."""
    longer = list(compress(numbers, wider))
    if not longer:
        return []
    message = f"{counted(len(longer), 'row is', 'rows are')} wider than the header: {listed_rows(longer)}."
    hint = "The extra cells have columns of their own; check the quotation marks in the file."
    return [Problem("ragged", message, hint, "ask")]


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
