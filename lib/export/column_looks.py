"""How the columns of an export look in Excel: widths, wrapped long texts, the height of rows, and what is folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lib.common.excel_cells import EXCEL_COLUMNS
from lib.common.own_columns import Cell
from lib.export.selection import Selection
from lib.sheets import take_cells

_ROWS_MEASURED = 100
_NARROWEST, _WIDEST, _WIDEST_NAME = 9, 60, 30
"""Widths of columns, in characters."""

_FILTER_BUTTON = 3
"""Characters that the filter's button covers."""

_MOST_LINES = 4
_LINE_HEIGHT = 15.0
"""Points of a line in Excel's own font."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """How one column looks."""

    width: int
    """Characters."""

    is_wrapped: bool
    is_folded: bool


def column_looks(selection: Selection) -> list[ColumnLook]:
    """The look of each column that Excel holds, as its first rows need it."""
    rows = selection.rows[:_ROWS_MEASURED]
    columns = islice(selection.columns.items(), EXCEL_COLUMNS)
    return [
        _look(name, [str(cell) for cell in take_cells(cells, rows) if cell is not None], name in selection.folded)
        for name, cells in columns
    ]


def _look(name: str, texts: Sequence[str], is_folded: bool) -> ColumnLook:
    in_name = min(max(map(len, name.split("\n"))) + _FILTER_BUTTON, _WIDEST_NAME)
    in_cells = max((len(line) for text in texts for line in text[: 2 * _WIDEST].split("\n")), default=0)
    is_wrapped = not is_folded and (in_cells > _WIDEST or any("\n" in text for text in texts))
    return ColumnLook(min(max(in_name, in_cells + 2, _NARROWEST), _WIDEST), is_wrapped, is_folded)


def row_heights(
    looks: Sequence[ColumnLook], columns: Sequence[Sequence[Cell]], most_lines: int = _MOST_LINES
) -> list[float | None]:
    """The height of each row in points, so that wrapped texts show their first lines; None for one line."""
    wrapped = [
        [_lines(cell, look.width, most_lines) for cell in cells]
        for look, cells in zip(looks, columns, strict=False)
        if look.is_wrapped
    ]
    lines = list(map(max, zip(*wrapped, [1] * len(columns[0]), strict=True))) if columns else []
    return [None if count == 1 else _LINE_HEIGHT * min(count, most_lines) for count in lines]


def _lines(cell: Cell, width: int, most_lines: int) -> int:
    """The lines that a cell needs; those beyond the limit need no count."""
    text = cell if isinstance(cell, str) else ""
    return len(text) // width + text[: width * most_lines].count("\n") + 1
