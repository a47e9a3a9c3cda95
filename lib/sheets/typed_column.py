"""What the cells of a workbook's column were: numbers, dates and truth values, for exports that keep them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.number_cells import IntArray, NumberCells
from lib.sheets.number_format import parse_format


@dataclass(frozen=True, slots=True, eq=False)
class TypedColumn:
    """The stored values of a column, one item a row; the cell's text is in the column of that name.

    A text may be more than its value: it has all digits of a whole number beyond 2**53. A cell that was
    filled with the text of its merged range has no value.
    """

    values: NDArray[np.float64]
    """Numbers; 1 or 0 for truth values; for dates and times the days since 1899-12-30, as Excel counts them in
    the system of 1900, whatever the file's own. NaN where the cell is not a number."""

    formats: IntArray
    """Indexes into `codes`; -1 where the cell is not a number."""

    codes: tuple[str, ...]
    """The codes of Excel's number formats: `0%`, `d/m/yyyy`, `General`. Truth values have that of
    `lib.sheets.format_codes.BOOLEAN`."""


def typed_column(numbers: NumberCells, column: int, row_numbers: Sequence[int]) -> TypedColumn | None:
    """The values of a column in these rows, by their numbers from 1; None if no cell in them is a number."""
    chosen = np.flatnonzero(numbers.columns == column)
    wanted = np.asarray(row_numbers, np.int64)
    indexes = np.searchsorted(wanted, numbers.rows[chosen] + 1)
    found = np.take(wanted, np.minimum(indexes, len(wanted) - 1)) == numbers.rows[chosen] + 1
    chosen, indexes = chosen[found], indexes[found]
    if not len(chosen):
        return None
    values, formats = np.full(len(wanted), np.nan), np.full(len(wanted), -1, np.int32)
    stored = pc.cast(numbers.written.take(chosen), "float64").to_numpy(zero_copy_only=False)
    values[indexes] = (
        stored + np.array([_shift(code, numbers.shift) for code in numbers.codes])[numbers.formats[chosen]]
    )
    formats[indexes] = numbers.formats[chosen]
    return TypedColumn(values, formats, numbers.codes)


def _shift(code: str, days: int) -> int:
    """The days to add to numbers of this format: a duration counts from nothing."""
    form = parse_format(code)
    return days if form.is_date and not form.is_span else 0
