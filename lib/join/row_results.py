"""The result that counts for each row of the joined table, and its fields as columns."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.batch.positions import Position
from lib.common.own_columns import Cell

_PIECE = 2_000
"""Cells that are objects at once while a column is read from its start to its end."""


class RowResults(Sequence[Position | None]):
    """The position of each row's result; None for a row without one.

    Args:
        numbers: the number of each row's result, counted through all files; -1 where there is none.
        starts: the number of the first result of each file.
    """

    __slots__ = ("_starts", "numbers")

    def __init__(self, numbers: NDArray[np.int64], starts: Sequence[int]) -> None:
        self.numbers, self._starts = numbers, starts

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, row: int) -> Position | None: ...
    @overload
    def __getitem__(self, row: slice) -> list[Position | None]: ...
    def __getitem__(self, row: int | slice) -> Position | list[Position | None] | None:
        if isinstance(row, slice):
            return list(map(self._position, self.numbers[row].tolist()))
        return self._position(int(self.numbers[row]))

    def __iter__(self) -> Iterator[Position | None]:
        return map(self._position, self.numbers.tolist())

    def _position(self, number: int) -> Position | None:
        if number < 0:
            return None
        file = bisect_right(self._starts, number) - 1
        return file, number - self._starts[file]


class ResultColumn(Sequence[Cell]):
    """One field of the result of each row: cells are taken from the results when they are read, not copied.

    Args:
        cells: the field of every result, file by file.
        numbers: the number of each row's result; -1 where there is none.
        blank: the cell of a row without a result.
    """

    __slots__ = ("_blank", "_cells", "_numbers")

    def __init__(self, cells: pa.ChunkedArray, numbers: NDArray[np.int64], blank: Cell) -> None:
        self._cells, self._numbers, self._blank = cells, numbers, blank

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, row: int) -> Cell: ...
    @overload
    def __getitem__(self, row: slice) -> list[Cell]: ...
    def __getitem__(self, row: int | slice) -> Cell | list[Cell]:
        if isinstance(row, slice):
            return self._taken(self._numbers[row])
        number = int(self._numbers[row])
        cell: Cell = self._blank if number < 0 else self._cells[number].as_py()
        return cell

    def __iter__(self) -> Iterator[Cell]:
        return chain.from_iterable(self[start : start + _PIECE] for start in range(0, len(self), _PIECE))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __repr__(self) -> str:
        return f"ResultColumn({list(self)!r})"

    def take(self, rows: Sequence[int]) -> list[Cell]:
        """The cells of these rows."""
        return self._taken(self._numbers[np.asarray(rows, np.int64)])

    def _taken(self, numbers: NDArray[np.int64]) -> list[Cell]:
        taken = self._cells.take(pa.array(numbers, mask=numbers < 0))
        cells: list[Cell] = (taken if self._blank is None else taken.fill_null(self._blank)).to_pylist()
        return cells
