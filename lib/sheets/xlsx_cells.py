"""The cells of a worksheet's XML as columns: address, style, kind and value of each.

Arrow's regular expressions find all cells in one pass. They never parse the XML, so they expand and follow nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.byte_search import has_pair
from lib.sheets.number_cells import IntArray
from lib.sheets.xlsx_plain import KINDS, Tags, Words, read_plain_cells

_CELL = (
    r"""^<c(?:\s+(?:r\s*=\s*["'](?P<column>[A-Z]{0,3})(?P<row>\d{1,7})["']|s\s*=\s*["'](?P<style>\d{1,6})["']"""
    r"""|t\s*=\s*["'](?P<kind>\w+)["']|[a-qu-z][\w:]*\s*=\s*(?:"[^"]*"|'[^']*')))*\s*/?>\s*"""
    r"""(?P<formula><f(?:\s[^>/]*)?(?:/>|>[^<]*</f>))?\s*(?:<v[^>]*>\s*(?P<value>[^<]*))?"""
)
"""A cell, with its attributes in any order."""

_PLACED = re.compile(rb"""<(row|c)(?:\s(?:[^>]*?\sr|r)\s*=\s*["']([A-Z]{0,3})(\d{1,7})["'])?[\s/>]""")
_PREFIXED = re.compile(rb"<[\w.-]+:c[\s>/]")


@dataclass(frozen=True, slots=True, eq=False)
class CellColumns:
    """The cells in their order in the file, one item of each column a cell."""

    rows: IntArray
    columns: IntArray
    """Places, from 0."""

    styles: IntArray
    kinds: NDArray[np.uint8]
    """Indexes into `lib.sheets.xlsx_plain.KINDS`."""

    values: pa.StringArray
    formulas: NDArray[np.bool_]
    """Whether it has a formula."""

    plain: bool
    """Whether every cell has its address in the usual form, so that the sheet's size is certain."""

    @property
    def area(self) -> int:
        """The size of the area up to the last row and column."""
        return (int(self.rows.max(initial=-1)) + 1) * (int(self.columns.max(initial=-1)) + 1)

    def of_kind(self, *kinds: str) -> NDArray[np.bool_]:
        """Whether each cell is of one of these kinds."""
        return np.isin(self.kinds, [KINDS.index(kind) for kind in kinds])


def read_cells(xml: bytes, tags: Tags) -> CellColumns:
    """The cells of a worksheet whose tags have no prefix."""
    cells = tags.only(~tags.is_row)
    found = read_plain_cells(xml, cells)
    rows, columns, styles = (_int32(values) for values in (found.rows, found.columns, found.styles))
    kinds, values = found.kinds, found.values.cast(pa.string(), safe=False)
    formulas = np.zeros(len(rows), bool)
    plain = not (has_pair(xml, b":c") and _PREFIXED.search(xml))
    if not found.plain.all():
        other = ~found.plain
        fields = _fields(cells.only(other).texts(xml))
        rows[other], columns[other] = _integers(fields["row"]), _column_indexes(fields["column"])
        plain &= bool((rows[other] > 0).all() and (columns[other] > 0).all())
        styles[other], kinds[other] = _integers(fields["style"]), _kind_indexes(fields["kind"])
        formulas[other] = _array(pc.not_equal(fields["formula"], ""), np.bool_)
        in_cell = pc.equal(fields["kind"], "inlineStr")  # its text is not in `<v>`
        values = pc.replace_with_mask(values, pa.array(other), pc.if_else(in_cell, "", fields["value"]))
    places = (rows - 1, columns - 1) if plain else _count_places(xml)
    return CellColumns(*places, styles, kinds, values, formulas, plain)


def _fields(pieces: pa.LargeBinaryArray) -> dict[str, pa.StringArray]:
    """The parts of cells in any form, by name; empty where a cell has none."""
    found = pc.extract_regex(pieces, _CELL)
    return {
        field.name: pc.fill_null(values, b"").cast(pa.string(), safe=False)
        for field, values in zip(found.type, found.flatten(), strict=True)
    }


def column_index(letters: str) -> int:
    """A column's index from its letters: `A` is 0, `AA` is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """A column's letters from its index: 0 is `A`, 26 is `AA`."""
    letters = ""
    while index >= 0:
        letters, index = chr(65 + index % 26) + letters, index // 26 - 1
    return letters


def _integers(texts: pa.StringArray) -> IntArray:
    """Whole numbers; 0 for an empty text."""
    return _array(pc.if_else(pc.equal(texts, ""), "0", texts).cast(pa.int32()), np.int32)


def _column_indexes(letters: pa.StringArray) -> IntArray:
    """The numbers of columns from 1; 0 for an empty text."""
    return _of_distinct(letters, lambda name: column_index(name) + 1)


def _kind_indexes(kinds: pa.StringArray) -> IntArray:
    """Indexes into KINDS; its length for another kind."""
    return _of_distinct(kinds, lambda kind: KINDS.index(kind) if kind in KINDS else len(KINDS))


def _of_distinct(texts: pa.StringArray, number: Callable[[str], int]) -> IntArray:
    distinct = texts.dictionary_encode()
    numbers = np.array([number(text) for text in distinct.dictionary.to_pylist()], np.int32)
    return np.take(numbers, _array(distinct.indices, np.int32))


def _int32(values: Words) -> IntArray:
    return np.minimum(values, np.uint64(2**31 - 1)).astype(np.int32)


def _count_places(xml: bytes) -> tuple[IntArray, IntArray]:
    """The places of cells of which some have no address: they follow the cell or the row before."""
    rows, columns = [], []
    row, column = -1, -1
    for tag in _PLACED.finditer(xml):
        if tag[1] == b"row":
            row, column = int(tag[3]) - 1 if tag[3] else row + 1, -1
            continue
        row, column = (int(tag[3]) - 1, column_index(tag[2].decode())) if tag[3] and tag[2] else (row, column + 1)
        rows.append(row)
        columns.append(column)
    return np.array(rows, np.int32), np.array(columns, np.int32)


def _array(values: pa.Array, kind: type) -> NDArray:  # type: ignore[type-arg]
    return np.asarray(values.to_numpy(zero_copy_only=False), kind)
