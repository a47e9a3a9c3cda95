"""Which rows a file is made of: all of them, a small sample to try first, or all the others."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from lib.common.labels import value_key

Cells = Sequence[Sequence[str]]

Which = Literal["All rows", "A test sample", "All but the sample"]
How = Literal["First rows", "Random rows", "Picked rows"]

WHICH: tuple[Which, ...] = get_args(Which)
HOW: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """Rows by the values of a column, in any spelling (`labels.same`)."""

    column: str
    values: tuple[str, ...]
    others: bool = False
    """Whether the rows with none of the values are meant."""


@dataclass(frozen=True, slots=True)
class RowSelection:
    """The rows to send, out of those that can be sent."""

    which: Which = "All rows"
    how: How = "First rows"
    count: int = 10
    seed: int = 1
    """Of the random rows: the same seed gives the same rows of the same sheet."""

    numbers: tuple[int, ...] = ()
    """The picked rows, or those of the sample that is left out, as the spreadsheet numbers them."""

    where: ValueFilter | None = None
    """Of which rows only."""

    @property
    def digest_text(self) -> str:
        """What a composition's digest, and with it a file's name, is made from; the same for equal selections."""
        text = (
            f"Choice(which={self.which!r}, how={self.how!r}, count={self.count!r}, "
            f"seed={self.seed!r}, numbers={self.numbers!r})"
        )
        if self.where is None:
            return text
        where = self.where
        return f"{text} Where(column={where.column!r}, values={where.values!r}, others={where.others!r})"


ALL = RowSelection()


def matching_rows(
    where: ValueFilter | None, rows: Sequence[int], columns: Sequence[str], cells: Cells
) -> Sequence[int]:
    """The rows that the condition is about, of those given; all of them without one, or without its column."""
    if where is None or where.column not in columns:
        return rows
    column, wanted = cells[columns.index(where.column)], set(map(value_key, where.values))
    return [at for at in rows if (value_key(column[at]) in wanted) != where.others]


def select_rows(choice: RowSelection, rows: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
    """The indexes of the rows to send, ascending.

    Args:
        rows: the indexes of the rows that can be sent.
        numbers: each row's number in the spreadsheet.
    """
    if choice.which == "All rows":
        return rows
    named = set(choice.numbers)
    if choice.which == "All but the sample":
        return [at for at in rows if numbers[at] not in named]
    if choice.how == "Picked rows":
        return [at for at in rows if numbers[at] in named]
    if choice.how == "First rows":
        return rows[: choice.count]
    return sorted(random.Random(choice.seed).sample(list(rows), min(choice.count, len(rows))))


def read_numbers(text: str) -> tuple[tuple[int, ...], list[str]]:
    """Row numbers as people write them, and the words that are none: `2, 5-9` is rows 2 and 5 to 9.

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


_MOST = 1_000_000
"""Rows that one span may have: a slip of the finger must not fill the memory."""


def _span(first: str, last: str) -> range:
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        return range(0)
    if max(len(first), len(last)) > 9 or int(last) - int(first) >= _MOST:
        return range(0)
    return range(int(first), int(last) + 1)
