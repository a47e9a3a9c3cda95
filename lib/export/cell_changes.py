"""Changes to the cells that a kind of file cannot hold: what each change is, and how many cells need it.

No cell runs as a formula in Excel, a cut cell ends in a mark, and text stays text. The functions
take whole columns, since most need no change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from lib.common.byte_search import has_controls, has_pair
from lib.common.excel_cells import (
    EXCEL_CELL,
    EXCEL_COLUMNS,
    cell_texts,
    count_broken,
    cut_cell,
    guard,
    has_formulas,
    is_too_long,
)
from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.export.selection import Selection

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellChanges:
    """How many cells, with the header's, change in a download."""

    guarded: int = 0
    """Cells with an apostrophe in front, so that Excel does not run them (CSV)."""

    replaced: int = 0
    """Cells with control characters, which become U+FFFD (XLSX)."""

    cut: int = 0
    """Cells beyond Excel's limit, which end in a mark (XLSX); `write_full_texts` has them whole."""

    broken: int = 0
    """Cells with a lone surrogate, which becomes U+FFFD (every file)."""

    columns_left_out: int = 0
    """Columns beyond the most that an Excel sheet holds (XLSX)."""

    def excel_sentences(self) -> Iterator[str]:
        """What an Excel file cannot hold, a sentence each."""
        if self.replaced:
            yield f"In the Excel file, control characters in {counted(self.replaced, 'cell')} become \ufffd."
        if self.cut:
            yield (
                f"Excel holds 32,767 characters a cell, so the Excel file cuts and marks {counted(self.cut, 'cell')}. "
                "The CSV and the file of full texts have the whole texts."
            )
        if self.columns_left_out:
            left_out = counted(self.columns_left_out, "column")
            yield f"Excel holds 16,384 columns, so the Excel file leaves out {left_out}."


def count_cell_changes(selection: Selection) -> CellChanges:
    """The changes in the downloads of a selection, counted without writing out its vectors."""
    columns = chain([list(selection.columns)], chain.from_iterable(selection.chunks(described=True)))
    guarded, replaced, long, broken = map(sum, zip(*map(count_column_changes, columns), strict=True))
    return CellChanges(
        guarded=guarded,
        replaced=replaced,
        cut=long + _count_cut_vectors(selection),
        broken=broken,
        columns_left_out=max(0, len(selection.columns) - EXCEL_COLUMNS),
    )


def _count_cut_vectors(selection: Selection) -> int:
    """How many answers of vectors are too long for Excel once they are written out.

    Only long lines need a look: no vector is three times as long as its line.
    """
    joined = next(filter(None, map(selection.vectors_in, selection.columns)), None)
    if joined is None:
        return 0
    cut = 0
    for row in selection.rows:
        position, result = joined.rows.results[row], joined.result(row)
        if position and result and result.has_vectors:
            start, stop, _ = joined.results[position[0]].extents[position[1]]
            cut += (stop - start) * 3 > EXCEL_CELL and len(joined.full_answer(row)) > EXCEL_CELL
    return cut


def excel_cells(cells: Sequence[Cell]) -> Sequence[Cell]:
    """A column as Excel can hold it."""
    texts = cell_texts(cells)
    if not _has_replaced(texts) and not count_long(texts):
        return cells
    return [excel_text(cell) if isinstance(cell, str) else cell for cell in cells]


def excel_text(cell: str) -> str:
    """A cell as Excel can hold it: U+FFFD for control characters, and a mark where it is cut."""
    return cut_cell(_NOT_IN_XML.sub("\ufffd", cell))


class ColumnChanges(NamedTuple):
    """How many cells of a column a kind of file cannot hold unchanged."""

    guarded: int
    replaced: int
    long: int
    broken: int


def count_column_changes(cells: Sequence[Cell]) -> ColumnChanges:
    """All four counts below in one pass, which is quick for a column without changes."""
    texts = cell_texts(cells)
    guarded, long = count_guarded(texts), count_long(texts)
    try:
        encoded = "".join(texts).encode()
    except UnicodeEncodeError:
        return ColumnChanges(guarded, count_replaced(texts), long, count_broken(texts))
    return ColumnChanges(guarded, count_replaced(texts) if _may_need_replacing(encoded) else 0, long, 0)


def _has_replaced(texts: Sequence[str]) -> bool:
    """Whether any text may have a character that XML cannot hold."""
    try:
        return _may_need_replacing("".join(texts).encode())
    except UnicodeEncodeError:
        return True


def _may_need_replacing(encoded: bytes) -> bool:
    """Whether UTF-8 may have a character that XML cannot hold: ten times as fast as a search in the text."""
    return has_controls(encoded) or has_pair(encoded, b"\xef\xbf") or b"\x0b" in encoded or b"\x0c" in encoded


def count_guarded(cells: Iterable[Cell]) -> int:
    """How many cells `guard` changes."""
    texts = cell_texts(cells)
    return sum(guard(text) is not text for text in texts) if has_formulas(texts) else 0


def count_replaced(cells: Iterable[Cell]) -> int:
    """How many cells have characters that a workbook cannot hold."""
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
