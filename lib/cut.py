"""A text cut to what an Excel cell holds, with a mark, and known again by it."""

import re
from collections.abc import Sequence

EXCEL_CELL = 32_767
"""The most characters an Excel cell holds (a character beyond U+FFFF counts as two)."""

_LONG = EXCEL_CELL // 4
"""Characters that a cell which lost its end has more of: nearly all cells need no further look."""

_MARK = "… [cut here: {more:,} more characters; the CSV and the file of full texts have them all]"
_MARKED = re.compile(re.escape(_MARK).replace(re.escape("{more:,}"), "[0-9,]+"))


def too_long(cell: str) -> bool:
    """Whether Excel, which counts in UTF-16 units, cannot hold all of the cell."""
    return len(cell) * 2 > EXCEL_CELL and _units(cell) > EXCEL_CELL


def cut(cell: str) -> str:
    """The cell as Excel can hold it: beyond the limit a mark."""
    if not too_long(cell):
        return cell
    room = EXCEL_CELL - len(_MARK) - 20
    kept = cell.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return kept + _MARK.format(more=len(cell) - len(kept))


def cut_off(cells: Sequence[str]) -> list[int]:
    """The places of the cells that most likely have lost their end."""
    return [at for at, cell in enumerate(cells) if len(cell) > _LONG and (was_cut(cell) or is_full(cell))]


def was_cut(cell: str) -> bool:
    """Whether the cell ends in the mark of one that a workbook of ours could not hold."""
    return len(cell) > _LONG and _MARKED.fullmatch(cell, cell.rfind("…")) is not None


def is_full(cell: str) -> bool:
    """Whether the cell is as long as Excel allows, to the character: other programs end a longer text there."""
    return len(cell) * 2 >= EXCEL_CELL and _units(cell) == EXCEL_CELL


def _units(cell: str) -> int:
    return len(cell.encode("utf-16-le", "replace")) // 2
