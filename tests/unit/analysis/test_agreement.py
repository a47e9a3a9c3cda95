"""Krippendorff's alpha equals that of the package krippendorff; worked examples of the literature hold."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.agreement import alpha, kappa, ordinal_alpha, weighted_kappa
from lib.analysis.label_pairs import label_pairs
from lib.analysis.label_scores import overall_scores
from lib.analysis.number_scores import number_scores

SCORES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=60)


@given(SCORES)
def test_alpha_of_two_readers_equals_that_of_the_package(rows: list[tuple[int, int]]) -> None:
    one, other = ([str(row[side]) for row in rows] for side in (0, 1))
    pairs = label_pairs([(text,) for text in one], [(text,) for text in other])
    found = dict(number_scores(one, other))
    if pairs is not None:
        found |= overall_scores(pairs, pairs.scale)
    for level in ("nominal", "ordinal", "interval"):
        if (name := f"alpha {level}") not in found:
            continue
        if len({value for row in rows for value in row}) == 1:
            assert found[name].value is None
        else:
            theirs = krippendorff.alpha(reliability_data=np.array(rows).T, level_of_measurement=level)
            assert found[name].value == pytest.approx(theirs, abs=1e-9)


def test_kappa_of_a_worked_example() -> None:
    """J. Cohen's formula by hand: 20 + 15 of 50 agree, and chance gives 0.5."""
    assert float(kappa(np.array(35.0), np.array([25.0, 25.0]), np.array([30.0, 20.0]))) == pytest.approx(0.4)


def test_figures_of_many_draws_are_those_of_each() -> None:
    draws = np.array([[[20.0, 5.0, 1.0], [10.0, 15.0, 0.0], [2.0, 2.0, 9.0]], [[3.0, 1.0, 1.0]] * 3])
    each = [float(weighted_kappa(draw, "linear")) for draw in draws]
    assert weighted_kappa(draws, "linear").tolist() == pytest.approx(each)
    both = draws + draws.transpose(0, 2, 1)
    assert ordinal_alpha(both).tolist() == pytest.approx([float(ordinal_alpha(met)) for met in both])
    diagonal = np.trace(both, axis1=1, axis2=2)
    nominal = [float(alpha(agreed, met.sum(axis=1))) for agreed, met in zip(diagonal, both, strict=True)]
    assert alpha(diagonal, both.sum(axis=2)).tolist() == pytest.approx(nominal)
