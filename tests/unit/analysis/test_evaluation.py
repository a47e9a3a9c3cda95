"""Answers are right or wrong by their labels, and two columns of labels agree or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import evaluate
from lib.analysis.evaluation import confusion_matrix, wilson_interval
from lib.common.labels import OTHER_ANSWERS

LABELS = ["good", "Bad", "bad", "good", "", "good", "bad", " "]
ANSWERS = ["Good.", "bad", "good", "good", "good", "", "bad", ""]
STATES = ["OK", "OK", "OK", "OK", "OK", "Missing", "Cut short", "Not sent"]


def test_rows_with_a_label_and_a_complete_answer_are_scored_and_the_others_counted() -> None:
    evaluation = evaluate(LABELS, ANSWERS, STATES)
    assert (evaluation.right, evaluation.wrong) == ([0, 1, 3], [2])
    assert (evaluation.unlabelled, evaluation.unanswered, evaluation.total) == (1, 2, 4)
    twice = evaluate(LABELS * 2, ANSWERS * 2, STATES * 2).matrix
    assert twice
    assert (list(twice.labels), list(map(list, twice.counts))) == (["good", "Bad"], [[4, 0], [2, 2]])


def test_zeros_at_the_end_of_a_number_are_ignored() -> None:
    evaluation = evaluate(["5", "5.0", "-1.50", "007", "5"], ["5.0", "5", "-1.5", "7", "5.01"], ["OK"] * 5)
    assert (evaluation.right, evaluation.wrong) == ([0, 1, 2], [3, 4])


def test_texts_are_scored_without_a_matrix() -> None:
    evaluation = evaluate(["one way", "another way"], ["One way.", "a third"], ["OK", "OK"])
    assert (evaluation.right, evaluation.wrong, evaluation.matrix) == ([0], [1], None)


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 2, st.sampled_from(["OK", "Failed", "Refused"]))))
def test_every_row_is_counted_at_most_once(rows: list[tuple[str, str, str]]) -> None:
    labels, answers, states = ([row[field] for row in rows] for field in range(3))
    evaluation = evaluate(labels, answers, states)
    neither = sum(not label and not (answer and state == "OK") for label, answer, state in rows)
    assert evaluation.total + evaluation.unlabelled + evaluation.unanswered + neither == len(rows)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(0, 10, 0.0, 0.28), (10, 10, 0.72, 1.0), (46, 50, 0.81, 0.97)]
)
def test_the_interval_of_the_true_share(right: int, total: int, low: float, high: float) -> None:
    assert [round(share, 2) for share in wilson_interval(right, total)] == [low, high]


PAIRS = [("yes", "yes"), ("Yes.", "yes"), ("no", "no"), ("no", "yes")] * 5


def test_pairs_of_labels_are_counted() -> None:
    matrix = confusion_matrix(PAIRS)
    assert matrix
    assert (list(matrix.labels), list(map(list, matrix.counts))) == (["yes", "no"], [[10, 0], [5, 5]])
    assert (matrix.agreed, matrix.total, matrix.agreement) == (15, 20, 0.75)
    assert matrix.kappa == pytest.approx(0.5)


def test_other_answers_never_agree() -> None:
    matrix = confusion_matrix([*PAIRS, ("a text of its own", "another text")])
    assert matrix
    assert matrix.labels[-1] == OTHER_ANSWERS
    assert (matrix.agreed, matrix.total) == (15, 21)


def test_texts_have_no_confusion_matrix() -> None:
    assert confusion_matrix([(f"text {number}", "yes") for number in range(20)]) is None
