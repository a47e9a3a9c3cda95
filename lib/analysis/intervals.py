"""The range that a figure of a sample leaves open: Wilson's for shares, the bootstrap's for everything else."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Figures = Mapping[str, Floats]
"""Figures by name. Each has the shape of the counts without their last axis: one number, or one for each draw."""

COVERAGE = 0.95
"""Share of samples whose interval holds the true value."""

DRAWS, FEWEST_DRAWS = 2_000, 400
"""Samples that the bootstrap draws; fewer of very many kinds of rows."""

_Z = NormalDist().inv_cdf(0.5 + COVERAGE / 2)
_CELLS_AT_ONCE, _KINDS_IN_ALL = 2_000_000, 4_000_000


class Interval(NamedTuple):
    """A figure with the range that probably holds its true value; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None


def wilson_interval(part: int, whole: int) -> tuple[float, float]:
    """The range with the true share in 95 of 100 cases, if the rows are a random sample.

    Wilson's interval (E. B. Wilson, 1927, J. Am. Stat. Assoc. 22) also holds for few rows and for shares near 0 and 1.

    Raises:
        ZeroDivisionError: `whole` is 0.

    >>> [round(share, 2) for share in wilson_interval(46, 50)]
    [0.81, 0.97]
    """
    share, spread = part / whole, _Z * _Z / whole
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / whole + spread / (4 * whole)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)


def share_interval(part: int, whole: int) -> Interval:
    """A share with Wilson's interval; of no rows, nothing."""
    return Interval(part / whole, *wilson_interval(part, whole)) if whole else Interval(None)


def bootstrap_intervals(
    counts: NDArray[np.int64], figures: Callable[[Floats], Figures], width: int = 0
) -> dict[str, Interval]:
    """Figures of a sample with the percentile interval of the bootstrap (B. Efron, 1979, Ann. Stat. 7).

    Rows that are alike are drawn together, as the multinomial distribution gives them. The same counts always
    give the same interval. A draw in which a figure is not defined does not count for it.

    Args:
        counts: how often each kind of row is in the sample.
        figures: the figures of such counts, or of an array of shape (draws, kinds).
        width: numbers that `figures` holds for each draw, to keep the memory small.
    """
    drawn: dict[str, list[Floats]] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        values = figures(counts.astype(np.float64))
        for part in _draws(counts, width):
            for name, found in figures(part).items():
                drawn.setdefault(name, []).append(found)
    return {name: _interval(float(value), drawn[name]) for name, value in values.items()}


def _draws(counts: NDArray[np.int64], width: int) -> Iterator[Floats]:
    seed = hashlib.sha256(counts.tobytes()).digest()
    random = np.random.default_rng(int.from_bytes(seed[:8], "big"))
    total = int(counts.sum())
    shares, step = counts / total, max(1, _CELLS_AT_ONCE // (len(counts) + width))
    draws = min(DRAWS, max(FEWEST_DRAWS, _KINDS_IN_ALL // len(counts)))
    for start in range(0, draws, step):
        yield random.multinomial(total, shares, size=min(step, draws - start)).astype(np.float64)


def _interval(value: float, drawn: list[Floats]) -> Interval:
    if not np.isfinite(value):
        return Interval(None)
    every = np.concatenate(drawn)
    every = every[np.isfinite(every)]
    if not len(every):
        return Interval(value)
    low, high = np.percentile(every, [50 * (1 - COVERAGE), 50 * (1 + COVERAGE)])
    return Interval(value, float(low), float(high))
