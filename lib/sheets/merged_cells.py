"""Merged cells of a worksheet: filled with the text of their range, left as they are, or asked about.

A range over several rows is often a group that its rows belong to. One within a row is a title, a
heading or a long text, and needs no filling.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lib.common import Problem
from lib.common.phrasing import counted, shorten_line
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions
from lib.sheets.xlsx_cells import column_letters
from lib.sheets.xlsx_xml import CellRange

_KIND = "merged"


def read_merged(rows: list[list[str]], merged: Sequence[CellRange], options: ImportOptions) -> list[Problem]:
    """Fills the merged cells if the options say so; else a question or note, whose row is the last that a range covers.

    If no range covers several rows, or the user chose not to fill them, nothing is asked.
    """
    ranges = [cells for cells in merged if cells[0][0] < len(rows)]
    if not ranges:
        return []
    if options.fill_merged:
        _fill(rows, ranges)
        return [
            Problem(_KIND, f"{counted(len(ranges), 'group')} of merged cells: every cell has the text of its group.")
        ]
    message = f"{counted(len(ranges), 'group')} of merged cells: only the first cell of each has the text."
    tall = [cells for cells in ranges if cells[0][0] < cells[1][0]]
    last = max(bottom for _, (bottom, _) in tall or ranges) + 1
    if not tall or options.fill_merged is not None:
        return [Problem(_KIND, message, row=last)]
    hint = "Choose the reading whose rows look right."
    return [Question(_KIND, message, hint, "ask", row=last, readings=_readings(rows, tall, options))]


def without_header_groups(notes: Sequence[Problem], first_row: int) -> list[Problem]:
    """The notes without that about ranges that end above the first row of data: they are titles or group names."""
    kept = []
    for note in notes:
        if note.kind != _KIND or note.row is None:
            kept.append(note)
        elif note.row >= first_row:
            kept.append(replace(note, row=None))
    return kept


def _readings(rows: list[list[str]], tall: Sequence[CellRange], options: ImportOptions) -> tuple[Reading, ...]:
    """Both readings of the rows around the last of these ranges: titles and names are above the data."""
    top = max(top for (top, _), _ in tall)
    last = [cells for cells in tall if cells[0][0] == top]
    shown = [list(row) for row in rows[top : top + 3]]
    filled = [list(row) for row in shown]
    _fill(filled, [((0, left), (bottom - top, right)) for (_, left), (bottom, right) in last])
    return (
        Reading("Only the first cell has the text", replace(options, fill_merged=False), _texts(shown)),
        Reading("Every merged cell has the text", replace(options, fill_merged=True), _texts(filled)),
    )


def _texts(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The rows under the letters of their columns."""
    letters = tuple(column_letters(column) for column in range(max(map(len, rows), default=0)))
    return letters, *(tuple(shorten_line(cell, 60) for cell in row) for row in rows)


def _fill(rows: list[list[str]], ranges: Sequence[CellRange]) -> None:
    """Fills the ranges up to the widest column with text: a range may go on to the end of the worksheet."""
    widest = max((column for row in rows for column, cell in enumerate(row, 1) if cell), default=0)
    for (top, left), (bottom, right) in ranges:
        text = rows[top][left] if left < len(rows[top]) else ""
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, widest)):
                set_cell(rows, row, column, text)


def set_cell(rows: list[list[Any]], row: int, column: int, text: str) -> None:
    """Sets a cell, which may be outside the area that the reader took for the sheet."""
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text
