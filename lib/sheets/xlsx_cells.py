"""The cells of a worksheet's XML as columns: address, style, kind and value of each.

Arrow's regular expressions find all cells in one pass. They never parse the XML, so they expand and follow nothing.
"""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.byte_search import find_pairs, has_pair
from lib.sheets.number_cells import IntArray

_CELL = (
    r"""^<c(?:\s+(?:r\s*=\s*["'](?P<column>[A-Z]{0,3})(?P<row>\d{1,7})["']|s\s*=\s*["'](?P<style>\d{1,6})["']"""
    r"""|t\s*=\s*["'](?P<kind>\w+)["']|[a-qu-z][\w:]*\s*=\s*(?:"[^"]*"|'[^']*')))*\s*/?>\s*"""
    r"""(?P<formula><f(?:\s[^>/]*)?(?:/>|>[^<]*</f>))?\s*(?:<v[^>]*>\s*(?P<value>[^<]*))?"""
)
"""A cell, with its attributes in any order."""

_PLACED = re.compile(rb"""<(row|c)(?:\s(?:[^>]*?\sr|r)\s*=\s*["']([A-Z]{0,3})(\d{1,7})["'])?[\s/>]""")
_PREFIXED = re.compile(rb"<[\w.-]+:c[\s>/]")
_SPACE_OR_END = np.frombuffer(b" \t\r\n/>", np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class CellColumns:
    """The cells in their order in the file, one item of each column a cell."""

    rows: IntArray
    columns: IntArray
    """Places, from 0."""

    styles: IntArray
    kinds: pa.StringArray
    """`s`, `str`, `e`, `b`, `n`, or empty, which means a number."""

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
        return _array(pc.is_in(self.kinds, pa.array(kinds)), np.bool_)


def read_cells(xml: bytes) -> CellColumns:
    """The cells of a worksheet whose tags have no prefix."""
    letters = np.frombuffer(xml, np.uint8)
    opened = find_pairs(letters, b"<c")
    opened = opened[np.isin(letters[np.minimum(opened + 2, len(xml) - 1)], _SPACE_OR_END)]
    ends = pa.py_buffer(np.append(opened, len(xml)).astype(np.int64))
    pieces = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(opened), [None, ends, pa.py_buffer(xml)])
    found = pc.extract_regex(pieces, _CELL)
    fields = {
        field.name: pc.fill_null(values, b"").cast(pa.string(), safe=False)
        for field, values in zip(found.type, found.flatten(), strict=True)
    }
    addressed = pc.and_(pc.not_equal(fields["column"], ""), pc.not_equal(fields["row"], ""))
    plain = pc.all(addressed, min_count=0).as_py() and not (has_pair(xml, b":c") and _PREFIXED.search(xml))
    if plain:
        rows, columns = _integers(fields["row"]) - 1, _column_indexes(fields["column"])
    else:
        rows, columns = _count_places(xml)
    plain = bool(plain and rows.min(initial=0) >= 0)
    formulas = _array(pc.not_equal(fields["formula"], ""), np.bool_)
    return CellColumns(rows, columns, _integers(fields["style"]), fields["kind"], fields["value"], formulas, plain)


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
    names = letters.dictionary_encode()
    indexes = np.array([column_index(name) for name in names.dictionary.to_pylist()], np.int32)
    return np.take(indexes, _array(names.indices, np.int32))


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
