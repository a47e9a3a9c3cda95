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

    - A number, a percentage or an amount of money: its value and its format (`0.25` and `0%`).
    - A date or a time: days and parts of a day, and a format of dates.
    - A truth value: 1 or 0, and `lib.sheets.format_codes.BOOLEAN`.
    - A number in a cell that is formatted as text: its value, and `@`.
    - Everything else has no value: texts (digits too), error cells, empty cells, and cells that were filled with the
      text of their merged range.

    A text may be more than its value: it has all digits of a whole number beyond 2**53.
    """

    values: NDArray[np.float64]
    """Finite numbers. Dates are days since 1899-12-30, as Excel counts them in the system of 1900, whatever the
    file's own. NaN where the cell has no value."""

    formats: IntArray
    """Indexes into `codes`; -1 where the cell has no value."""

    codes: tuple[str, ...]
    """The codes of Excel's number formats: `0%`, `d/m/yyyy`, `General`."""


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
    codes = numbers.formats[chosen]
    shifted = stored + _shifts(numbers)[codes, (stored >= 1).astype(int)]
    values[indexes] = np.where(np.isfinite(stored), shifted, np.nan)
    formats[indexes] = np.where(np.isfinite(stored), codes, -1)
    return TypedColumn(values, formats, numbers.codes)


def _shifts(numbers: NumberCells) -> IntArray:
    """The days to add to numbers of each format, below 1 and from 1 on: a duration and a time of day have no date."""
    forms = map(parse_format, numbers.codes)
    days = [(form.shows_day * numbers.shift, (form.is_date and not form.is_span) * numbers.shift) for form in forms]
    return np.array(days, np.int32).reshape(-1, 2)
