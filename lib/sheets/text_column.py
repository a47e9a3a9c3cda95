"""A column of texts, held as one Arrow array: a tenth of the memory of Python's strings."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lib.common.excel_cells import replace_surrogates

Texts: TypeAlias = pa.StringArray | pa.LargeStringArray
_Cell = TypeVar("_Cell")
_PIECE = 2_000
"""Texts that are strings at once while a column is read from its start to its end."""


class TextColumn(Sequence[str]):
    """The texts of a column, one for each row; a string is made when it is read.

    A loop over rows is fastest over the column itself, over slices of it, or over what `take` gives.
    """

    __slots__ = ("arrow",)

    def __init__(self, arrow: Texts) -> None:
        self.arrow = arrow
        """The texts without nulls, in one piece."""

    def __len__(self) -> int:
        return len(self.arrow)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        texts: str | list[str] = self.arrow[row].to_pylist() if isinstance(row, slice) else self.arrow[row].as_py()
        return texts

    def __iter__(self) -> Iterator[str]:
        starts = range(0, len(self), _PIECE)
        return chain.from_iterable(self.arrow.slice(start, _PIECE).to_pylist() for start in starts)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, TextColumn):
            return bool(self.arrow.equals(other.arrow.cast(self.arrow.type)))
        return isinstance(other, list) and list(self) == other

    def __repr__(self) -> str:
        return f"TextColumn({list(self)!r})"

    def __arrow_array__(self, type: pa.DataType | None = None) -> pa.Array:  # noqa: A002
        return self.arrow if type is None else self.arrow.cast(type)

    def select(self, rows: Sequence[int | None] | NDArray[np.int64]) -> "TextColumn":
        """The texts of these rows in this order; an empty one where there is no row."""
        places = pa.array(rows, pa.int64())
        if len(places) > 1 and (np.diff(places) == 1).all():  # a slice copies nothing
            return TextColumn(self.arrow.slice(places[0].as_py(), len(places)))
        return TextColumn(self.arrow.take(places).fill_null(""))

    def take(self, rows: Sequence[int | None]) -> list[str]:
        """The texts of these rows as strings; an empty one where there is no row."""
        texts: list[str] = self.select(rows).arrow.to_pylist()
        return texts


def text_array(texts: Sequence[str]) -> Texts:
    """Texts as one Arrow array, of 64-bit places from 2 GB on; half of a surrogate pair becomes U+FFFD."""
    try:
        array: Any = pa.array(texts, pa.string())
        return pa.array(texts, pa.large_string()) if isinstance(array, pa.ChunkedArray) else array
    except UnicodeEncodeError:
        return text_array([str(text) for text in replace_surrogates(texts)])


def one_array(column: pa.ChunkedArray) -> Texts:
    """The texts of a column in one piece, with 64-bit places if they need them."""
    array = column.cast(pa.large_string()).combine_chunks()
    return array.cast(pa.string()) if array.nbytes < 2**31 else array


def take_cells(column: Sequence[_Cell], rows: Sequence[int]) -> Sequence[_Cell]:
    """The cells of these rows of any column; those of a column in Arrow all at once."""
    take: Callable[[Sequence[int]], Sequence[_Cell]] | None = getattr(column, "take", None)
    return take(rows) if take else [column[row] for row in rows]
