"""Intervals: Wilson's for shares, the bootstrap's for the rest."""

import numpy as np
import pytest

from lib.analysis.intervals import Figures, Floats, Interval, bootstrap_intervals, share_interval, wilson_interval


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (46, 50, 0.8116, 0.9685)]
)
def test_the_interval_of_a_share(right: int, total: int, low: float, high: float) -> None:
    assert wilson_interval(right, total) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_no_rows_have_no_share() -> None:
    assert share_interval(0, 0) == Interval(None, None, None)


def mean(counts: Floats) -> Figures:
    return {"mean": counts @ np.array([0.0, 1.0]) / counts.sum(axis=-1), "never": np.full(counts.shape[:-1], np.nan)}


def test_the_bootstrap_is_the_same_each_time_and_agrees_with_theory() -> None:
    counts = np.array([300, 100])
    found = bootstrap_intervals(counts, mean)
    assert found == bootstrap_intervals(counts, mean)
    assert found["never"] == Interval(None)
    value, low, high = found["mean"]
    assert (value, low, high) == (0.25, pytest.approx(0.2076, abs=0.006), pytest.approx(0.2924, abs=0.006))
    narrow = bootstrap_intervals(counts, mean, width=1_000_000)["mean"]  # drawn in many parts
    assert narrow.low == pytest.approx(low, abs=0.01)
