"""What a cell needs before a kind of file can hold it: by whole columns, since most need nothing.

No cell runs as a formula in Excel, nothing is cut without a mark, text stays text.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lib.cut import EXCEL_CELL, cut, too_long
from lib.guard import RISKY, guard
from lib.scan import has_controls, has_pair
from lib.table import Cell

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")


def mended(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with U+FFFD for halves of surrogate pairs, which no encoding can write."""
    if not count_broken(cells):
        return cells
    return [_HALF.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in cells]


def for_excel(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with `excel_text` done to each text."""
    if not count_replaced(cells) and not count_long(cells):
        return cells
    return [excel_text(cell) if isinstance(cell, str) else cell for cell in cells]


def excel_text(cell: str) -> str:
    """The cell as Excel can hold it: control characters as U+FFFD, beyond the limit a mark."""
    return cut(_NOT_IN_XML.sub("\ufffd", cell))


class Flaws(NamedTuple):
    """How many cells of a column a kind of file cannot hold as they are."""

    guarded: int
    replaced: int
    long: int
    broken: int


def flaws(cells: Sequence[Cell]) -> Flaws:
    """All four counts below in one look, which most often finds nothing."""
    texts = _texts(cells)
    guarded, long = count_guarded(texts), count_long(texts)
    try:
        written = "".join(texts).encode()
    except UnicodeEncodeError:
        return Flaws(guarded, count_replaced(texts), long, count_broken(texts))
    return Flaws(guarded, count_replaced(texts) if _maybe_not_in_xml(written) else 0, long, 0)


def _maybe_not_in_xml(written: bytes) -> bool:
    """Whether UTF-8 may hold a character that XML cannot: ten times as fast as to search the text."""
    return has_controls(written) or has_pair(written, b"\xef\xbf") or b"\x0b" in written or b"\x0c" in written


def count_guarded(cells: Iterable[Cell]) -> int:
    """How many cells `guard` changes."""
    risky = [cell for cell in cells if type(cell) is str and cell[:1] in RISKY]
    return sum(guard(cell) is not cell for cell in risky)


def count_broken(cells: Iterable[Cell]) -> int:
    """How many cells hold half a surrogate pair."""
    texts = _texts(cells)
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        return sum(_HALF.search(text) is not None for text in texts)
    return 0


def count_replaced(cells: Iterable[Cell]) -> int:
    """How many cells hold characters that a workbook cannot."""
    texts = _texts(cells)
    if not _NOT_IN_XML.search("".join(texts)):
        return 0
    return sum(_NOT_IN_XML.search(text) is not None for text in texts)


def count_long(cells: Iterable[Cell]) -> int:
    """How many cells are too long for Excel."""
    texts = _texts(cells)
    if max(map(len, texts), default=0) * 2 <= EXCEL_CELL:
        return 0
    return sum(map(too_long, texts))


def _texts(cells: Iterable[Cell]) -> list[str]:
    if type(cells) is list and set(map(type, cells)) == {str}:
        return cells
    return [cell for cell in cells if type(cell) is str]
