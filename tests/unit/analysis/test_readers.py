"""Agreement of readers equals that of scikit-learn and krippendorff, with gaps and several readers."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from lib.analysis.intervals import Interval
from lib.analysis.readers import consensus, overall_alpha, pair_agreements
from lib.analysis.row_labels import RowLabels

LABELS = st.sampled_from([None, "a", "b", "c"])
ROWS = st.lists(st.tuples(LABELS, LABELS, LABELS), min_size=1, max_size=40)

Row = tuple[str | None, str | None, str | None]


def readers(rows: list[Row]) -> dict[str, list[RowLabels]]:
    """Three readers' labels of each row."""
    sides = zip(*rows, strict=True)
    labels: list[list[RowLabels]] = [[label and (label,) for label in side] for side in sides]  # type: ignore[misc]
    return dict(zip(("Ann", "Bob", "Cem"), labels, strict=True))


@given(ROWS)
def test_each_pair_agrees_as_scikit_learn_has_it(rows: list[Row]) -> None:
    agreements = pair_agreements(readers(rows))
    assert [(pair.first, pair.second) for pair in agreements] == [("Ann", "Bob"), ("Ann", "Cem"), ("Bob", "Cem")]
    for pair, (one, other) in zip(agreements, [(0, 1), (0, 2), (1, 2)], strict=True):
        both = [(row[one], row[other]) for row in rows if row[one] and row[other]]
        assert pair.rows == len(both)
        if len({label for labels in both for label in labels}) < 2:
            assert pair.kappa == Interval(None)
            continue
        first, second = zip(*both, strict=True)
        assert pair.agreement.value == pytest.approx(metrics.accuracy_score(first, second), abs=1e-9)
        assert pair.kappa.value == pytest.approx(metrics.cohen_kappa_score(first, second), abs=1e-9)


@given(ROWS)
def test_alpha_of_all_equals_that_of_the_package_also_with_gaps(rows: list[Row]) -> None:
    found = overall_alpha(readers(rows))
    paired = [row for row in rows if sum(map(bool, row)) > 1]
    if len({label for row in paired for label in row if label}) < 2:
        assert found == Interval(None)
        return
    codes = np.array([[np.nan if label is None else "abc".index(label) for label in row] for row in rows]).T
    theirs = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal")
    assert found.value == pytest.approx(theirs, abs=1e-9)


@given(ROWS)
def test_a_majority_is_what_more_than_half_say(rows: list[Row]) -> None:
    found = consensus(readers(rows))
    for index, row in enumerate(rows):
        given_labels = [label for label in row if label]
        most = max(map(given_labels.count, given_labels), default=0)
        majority = found.majority[index]
        if majority is None:
            assert 2 * most <= len(given_labels)
        else:
            assert 2 * given_labels.count(majority[0]) > len(given_labels)
        assert found.stability[index] == (most / len(given_labels) if len(given_labels) > 1 else None)
        assert (index in found.disagreements) == (len(set(given_labels)) > 1)


def test_spellings_and_the_order_of_several_labels_do_not_matter() -> None:
    labels: dict[str, list[RowLabels]] = {"Ann": [("Price", "size"), ()], "Bob": [("SIZE", "price"), ("size",)]}
    assert pair_agreements(labels)[0].agreement.value == 0.5
    found = consensus(labels)
    assert (found.disagreements, found.compared) == ([1], 2)
    assert found.majority == [("Price", "size"), None]
