"""The numbers behind the charts: labels, counts, and the same in words for those who do not see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from lib.common.labels import tally
from lib.join import Joined
from lib.join.request_counts import RequestCounts
from lib.results import Result

MOST_BINS = 20
_MOST_SAID = 12
_TAIL = 0.99
"""The bins reach up to this share of the values; the rest share one bin without an end."""


def ledger_bar(ledger: RequestCounts) -> dict[str, int]:
    """The states of what was sent, which add up to Sent; without Missing where nobody knows it."""
    bar = {"OK": ledger.ok, "Failed": ledger.failed, "Cut short": ledger.cut_short, "Refused": ledger.refused}
    return bar if ledger.missing is None else bar | {"Missing": ledger.missing}


class Bin(NamedTuple):
    """Whole numbers from `start` up to, not including, `stop` (None: all that is more), and how many there are."""

    start: int
    stop: int | None
    values: int

    def __str__(self) -> str:
        """`100 to 199`"""
        if self.stop is None:
            return f"{self.start:,} and more"
        return f"{self.start:,}" if self.stop == self.start + 1 else f"{self.start:,} to {self.stop - 1:,}"


def histogram(values: Iterable[int], most: int = MOST_BINS) -> list[Bin]:
    """Bins of one width, which is 1, 2 or 5 and zeros; every value is in one of them.

    Args:
        values: whole numbers from 0 on.
        most: so many bins at most, besides one for a long tail.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    top = ordered[min(len(ordered) - 1, int(len(ordered) * _TAIL))]
    step = next(step for step in _steps() if top // step - ordered[0] // step < most)
    start, stop = ordered[0] // step * step, (top // step + 1) * step
    counts = [0] * ((stop - start) // step)
    tail = 0
    for value in ordered:
        if value < stop:
            counts[(value - start) // step] += 1
        else:
            tail += 1
    bins = [Bin(start + at * step, start + (at + 1) * step, found) for at, found in enumerate(counts)]
    return [*bins, Bin(stop, None, tail)] if tail else bins


def _steps() -> Iterator[int]:
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def answer_lengths(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The characters of each answer that is a text; of all rows, or those with these indexes."""
    return [len(result.answer) for result in _answers(joined, rows) if not result.has_vectors]


def answer_tokens(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The completion tokens of each answer that tells them."""
    return [result.completion_tokens for result in _answers(joined, rows) if result.completion_tokens is not None]


def prompt_tokens(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The prompt tokens of each answer that tells them."""
    return [result.prompt_tokens for result in _answers(joined, rows) if result.prompt_tokens is not None]


def label_counts(joined: Joined, rows: Sequence[int] | None = None) -> dict[str, int] | None:
    """How often each answer was given; None if the answers are not one of a list."""
    found = tally(result.answer for result in _answers(joined, rows) if not result.has_vectors)
    return found.counts if found else None


def _answers(joined: Joined, rows: Sequence[int] | None) -> Iterator[Result]:
    return filter(None, map(joined.answer, range(len(joined.rows)) if rows is None else rows))


def in_words(bars: Mapping[str, int] | Sequence[Bin]) -> str:
    """A chart as a sentence: `OK: 8; Failed: 2.`"""
    pairs = bars.items() if isinstance(bars, Mapping) else ((str(found), found.values) for found in bars)
    said = [f"{label}: {number:,}" for label, number in pairs]
    more = f"; and {len(said) - _MOST_SAID:,} more" if len(said) > _MOST_SAID else ""
    return "; ".join(said[:_MOST_SAID]) + more + "." if said else "Nothing to show."
