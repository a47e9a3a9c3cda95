"""Answers are right or wrong by their labels; rows that lack one of the two are counted."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import evaluate
from lib.analysis.evaluation import NO_VALUE, LabelOutcome
from lib.analysis.row_labels import single_labels

LABELS = ["good", "Bad", "bad", "good", "", "good", "bad", " ", "bad"]
ANSWERS = ["Good.", "bad", "good", "good", "good", "", "bad", "", ""]
STATES = ["OK", "OK", "OK", "OK", "OK", "Missing", "Cut short", "Not sent", "OK"]


def test_rows_with_a_label_and_an_ok_answer_are_scored_and_the_others_counted() -> None:
    evaluation = evaluate(single_labels(LABELS), single_labels(ANSWERS), STATES)
    assert (evaluation.right, evaluation.wrong) == ([0, 1, 3], [2])
    assert (evaluation.unlabelled, evaluation.total) == (1, 4)
    assert evaluation.unanswered == {"Missing": 1, "Cut short": 1, NO_VALUE: 1}
    assert evaluation.texts() == (["good", "Bad", "bad", "good"], ["Good.", "bad", "good", "good"])
    assert evaluation.rows_with("bad", "good") == [2]


def test_rows_that_are_examples_are_kept_apart() -> None:
    evaluation = evaluate(single_labels(LABELS), single_labels(ANSWERS), STATES, apart={0, 2, 4, 5})
    assert (evaluation.right, evaluation.wrong, evaluation.apart) == ([1, 3], [], [0, 2])


def test_several_labels_are_right_in_any_order_and_none_is_an_answer() -> None:
    truths = [("a", "b"), (), ("a",), None]
    evaluation = evaluate(truths, [("B", "a"), (), ("a", "b"), ()], ["OK"] * 4)
    assert (evaluation.right, evaluation.wrong, evaluation.unlabelled) == ([0, 1], [2], 1)
    found = [evaluation.rows_of_label("b", outcome) for outcome in get_args(LabelOutcome)]
    assert found == [[0], [], [2]]


def test_zeros_at_the_end_of_a_number_are_ignored() -> None:
    labels, answers = ["5", "5.0", "-1.50", "007", "5"], ["5.0", "5", "-1.5", "7", "5.01"]
    evaluation = evaluate(single_labels(labels), single_labels(answers), ["OK"] * 5)
    assert (evaluation.right, evaluation.wrong) == ([0, 1, 2], [3, 4])


def test_texts_are_scored_without_pairs() -> None:
    evaluation = evaluate(single_labels(["one way", "another way"]), single_labels(["One way.", "a third"]), ["OK"] * 2)
    assert (evaluation.right, evaluation.wrong, evaluation.pairs) == ([0], [1], None)


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 2, st.sampled_from(["OK", "Failed"]), st.booleans())))
def test_every_row_is_counted_once(rows: list[tuple[str, str, str, bool]]) -> None:
    labels, answers, states = ([row[field] for row in rows] for field in range(3))
    apart = [index for index, row in enumerate(rows) if row[3]]
    evaluation = evaluate(single_labels(labels), single_labels(answers), states, apart)
    neither = sum(not label and not (answer and state == "OK") for label, answer, state, _ in rows)
    unanswered = sum(evaluation.unanswered.values())
    counted = evaluation.total + len(evaluation.apart) + evaluation.unlabelled + unanswered
    assert counted + neither == len(rows)
