"""The numbers behind the charts, and each chart as a sentence for people who cannot see it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from lib.analysis.intervals import Interval, share_interval
from lib.common.labels import tally
from lib.common.own_columns import Cell
from lib.join import Joined
from lib.join.request_counts import RequestCounts
from lib.sheets import take_cells

_MOST_BINS = 20
_BARS_IN_SENTENCE = 12
_SHARE_IN_BINS = 0.99
"""Share of the values that the bins of equal width cover; larger values share one bin without an end."""


class Bin(NamedTuple):
    """A range of whole numbers and how many values it holds: from `start` up to, but not including, `stop`."""

    start: int
    stop: int | None
    """None if the range has no end."""

    values: int

    def __str__(self) -> str:
        """`100 to 199`"""
        if self.stop is None:
            return f"{self.start:,} and more"
        return f"{self.start:,}" if self.stop == self.start + 1 else f"{self.start:,} to {self.stop - 1:,}"


def histogram(values: Iterable[int], most: int = _MOST_BINS) -> list[Bin]:
    """Bins of equal width (1, 2 or 5 and zeros) that together hold every value.

    Args:
        values: whole numbers from 0.
        most: most bins, beside one for a long tail.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    top = ordered[min(len(ordered) - 1, int(len(ordered) * _SHARE_IN_BINS))]
    width = next(width for width in _widths() if top // width - ordered[0] // width < most)
    start, stop = ordered[0] // width * width, (top // width + 1) * width
    counts = [0] * ((stop - start) // width)
    tail = 0
    for value in ordered:
        if value < stop:
            counts[(value - start) // width] += 1
        else:
            tail += 1
    bins = [Bin(first, first + width, values) for first, values in zip(count(start, width), counts, strict=False)]
    return [*bins, Bin(stop, None, tail)] if tail else bins


def _widths() -> Iterator[int]:
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def state_counts(ledger: RequestCounts) -> dict[str, int]:
    """The number of sent requests by state; without Missing if it is unknown what was sent."""
    counts = {"OK": ledger.ok, "Failed": ledger.failed, "Cut short": ledger.cut_short, "Refused": ledger.refused}
    return counts if ledger.missing is None else counts | {"Missing": ledger.missing}


def answer_lengths(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The characters of each answer that is a text; of all rows, or of the given ones."""
    return list(map(len, _texts(joined, rows)))


def answer_tokens(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The completion tokens of each answer that counts them."""
    return _counts(joined, rows, "completion_tokens")


def prompt_tokens(joined: Joined, rows: Sequence[int] | None = None) -> list[int]:
    """The prompt tokens of each answer that counts them."""
    return _counts(joined, rows, "prompt_tokens")


def label_counts(joined: Joined, rows: Sequence[int] | None = None) -> dict[str, int] | None:
    """The number of answers with each label; None if the answers are texts rather than labels."""
    labels = tally(_texts(joined, rows))
    return labels.counts if labels else None


class LabelShare(NamedTuple):
    """One label's rows, and their share of all with a label."""

    label: str
    rows: int
    share: Interval


def label_shares(counts: Mapping[str, int], total: int) -> list[LabelShare]:
    """The share of each label, with Wilson's interval.

    Args:
        total: number of rows with labels; less than the sum where a row may have several.

    >>> [(label, rows, round(share.value, 2)) for label, rows, share in label_shares({"good": 3, "bad": 1}, 4)]
    [('good', 3, 0.75), ('bad', 1, 0.25)]
    """
    return [LabelShare(label, rows, share_interval(rows, total)) for label, rows in counts.items()]


def _texts(joined: Joined, rows: Sequence[int] | None) -> Iterator[str]:
    """The answers that are texts, as the table has them."""
    fields = (joined.field("state"), joined.field("has_vectors"), joined.columns[joined.answer_column])
    for state, has_vectors, text in zip(*(_cells(column, rows) for column in fields), strict=True):
        if state != "Failed" and not has_vectors:
            yield str(text or "")


def _counts(joined: Joined, rows: Sequence[int] | None, name: str) -> list[int]:
    """A count of tokens of each answer that has it."""
    pairs = zip(_cells(joined.field("state"), rows), _cells(joined.field(name), rows), strict=True)
    return [int(count) for state, count in pairs if state != "Failed" and count is not None]


def _cells(column: Sequence[Cell], rows: Sequence[int] | None) -> Sequence[Cell]:
    return column if rows is None else take_cells(column, rows)


def describe_chart(bars: Mapping[str, int] | Sequence[Bin]) -> str:
    """A chart as a sentence: `OK: 8; Failed: 2.`"""
    pairs = bars.items() if isinstance(bars, Mapping) else ((str(each), each.values) for each in bars)
    parts = [f"{label}: {number:,}" for label, number in pairs]
    more = f"; and {len(parts) - _BARS_IN_SENTENCE:,} more" if len(parts) > _BARS_IN_SENTENCE else ""
    return "; ".join(parts[:_BARS_IN_SENTENCE]) + more + "." if parts else "Nothing to show."
