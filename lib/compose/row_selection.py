"""The rows that a file is made of: all, a small sample to test first, or all the others."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from lib.compose.row_conditions import Condition

Rows = NDArray[np.int64]
"""Indexes of rows of the sheet, ascending."""

RowScope = Literal["All rows", "A test sample", "All but the sample"]
SampleMethod = Literal["First rows", "Random rows", "Picked rows"]

ROW_SCOPES: tuple[RowScope, ...] = get_args(RowScope)
SAMPLE_METHODS: tuple[SampleMethod, ...] = get_args(SampleMethod)


@dataclass(frozen=True, slots=True)
class RowSelection:
    """The rows to send, out of those that can be sent."""

    scope: RowScope = "All rows"
    method: SampleMethod = "First rows"
    count: int = 10
    seed: int = 1
    """Seed of random rows: the same seed gives the same rows of the same sheet."""

    numbers: tuple[int, ...] = ()
    """Row numbers of picked rows, or of the sample that is left out."""

    conditions: tuple[Condition, ...] = ()
    """Conditions that every row must meet."""

    @property
    def digest_text(self) -> str:
        """Text for a composition's digest, equal for equal selections. File names depend on it: never change it."""
        text = (
            f"Choice(which={self.scope!r}, how={self.method!r}, count={self.count!r}, "
            f"seed={self.seed!r}, numbers={self.numbers!r})"
        )
        conditions = (condition.digest_text for condition in self.conditions if condition.is_complete)
        return " ".join((text, *conditions))


def select_rows(selection: RowSelection, rows: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
    """The rows to send, ascending, as indexes into the sheet.

    Args:
        rows: the rows that can be sent.
        numbers: the row number of every row of the sheet.
    """
    if selection.scope == "All rows":
        return rows
    listed = set(selection.numbers)
    if selection.scope == "All but the sample":
        return [row for row in rows if numbers[row] not in listed]
    if selection.method == "Picked rows":
        return [row for row in rows if numbers[row] in listed]
    if selection.method == "First rows":
        return rows[: selection.count]
    return sorted(random.Random(selection.seed).sample(list(rows), min(selection.count, len(rows))))


def without(rows: Rows, others: Collection[int] | Rows) -> Rows:
    """The rows that are not among the others."""
    return rows[np.isin(rows, np.fromiter(others, np.int64, len(others)), invert=True)] if len(others) else rows


def read_numbers(text: str) -> tuple[tuple[int, ...], list[str]]:
    """Row numbers as people write them, and the words that are not numbers: `2, 5-9` is rows 2 and 5 to 9.

    >>> read_numbers("2, 5-7; x")
    ((2, 5, 6, 7), ['x'])
    """
    numbers: list[int] = []
    wrong = []
    for word in text.replace(",", " ").replace(";", " ").split():
        first, dash, last = word.replace("–", "-").partition("-")
        span = _span(first, last if dash else first)
        numbers += span
        wrong += [] if span else [word]
    return tuple(dict.fromkeys(numbers)), wrong


_LONGEST_SPAN = 1_000_000
"""Most rows of one span: a typing error must not fill the memory."""


def _span(first: str, last: str) -> range:
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return range(0)
    if max(len(first), len(last)) > 9 or int(last) - int(first) >= _LONGEST_SPAN:
        return range(0)
    return range(int(first), int(last) + 1)
