"""What Excel makes of a cell: the limits of a sheet, cut texts and how to recognise them, formulas.

A text longer than a cell is cut and marked, so that a workbook that comes back shows which answers
are not whole. A text that Excel would run as a formula gets an apostrophe, which reading removes.
"""

import re
from collections.abc import Iterable, Sequence

from lib.common.columns import Cell

EXCEL_ROWS = 1_048_576
"""Most rows of an Excel sheet, with the header."""

EXCEL_COLUMNS = 16_384
"""Most columns of an Excel sheet."""

EXCEL_CELL = 32_767
"""Most characters of an Excel cell; a character beyond U+FFFF counts as two."""

FORMULA_STARTS = frozenset("=+@\t\r-")

_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LONG = EXCEL_CELL // 4
"""Length that a cut cell exceeds; nearly all cells are shorter and need no further look."""

_MARK = "… [cut here: {more:,} more characters; the CSV and the file of full texts have them all]"
_MARKED = re.compile(re.escape(_MARK).replace(re.escape("{more:,}"), "[0-9,]+"))


def replace_surrogates(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with U+FFFD for lone surrogates, which no encoding can write."""
    if not count_broken(cells):
        return cells
    return [_SURROGATE.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in cells]


def count_broken(cells: Iterable[Cell]) -> int:
    """The number of cells that hold a lone surrogate."""
    texts = cell_texts(cells)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return sum(_SURROGATE.search(text) is not None for text in texts)
    return 0


def cell_texts(cells: Iterable[Cell]) -> list[str]:
    """The cells that are texts."""
    if type(cells) is list and set(map(type, cells)) == {str}:
        return cells
    return [cell for cell in cells if type(cell) is str]


def guard(cell: str) -> str:
    """The cell with an apostrophe before it if Excel would run it as a formula; numbers stay as they are.

    >>> guard("=1+1"), guard("-5"), guard("- milk")
    ("'=1+1", '-5', "'- milk")
    """
    if cell[:1] not in FORMULA_STARTS or _PLAIN_NUMBER.fullmatch(cell):
        return cell
    return "'" + cell


def guard_column(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with `guard` applied to each text."""
    return [guard(cell) if type(cell) is str and cell[:1] in FORMULA_STARTS else cell for cell in cells]


def unguard(cell: str) -> str:
    """The cell without the apostrophe that `guard` puts before it.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) == cell else cell


def is_too_long(cell: str) -> bool:
    """Whether the cell exceeds Excel's limit, which counts UTF-16 units."""
    return len(cell) * 2 > EXCEL_CELL and _utf16_length(cell) > EXCEL_CELL


def cut_cell(cell: str) -> str:
    """The cell as Excel can hold it: cut, with a mark at its end, if it is too long."""
    if not is_too_long(cell):
        return cell
    room = EXCEL_CELL - len(_MARK) - 20
    kept = cell.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _MARK.format(more=len(cell) - len(kept))


def find_cut_cells(cells: Sequence[str]) -> list[int]:
    """The indexes of the cells that most likely lost their end."""
    return [row for row, cell in enumerate(cells) if len(cell) > _LONG and (has_cut_mark(cell) or is_full(cell))]


def has_cut_mark(cell: str) -> bool:
    """Whether the cell ends with the mark of `cut_cell`."""
    return len(cell) > _LONG and _MARKED.fullmatch(cell, cell.rfind("…")) is not None


def is_full(cell: str) -> bool:
    """Whether the cell is exactly as long as Excel allows: other programs cut longer texts there."""
    return len(cell) * 2 >= EXCEL_CELL and _utf16_length(cell) == EXCEL_CELL


def _utf16_length(cell: str) -> int:
    return len(cell.encode("utf-16-le", "replace")) // 2
