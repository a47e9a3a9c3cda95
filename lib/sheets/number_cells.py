"""A worksheet's numbers as the file stores them, and the texts that Excel shows for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.format_numbers import general_text, number_value, whole_digits
from lib.sheets.number_texts import number_texts

IntArray = NDArray[np.int32]
Place = tuple[int, int]
"""Row and column, from 0."""

_LONG = r"^-?(?:\d{16,}(?:\.0*)?|[\d.]+[eE]\+?\d{2,3})$"
"""Numbers that may have more than 15 digits."""

_EXACT_INTEGERS = 2**53
"""A float of 64 bits has every whole number up to here."""

_MOST_DIGITS = 300
"""A float of 64 bits has no more digits."""


@dataclass(frozen=True, slots=True, eq=False)
class NumberCells:
    """Numbers, dates and truth values of a worksheet, one item a cell."""

    rows: IntArray
    columns: IntArray
    """Places, from 0."""

    written: pa.StringArray
    """Digits as the file has them."""

    formats: IntArray
    """Indexes into `codes`."""

    codes: tuple[str, ...]
    """The codes of number formats, such as `00000`."""

    shift: int = 0
    """Days to add to a date, so that it counts from 1900: 1462 if the workbook counts from 1904."""

    shown: bool = False
    """Whether the file has the texts of these cells, so that none is to be made."""

    def __len__(self) -> int:
        return len(self.rows)

    def of_columns(self, kept: Sequence[int]) -> "NumberCells":
        """The numbers of these columns alone, which become the first, the second and so on."""
        chosen = np.isin(self.columns, kept)
        columns = np.searchsorted(np.asarray(kept, np.int32), self.columns[chosen]).astype(np.int32)
        written = self.written.filter(pa.array(chosen))
        return replace(self, rows=self.rows[chosen], columns=columns, written=written, formats=self.formats[chosen])

    def texts(self) -> list[str]:
        """The text that Excel shows for each."""
        texts = np.empty(len(self), object)
        for index in np.unique(self.formats).tolist():
            chosen = np.flatnonzero(self.formats == index)
            written = self.written.take(pa.array(chosen)).dictionary_encode()
            texts[chosen] = number_texts(written.dictionary, self.codes[index], self.shift)[written.indices]
        return texts.tolist()

    def doubtful(self) -> list[str]:
        """The whole numbers of more than 15 digits that may be rounded.

        A number in digits is whole if no float of 64 bits is that number: then the program that wrote the
        file keeps all digits of all numbers. Excel leaves only zeros after the 15th digit.
        """
        long = self.written.filter(pc.match_substring_regex(self.written, _LONG)).to_pylist()
        large = [written for written in long if abs(float(written)) >= 10**15]
        if any(map(_is_no_float, large)):
            return []
        return [general_text(number_value(written)) for written in large if _is_doubtful(written)]


def no_numbers() -> NumberCells:
    """The numbers of a worksheet without any."""
    nothing = np.zeros(0, np.int32)
    return NumberCells(nothing, nothing, pa.array([], pa.string()), nothing, ())


def number_cells(places: Sequence[Place], values: Sequence[float], codes: Sequence[str], shift: int = 0) -> NumberCells:
    """The numbers at these places, each with the code of its format, of a file that stores floats."""
    distinct = dict(zip(dict.fromkeys(codes), count(), strict=False))
    written = pa.array([_digits(value) for value in values], pa.string())
    rows, columns = np.array(places, np.int32).reshape(-1, 2).T
    formats = np.array([distinct[code] for code in codes], np.int32)
    return NumberCells(rows, columns, written, formats, tuple(distinct), shift)


def _digits(value: float) -> str:
    value = float(value)
    return str(int(value)) if value.is_integer() and abs(value) <= _EXACT_INTEGERS else repr(value)


def _is_no_float(written: str) -> bool:
    whole = whole_digits(written)
    if not 0 < len(whole) < _MOST_DIGITS:
        return False
    return int(whole) != int(float(whole)) and Decimal(repr(float(whole))) != int(whole)


def _is_doubtful(written: str) -> bool:
    whole = whole_digits(written).lstrip("-")
    return not whole or Decimal(whole) > _EXACT_INTEGERS or not whole[15:].strip("0")
