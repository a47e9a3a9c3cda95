"""Hidden rows and columns of a worksheet, filtered ones too: left out, with a note that offers to read them."""

from array import array
from dataclasses import replace
from itertools import compress

import pyarrow as pa

from lib.common import Problem
from lib.common.own_columns import is_export
from lib.common.phrasing import counted, shorten_line
from lib.sheets.header import NamedColumns
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.text_column import TextColumn

_KIND = "hidden"
_SHOWN_ROWS = 3


def leave_out_hidden(
    named: NamedColumns, table: RawTable, options: ImportOptions
) -> tuple[NamedColumns, RawTable, list[Problem]]:
    """The columns and the table without what is hidden, and the note about it.

    Everything stays if the options say so, or if no row or no column is visible. So do all columns of a table that
    Batchdesk exported, which folds its technical ones.
    """
    rows = [number not in table.hidden_rows for number in named.numbers]
    folded = is_export(named.columns, table.worksheets)
    columns = [folded or index not in table.hidden_columns for index in range(len(named.columns))]
    if options.include_hidden or (all(rows) and all(columns)) or not any(rows) or not any(columns):
        return named, table, []
    hidden_columns = sum(any(TextColumn(cells)) for cells, kept in zip(named.cells, columns, strict=True) if not kept)
    message = _message(rows.count(False), len(rows), hidden_columns)
    cells = named.cells.select(list(compress(named.columns, columns))).filter(pa.array(rows))
    visible = replace(named, cells=cells, numbers=array("q", compress(named.numbers, rows)))
    if table.numbers is not None:
        kept = [index for index, is_kept in enumerate(columns) if is_kept]
        table = replace(table, numbers=table.numbers.of_columns(kept))
    return visible, table, [_note(message, visible, named, options)] if message else []


def _message(rows: int, all_rows: int, columns: int) -> str:
    """`2 of 4 rows and 1 column are hidden; they are left out.`"""
    parts = [f"{rows:,} of {counted(all_rows, 'row')}"] if rows else []
    parts += [counted(columns, "column")] if columns else []
    if not parts:
        return ""
    one = rows + columns == 1
    return f"{' and '.join(parts)} {'is' if one else 'are'} hidden; {'it is' if one else 'they are'} left out."


def _note(message: str, visible: NamedColumns, named: NamedColumns, options: ImportOptions) -> Problem:
    if options.include_hidden is not None:
        return Problem(_KIND, message)
    readings = (
        Reading("Only visible rows", replace(options, include_hidden=False), _first_rows(visible)),
        Reading("All rows", replace(options, include_hidden=True), _first_rows(named)),
    )
    return Question(_KIND, message, "Choose all rows if you need them too.", readings=readings)


def _first_rows(named: NamedColumns) -> tuple[tuple[str, ...], ...]:
    first = zip(*(column.to_pylist() for column in named.cells.slice(0, _SHOWN_ROWS)), strict=True)
    return tuple(named.columns), *(tuple(shorten_line(cell, 60) for cell in row) for row in first)
