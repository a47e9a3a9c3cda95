"""Two readings of the same rows, label by label."""

import pytest

from lib.analysis.evaluation import confusion_matrix
from lib.common.labels import OTHER_ANSWERS

SAID = [("yes", "yes"), ("Yes.", "yes"), ("no", "no"), ("no", "yes")] * 5


def test_labels_are_counted_against_each_other() -> None:
    table = confusion_matrix(SAID)
    assert table
    assert (list(table.labels), list(map(list, table.counts))) == (["yes", "no"], [[10, 0], [5, 5]])
    assert (table.agreed, table.total, table.agreement) == (15, 20, 0.75)
    assert table.kappa == pytest.approx(0.5)


def test_what_is_none_of_the_labels_agrees_with_nothing() -> None:
    table = confusion_matrix([*SAID, ("a text of its own", "another text")])
    assert table
    assert table.labels[-1] == OTHER_ANSWERS
    assert (table.agreed, table.total) == (15, 21)


def test_texts_are_no_labels() -> None:
    assert confusion_matrix([(f"text {at}", "yes") for at in range(20)]) is None
