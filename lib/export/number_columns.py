"""Columns that are numbers in a workbook: those of the sheet's own, and JSON numbers that Excel holds exactly."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from lib.common.own_columns import Cell
from lib.sheets.format_codes import BOOLEAN
from lib.sheets.typed_column import TypedColumn

_EXPONENT = re.compile(r"[eE].*")
_NO_DIGIT = re.compile(r"\D")
_EXACT_DIGITS = 15
_SMALLEST, _LARGEST = 1e-300, 1e300
_EXACT_INTEGERS = 2**53


class Value(NamedTuple):
    """A number as a cell has it."""

    text: str
    format: int
    """Index into the column's format codes."""

    is_truth: bool


class NumberColumn:
    """The numbers of a sheet's column, by the rows of the joined table.

    Args:
        sheet_rows: the sheet's row of each row of the table.
    """

    def __init__(self, typed: TypedColumn, sheet_rows: Sequence[int | None]) -> None:
        self._typed = typed
        self._places = np.array([-1 if row is None else row for row in sheet_rows], np.int64)
        self.codes = typed.codes

    def used_formats(self) -> list[int]:
        """The indexes of the formats in use."""
        return [int(index) for index in np.unique(self._typed.formats) if index >= 0]

    def values(self, rows: Sequence[int], cells: Sequence[Cell]) -> Iterator[Value | None]:
        """The number of each of these rows of the table; None where its cell is a text."""
        places = self._places[np.asarray(rows, np.int64)]
        formats = np.where(places < 0, -1, self._typed.formats[places]).tolist()
        for cell, index, number in zip(cells, formats, self._typed.values[places].tolist(), strict=True):
            is_number = index >= 0 and _has_all_digits(number, str(cell))
            yield Value(number_text(number), index, self.codes[index] == BOOLEAN) if is_number else None


def _has_all_digits(number: float, text: str) -> bool:
    """Whether a number is all that its text says: beyond 2**53, a float may lack digits of a whole number."""
    if abs(number) <= _EXACT_INTEGERS:
        return True
    digits = _NO_DIGIT.sub("", text)
    return len(digits.strip("0")) <= _EXACT_DIGITS or int(digits) == abs(int(number))


def number_text(number: float) -> str:
    """A number with all its digits.

    >>> number_text(3.0), number_text(0.1), number_text(1e300)
    ('3', '0.1', '1e+300')
    """
    return str(int(number)) if number.is_integer() and abs(number) <= _EXACT_INTEGERS else repr(number)


def are_exact(cells: Sequence[Cell], rows: Sequence[int]) -> bool:
    """Whether Excel, which keeps 15 digits, holds the JSON numbers of these rows exactly."""
    return all(_is_exact(cells[row]) for row in rows)


def _is_exact(cell: Cell) -> bool:
    digits = _EXPONENT.sub("", str(cell or "")).replace(".", "").lstrip("-0")
    return not digits or (len(digits) <= _EXACT_DIGITS and _SMALLEST < abs(float(cell or 0)) < _LARGEST)
