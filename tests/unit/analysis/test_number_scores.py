"""Figures of numbers equal those of scikit-learn and SciPy, with decimals, ties and numbers far from 0."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from lib.analysis.number_scores import are_numbers, number_scores

NUMBERS = st.one_of(
    st.integers(-3, 3).map(float), st.integers(0, 100).map(lambda number: number / 4), st.sampled_from([1e6, 1e6 + 1])
)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=60))
def test_figures_equal_those_of_other_packages(rows: list[tuple[float, float]]) -> None:
    right, given_numbers = map(np.array, zip(*rows, strict=True))
    scores = number_scores(
        [f"{one:g}" if one < 1e5 else f"{one:.0f}" for one, _ in rows], [f"{two:.2f}" for _, two in rows]
    )
    assert scores["mean error"].value == pytest.approx(np.mean(given_numbers - right), abs=1e-9)
    absolute = metrics.mean_absolute_error(right, given_numbers)
    assert scores["mean absolute error"].value == pytest.approx(absolute, abs=1e-9)
    assert scores["rmse"].value == pytest.approx(metrics.root_mean_squared_error(right, given_numbers), abs=1e-9)
    if len(rows) < 2 or np.ptp(right) == 0 or np.ptp(given_numbers) == 0:
        assert (scores["r"].value, scores["rho"].value) == (None, None)
        return
    assert scores["r"].value == pytest.approx(stats.pearsonr(right, given_numbers).statistic, abs=1e-9)
    assert scores["rho"].value == pytest.approx(stats.spearmanr(right, given_numbers).statistic, abs=1e-9)


def test_the_interval_of_a_mean_is_near_that_of_its_standard_error() -> None:
    errors = np.random.default_rng(1).normal(0.5, 2, 400).round(3)
    mean, low, high = number_scores(["0"] * 400, [f"{error:.3f}" for error in errors])["mean error"]
    spread = 1.96 * errors.std() / 20
    assert mean == pytest.approx(errors.mean())
    assert (low, high) == (
        pytest.approx(errors.mean() - spread, abs=0.03),
        pytest.approx(errors.mean() + spread, abs=0.03),
    )


@pytest.mark.parametrize(
    ("texts", "expected"), [(["5", "-2.50"], True), (["5", "many"], False), (["007"], False), ([], False)]
)
def test_what_numbers_are(texts: list[str], expected: bool) -> None:
    assert are_numbers(texts) is expected
