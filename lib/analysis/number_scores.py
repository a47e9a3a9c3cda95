"""How far answers that are numbers are from the right numbers."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.analysis.intervals import Figures, Floats, Interval, bootstrap_intervals
from lib.analysis.row_labels import is_number, label_key

_LEAST = 1e-12
"""Spread below which numbers count as equal."""


def are_numbers(texts: Sequence[str]) -> bool:
    """Whether all texts are numbers, and there is one at least."""
    return bool(texts) and all(is_number(label_key(text)) for text in texts)


def number_scores(truths: Sequence[str], answers: Sequence[str]) -> dict[str, Interval]:
    """Mean error (answer less right number), mean absolute error, root mean square error, Pearson's r, Spearman's rho
    and Krippendorff's alpha for intervals. What is not defined, such as r of numbers that are all equal, has no value.

    Raises:
        ValueError: a text is not a number, or there are no texts.
    """
    pairs = Counter(zip(map(_number, truths), map(_number, answers), strict=True))
    ordered = sorted(pairs.items())
    right, given = np.array([pair for pair, _ in ordered], dtype=np.float64).T
    counts = np.array([count for _, count in ordered], dtype=np.int64)
    figures = _NumberFigures(right, given, *(_standardised(side, counts) for side in (right, given)))
    return bootstrap_intervals(counts, figures.of, 8 * len(counts))


def _number(text: str) -> float:
    return float(label_key(text))


def _standardised(values: Floats, counts: NDArray[np.int64]) -> Floats:
    """The values with mean 0 and spread 1, so that sums of squares lose no digits; all 0 if they are equal."""
    centred = values - np.average(values, weights=counts)
    spread = np.sqrt(np.average(centred**2, weights=counts))
    return centred / spread if np.ptp(values) else np.zeros_like(values)


class _NumberFigures(NamedTuple):
    """The figures of pairs of numbers, for counts of the pairs."""

    right: Floats
    given: Floats
    right_standardised: Floats
    given_standardised: Floats

    def of(self, counts: Floats) -> Figures:
        total, error = counts.sum(axis=-1), self.given - self.right
        return {
            "mean error": counts @ error / total,
            "mean absolute error": counts @ np.abs(error) / total,
            "rmse": np.sqrt(counts @ error**2 / total),
            "r": _correlation(counts, self.right_standardised, self.given_standardised),
            "rho": _correlation(counts, _ranks(counts, self.right), _ranks(counts, self.given)),
            "alpha interval": self._alpha(counts),
        }

    def _alpha(self, counts: Floats) -> Floats:
        """Krippendorff's alpha with squared differences; the sums over all pairs of values are taken by moments."""
        both = _standardised(np.stack([self.right, self.given]), np.ones((2, len(self.right)), dtype=np.int64))
        values = 2 * counts.sum(axis=-1)
        spread = counts @ (both**2).sum(axis=0) - (counts @ both.sum(axis=0)) ** 2 / values
        observed = counts @ (both[0] - both[1]) ** 2
        found: Floats = 1 - (values - 1) * observed / values / np.where(spread > _LEAST * values, spread, np.nan)
        return found


def _correlation(counts: Floats, one: Floats, other: Floats) -> Floats:
    """Pearson's correlation of values of the shape (pairs) or (..., pairs)."""
    total = counts.sum(axis=-1)

    def mean(values: Floats) -> Floats:
        found: Floats = np.einsum("...p,...p->...", counts, np.broadcast_to(values, counts.shape)) / total
        return found

    spread = (mean(one**2) - mean(one) ** 2) * (mean(other**2) - mean(other) ** 2)
    found: Floats = (mean(one * other) - mean(one) * mean(other)) / np.sqrt(np.where(spread > _LEAST, spread, np.nan))
    clipped: Floats = np.clip(found, -1, 1)
    return clipped


def _ranks(counts: Floats, values: Floats) -> Floats:
    """The rank of each pair's value among all rows, from -0.5 to 0.5; equal values share the mean of their ranks."""
    unique, place = np.unique(values, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(unique)))
    rows = np.add.reduceat(counts[..., order], starts, axis=-1)
    ranks = (np.cumsum(rows, axis=-1) - rows / 2) / counts.sum(axis=-1, keepdims=True) - 0.5
    spread: Floats = ranks[..., place]
    return spread
