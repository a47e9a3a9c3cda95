"""How often each label of one column meets each label of another."""

import pytest

from lib.analysis.confusion import confusion_matrix

PAIRS = [("yes", "yes"), ("Yes.", "yes"), ("no", "no"), ("no", "yes")] * 5


def test_pairs_of_labels_are_counted() -> None:
    matrix = confusion_matrix(PAIRS)
    assert matrix
    assert (list(matrix.labels), list(map(list, matrix.counts))) == (["yes", "no"], [[10, 0], [5, 5]])
    assert (matrix.agreed, matrix.total, matrix.agreement.value) == (15, 20, 0.75)
    assert matrix.kappa().value == pytest.approx(0.5)


def test_an_answer_that_is_not_a_label_of_the_other_side_is_one_more() -> None:
    matrix = confusion_matrix([*PAIRS, ("maybe", "another answer")])
    assert matrix
    assert list(matrix.labels)[2:] == ["maybe", "another answer"]
    assert (matrix.agreed, matrix.total) == (15, 21)


def test_texts_have_no_confusion_matrix() -> None:
    assert confusion_matrix([(f"text {number}", "yes") for number in range(20)]) is None
