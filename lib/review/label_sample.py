"""A sample of rows to label by hand: which rows, in which order, and how much it says of all rows.

The draw is a rank of every id under a number that a person chooses. So the same number draws the same
rows from any order of the table, and a larger sample has all rows of a smaller one.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from math import sqrt
from typing import Literal, NamedTuple, get_args

from lib.common.phrasing import counted
from lib.review.label_keys import LabelKey

SampleWay = Literal["At random", "The same number for each label", "Least certain first", "Where the runs disagree"]

SAMPLE_WAYS: tuple[SampleWay, ...] = get_args(SampleWay)


class LabelSample(NamedTuple):
    """The rows that were drawn to be labelled for one column of the answers."""

    way: SampleWay
    column: str
    """The column of the answers, as `bare_name` gives it."""

    draw: int
    """The number that decides which rows are drawn."""

    population: int
    """Number of rows that could have been drawn."""

    keys: tuple[LabelKey, ...]
    """In the order in which readers label them."""

    drawn: str = ""
    """The date and time in UTC, such as `2026-11-30 19:43:06`."""

    @property
    def is_fair(self) -> bool:
        """Whether every row had the same chance, so that shares in the sample hold for all rows."""
        return self.way == "At random"


def draw_random(ids: Iterable[str], size: int | None, draw: int) -> list[str]:
    """So many of the ids, each with the same chance, in random order; without a size, or if there are fewer, all."""
    return sorted(dict.fromkeys(ids), key=lambda custom_id: _rank(custom_id, draw))[:size]


def draw_by_label(ids_of: Mapping[str, Iterable[str]], size: int, draw: int) -> list[str]:
    """So many ids of each label, or all of a rare one, in an order that does not tell the label.

    Args:
        ids_of: the ids with each label. An id with several labels counts for each, and is drawn once.
    """
    return draw_random((one for ids in ids_of.values() for one in draw_random(ids, size, draw)), None, draw)


def margin(size: int, population: int) -> float:
    """How far a share in a random sample may be from the share in all rows, at most, in 95 of 100 samples.

    It is the half width of the normal interval of a share of one half, the widest, with the correction for a sample
    that is a large part of all rows (W. G. Cochran, Sampling Techniques, 1977, section 3.6).

    >>> round(margin(200, 1_000_000), 3), margin(50, 50)
    (0.069, 0.0)
    """
    if size >= population:
        return 0.0
    return min(1.0, 1.96 * sqrt(0.25 / size * (population - size) / (population - 1)))


def precision_sentence(way: SampleWay, size: int, populations: Iterable[int]) -> str:
    """What a sample of this size will tell, before it is drawn.

    Args:
        populations: number of rows that can be drawn; for a sample by label, of each label.

    >>> precision_sentence("At random", 200, [5000])
    '200 rows: the share of right answers is known to about ±7 points.'
    """
    counts = [min(size, population) for population in populations]
    total = counted(sum(counts), "row")
    if way == "At random":
        return f"{total}: the share of right answers is known {_within(margin(size, max(populations, default=0)))}."
    if way == "The same number for each label":
        widest = max((margin(size, population) for population in populations if population), default=0.0)
        return f"{total}: the share of right answers of each label is known {_within(widest)}."
    return f"{total}, chosen because they are hard: their shares say nothing about all rows."


def _within(share: float) -> str:
    points = round(share * 100)
    return "exactly" if not share else f"to about ±{counted(max(points, 1), 'point')}"


def _rank(custom_id: str, draw: int) -> bytes:
    return sha256(f"{draw} {custom_id}".encode("utf-8", "surrogatepass")).digest()
