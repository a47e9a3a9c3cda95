"""The rows of a file before its columns have names: lists of cells, or Arrow columns where all have one width."""

from collections.abc import Iterator, Sequence
from itertools import chain, compress
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.text_column import Texts, text_array

Booleans = NDArray[np.bool_]

_PIECE = 100
"""Rows that are lists at once while they are read one after the other."""

_FILLED = r"[^ \t\r\n]"
"""What makes a row filled; any other blank, such as a no-break space, is kept."""


def filled_width(row: Sequence[str]) -> int:
    """How many cells a row has up to its last filled one."""
    return next((width for width in range(len(row), 0, -1) if row[width - 1]), 0)


class ListRows(list[list[str]]):
    """Rows of any width."""

    def filled(self) -> Booleans:
        """Which rows have more than spaces, tabs and line breaks."""
        return np.fromiter((any(cell.strip(" \t\r\n") for cell in row) for row in self), bool, len(self))

    def where(self, mask: Booleans) -> "ListRows":
        """The rows where a mask is true."""
        return ListRows(compress(self, mask))

    def is_even(self, width: int) -> bool:
        """Whether all rows have this width."""
        return all(len(row) == width for row in self)

    def shorter(self, width: int) -> Booleans:
        """Which rows have fewer cells, empty ones included."""
        return np.fromiter(map(len, self), np.int64, len(self)) < width

    def wider(self, width: int) -> Booleans:
        """Which rows have a filled cell beyond so many."""
        return np.fromiter((len(row) > width and any(row[width:]) for row in self), bool, len(self))

    def widest(self, least: int) -> int:
        """The most cells up to a filled one in the rows that have more than the least; 0 if there are none."""
        return max((filled_width(row) for row in self if len(row) > least), default=0)

    def columns(self, width: int) -> list[Texts]:
        """The rows as so many columns."""
        rows = self if self.is_even(width) else [(row + [""] * (width - len(row)))[:width] for row in self]
        return [text_array(column) for column in zip(*rows, strict=True)]


class ArrowRows(Sequence[list[str]]):
    """Rows of one width, held as columns."""

    def __init__(self, columns: Sequence[Texts]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[list[str]]:
        starts = range(0, len(self), _PIECE)
        return chain.from_iterable(self[start : start + _PIECE]._lists() for start in starts)

    @overload
    def __getitem__(self, row: int) -> list[str]: ...
    @overload
    def __getitem__(self, row: slice) -> "ArrowRows": ...
    def __getitem__(self, row: int | slice) -> "list[str] | ArrowRows":
        if isinstance(row, slice):
            return ArrowRows([column[row] for column in self._columns])
        return [column[row].as_py() for column in self._columns]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (list, ArrowRows)) and list(self) == list(other)

    def _lists(self) -> Iterator[list[str]]:
        return map(list, zip(*(column.to_pylist() for column in self._columns), strict=True))

    def filled(self) -> Booleans:
        """Which rows have more than spaces, tabs and line breaks."""
        filled = np.zeros(len(self), bool)
        for column in self._columns:
            if len(rest := np.flatnonzero(~filled)):
                texts = column if len(rest) == len(column) else column.take(rest)
                filled[rest] = pc.match_substring_regex(texts, _FILLED)
        return filled

    def where(self, mask: Booleans) -> "ArrowRows":
        """The rows where a mask is true."""
        return ArrowRows([column.filter(pa.array(mask)) for column in self._columns])

    def is_even(self, width: int) -> bool:
        """Whether all rows have this width."""
        return len(self._columns) == width

    def shorter(self, width: int) -> Booleans:
        """Which rows have fewer cells, empty ones included."""
        return np.full(len(self), len(self._columns) < width)

    def wider(self, width: int) -> Booleans:
        """Which rows have a filled cell beyond so many."""
        wider = np.zeros(len(self), bool)
        for column in self._columns[width:]:
            wider |= np.asarray(pc.not_equal(column, ""))
        return wider

    def widest(self, least: int) -> int:
        """The most cells up to a filled one if the rows have more than the least; 0 if they have not."""
        widths = range(len(self._columns), least, -1)
        return next((width for width in widths if pc.any(pc.not_equal(self._columns[width - 1], "")).as_py()), 0)

    def columns(self, width: int) -> list[Texts]:
        """The rows as so many columns."""
        empty: Any = [text_array([""] * len(self))] * max(0, width - len(self._columns))
        return [*self._columns[:width], *empty]

    def replaced(self, old: str, new: str) -> "ArrowRows":
        """The rows with another text in place of one, wherever it is."""
        return ArrowRows([pc.replace_substring(column, old, new) for column in self._columns])
