"""What a cell needs before a kind of file can hold it: by whole columns, since most need nothing.

No cell runs as a formula in Excel, nothing is cut without a mark, text stays text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from lib.common.byte_search import has_controls, has_pair
from lib.common.columns import Cell
from lib.common.excel_cells import (
    EXCEL_CELL,
    EXCEL_COLUMNS,
    FORMULA_STARTS,
    cell_texts,
    count_broken,
    cut_cell,
    guard,
    is_too_long,
)
from lib.export.selection import Selection


@dataclass(frozen=True, slots=True)
class CellChanges:
    """How many cells, the header's included, a download cannot hold as they are."""

    guarded: int = 0
    """Get a leading apostrophe, so that Excel does not run them (CSV)."""

    replaced: int = 0
    """Hold control characters, which become U+FFFD (XLSX)."""

    cut: int = 0
    """Are longer than Excel's limit and end in a mark (XLSX); `write_full_texts` has them whole."""

    broken: int = 0
    """Hold half a surrogate pair, which becomes U+FFFD (any file)."""

    columns_left_out: int = 0
    """Columns, not cells, beyond those an Excel sheet holds (XLSX)."""


def count_cell_changes(chosen: Selection) -> CellChanges:
    """What the downloads will have to do to the cells, without writing vectors out."""
    columns = chain.from_iterable(chosen.chunks(described=True))
    found = map(count_column_changes, chain([list(chosen.columns)], columns))
    guarded, replaced, cut, broken = map(sum, zip(*found, strict=True))
    return CellChanges(
        guarded, replaced, cut + _cut_vectors(chosen), broken, max(0, len(chosen.columns) - EXCEL_COLUMNS)
    )


def _cut_vectors(chosen: Selection) -> int:
    """How many vectors are too long for Excel once they are written out.

    Only those in long lines are looked at: no vector grows to three times its line.
    """
    joined, cut = chosen.vectors, 0
    if joined is None or joined.answer_column not in chosen.columns:
        return 0
    for at in chosen.rows:
        place, result = joined.rows.results[at], joined.result(at)
        if place and result and result.has_vectors:
            start, stop, _ = joined.results[place[0]].extents[place[1]]
            cut += (stop - start) * 3 > EXCEL_CELL and len(joined.full_answer(at)) > EXCEL_CELL
    return cut


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def excel_cells(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column with `excel_text` done to each text."""
    if not count_replaced(cells) and not count_long(cells):
        return cells
    return [excel_text(cell) if isinstance(cell, str) else cell for cell in cells]


def excel_text(cell: str) -> str:
    """The cell as Excel can hold it: control characters as U+FFFD, beyond the limit a mark."""
    return cut_cell(_NOT_IN_XML.sub("\ufffd", cell))


class ColumnChanges(NamedTuple):
    """How many cells of a column a kind of file cannot hold as they are."""

    guarded: int
    replaced: int
    long: int
    broken: int


def count_column_changes(cells: Sequence[Cell]) -> ColumnChanges:
    """All four counts below in one look, which most often finds nothing."""
    texts = cell_texts(cells)
    guarded, long = count_guarded(texts), count_long(texts)
    try:
        written = "".join(texts).encode()
    except UnicodeEncodeError:
        return ColumnChanges(guarded, count_replaced(texts), long, count_broken(texts))
    return ColumnChanges(guarded, count_replaced(texts) if _maybe_not_in_xml(written) else 0, long, 0)


def _maybe_not_in_xml(written: bytes) -> bool:
    """Whether UTF-8 may hold a character that XML cannot: ten times as fast as to search the text."""
    return has_controls(written) or has_pair(written, b"\xef\xbf") or b"\x0b" in written or b"\x0c" in written


def count_guarded(cells: Iterable[Cell]) -> int:
    """How many cells `guard` changes."""
    risky = [cell for cell in cells if type(cell) is str and cell[:1] in FORMULA_STARTS]
    return sum(guard(cell) is not cell for cell in risky)


def count_replaced(cells: Iterable[Cell]) -> int:
    """How many cells hold characters that a workbook cannot."""
    texts = cell_texts(cells)
    if not _NOT_IN_XML.search("".join(texts)):
        return 0
    return sum(_NOT_IN_XML.search(text) is not None for text in texts)


def count_long(cells: Iterable[Cell]) -> int:
    """How many cells are too long for Excel."""
    texts = cell_texts(cells)
    if max(map(len, texts), default=0) * 2 <= EXCEL_CELL:
        return 0
    return sum(map(is_too_long, texts))
