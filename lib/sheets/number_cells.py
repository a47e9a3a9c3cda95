"""A worksheet's numbers as the file stores them, and the texts that Excel shows for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.format_codes import GENERAL
from lib.sheets.format_numbers import general_text
from lib.sheets.number_format import parse_format

IntArray = NDArray[np.int32]
Place = tuple[int, int]
"""Row and column, from 0."""

_AS_SHOWN = r"^-?(?:[1-9]\d{0,14}|(?:0|[1-9]\d{0,6})\.\d{0,7}[1-9])$|^0$"
"""Numbers that the format General shows as they are written."""

_LONG = r"^-?(?:\d{16,}(?:\.0*)?|[\d.]+[eE]\+?\d{2,3})$"
"""Numbers that may have more than 15 digits."""

_EXPONENT = re.compile("[eE]")

_EXACT_INTEGERS = 2**53
"""A float of 64 bits has every whole number up to here."""


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
        shown = self.written
        for index in np.unique(self.formats).tolist():
            chosen = pa.array(self.formats == index)
            if self.codes[index] == GENERAL:
                chosen = pc.and_(chosen, pc.invert(pc.match_substring_regex(self.written, _AS_SHOWN)))
            values = self.written.filter(chosen).dictionary_encode()
            shows = parse_format(self.codes[index]).text
            texts = pa.array([shows(number_value(value), self.shift) for value in values.dictionary.to_pylist()])
            if len(values):
                shown = pc.replace_with_mask(shown, chosen, texts.cast(pa.string()).take(values.indices))
        return shown.to_pylist()  # type: ignore[no-any-return]

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
    return str(int(value)) if value == int(value) and abs(value) <= _EXACT_INTEGERS else repr(float(value))


def number_value(written: str) -> Decimal:
    """A number with all digits of a whole one, else with the 15 digits that Excel keeps.

    >>> number_value("0.30000000000000004"), number_value("12345678901234567890")
    (Decimal('0.3'), Decimal('12345678901234567890'))
    """
    if len(written) <= 15 and written[-1:].isdigit() and not _EXPONENT.search(written):
        return Decimal(written)
    whole = _whole(written)
    return Decimal(whole) if len(whole) > 15 else Decimal(f"{float(written):.15g}")


def _whole(written: str) -> str:
    """The digits of a whole number that is written without an exponent, else nothing."""
    digits = re.fullmatch(r"(-?\d+)(?:\.0*)?", written)
    return digits[1] if digits else ""


def _is_no_float(written: str) -> bool:
    whole = _whole(written)
    return bool(whole) and int(whole) != int(float(whole)) and Decimal(repr(float(whole))) != int(whole)


def _is_doubtful(written: str) -> bool:
    whole = _whole(written).lstrip("-")
    return not whole or int(whole) > _EXACT_INTEGERS or not whole[15:].strip("0")
