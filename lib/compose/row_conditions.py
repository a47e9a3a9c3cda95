"""Conditions on the cells of a row, all of which must hold for the row to be sent."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Literal, get_args

from lib.common.labels import value_key
from lib.sheets import Sheet

ConditionTest = Literal[
    "is one of", "is none of", "contains", "does not contain", "is empty", "is not empty", "is a number from … to"
]
TESTS: tuple[ConditionTest, ...] = get_args(ConditionTest)

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""A thousand in some countries, one with decimals in others: such a cell has no certain number."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one column's cells."""

    column: str
    test: ConditionTest = "is one of"
    values: tuple[str, ...] = ()
    """Values in any spelling (`labels.value_key`), or texts of which a cell contains any, in any case."""

    low: float | None = None
    high: float | None = None
    """The ends of a range, which belong to it; None: no end."""

    @property
    def is_complete(self) -> bool:
        """Whether it says enough to be tested; until then it holds for every row."""
        if self.test == "is a number from … to":
            return self.low is not None or self.high is not None
        return self.test in ("is empty", "is not empty") or bool(self.values)

    @property
    def digest_text(self) -> str:
        """Text for a composition's digest, equal for equal conditions. File names depend on it: never change it."""
        if self.test in ("is one of", "is none of"):
            return f"Where(column={self.column!r}, values={self.values!r}, others={(self.test == 'is none of')!r})"
        return repr((self.column, self.test, self.values, self.low, self.high))


def matching_rows(conditions: Sequence[Condition], rows: Sequence[int], sheet: Sheet) -> Sequence[int]:
    """The rows for which all complete conditions hold; one on a column that the sheet lacks holds for all."""
    for condition in conditions:
        if condition.is_complete and condition.column in sheet.columns:
            holds = _test_of(condition, sheet)
            rows = [row for row in rows if holds(row)]
    return rows


def rows_without_number(condition: Condition, rows: Sequence[int], sheet: Sheet) -> list[int]:
    """The rows whose cell is neither empty nor certainly a number, which no range has."""
    number, cells = _numbers(sheet, condition.column), sheet.column(condition.column).take(rows)
    return [row for row, cell in zip(rows, cells, strict=True) if cell.strip() and number(row) is None]


def _test_of(condition: Condition, sheet: Sheet) -> Callable[[int], bool]:
    cells = list(sheet.column(condition.column))
    match condition.test:
        case "is empty":
            return lambda row: not cells[row].strip()
        case "is not empty":
            return lambda row: bool(cells[row].strip())
        case "contains" | "does not contain":
            wanted, texts = condition.test == "contains", [text.casefold() for text in condition.values]
            return lambda row: any(text in cells[row].casefold() for text in texts) == wanted
        case "is a number from … to":
            return _in_range(_numbers(sheet, condition.column), condition.low, condition.high)
        case _:
            wanted, keys = condition.test == "is one of", set(map(value_key, condition.values))
            return lambda row: (value_key(cells[row]) in keys) == wanted


def _in_range(number: Callable[[int], float | None], low: float | None, high: float | None) -> Callable[[int], bool]:
    def holds(row: int) -> bool:
        found = number(row)
        return found is not None and (low is None or found >= low) and (high is None or found <= high)

    return holds


def _numbers(sheet: Sheet, column: str) -> Callable[[int], float | None]:
    """The number of a row's cell: the workbook's own, else the one that the text certainly is, else None."""
    cells, typed = list(sheet.column(column)), sheet.typed(column)

    def number(row: int) -> float | None:
        if typed is not None and not isnan(stored := float(typed.values[row])):
            return stored
        return read_number(cells[row])

    return number


def read_number(cell: str) -> float | None:
    """The number that a cell certainly is, with a decimal point or comma; None if there is none.

    >>> read_number(" 2,5 "), read_number("1,000"), read_number("n/a")
    (2.5, None, None)
    """
    text = cell.strip()
    if not _NUMBER.fullmatch(text) or _THOUSANDS.fullmatch(text):
        return None
    return float(text.replace(",", "."))
