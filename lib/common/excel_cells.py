"""A text cut to what an Excel cell holds, with a mark, and known again by it."""

import re
from collections.abc import Iterable, Sequence

from lib.common.columns import Cell

_HALF = re.compile("[\ud800-\udfff]")


def mended(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with U+FFFD for halves of surrogate pairs, which no encoding can write."""
    if not count_broken(cells):
        return cells
    return [_HALF.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in cells]


def count_broken(cells: Iterable[Cell]) -> int:
    """How many cells hold half a surrogate pair."""
    texts = cell_texts(cells)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return sum(_HALF.search(text) is not None for text in texts)
    return 0


def cell_texts(cells: Iterable[Cell]) -> list[str]:
    if type(cells) is list and set(map(type, cells)) == {str}:
        return cells
    return [cell for cell in cells if type(cell) is str]


EXCEL_ROWS = 1_048_576
"""The most rows an Excel sheet holds, the header's included."""


EXCEL_COLUMNS = 16_384
"""The most columns an Excel sheet holds."""


RISKY = frozenset("=+@\t\r-")


_PLAIN_NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guard(cell: str) -> str:
    """The cell with an apostrophe before it if Excel would take it for a formula; numbers are left alone.

    >>> guard("=1+1"), guard("-5"), guard("- milk")
    ("'=1+1", '-5', "'- milk")
    """
    if cell[:1] not in RISKY or _PLAIN_NUMBER.fullmatch(cell):
        return cell
    return "'" + cell


def unguard(cell: str) -> str:
    """The cell without the apostrophe that `guard` puts before it.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) == cell else cell


def guarded(cells: Sequence[str | int | None]) -> Sequence[str | int | None]:
    """A column with `guard` done to each text."""
    return [guard(cell) if type(cell) is str and cell[:1] in RISKY else cell for cell in cells]


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
