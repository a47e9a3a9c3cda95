"""Answers against labels that were given by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import evaluate
from lib.analysis.evaluation import wilson_interval

LABELS = ["good", "Bad", "bad", "good", "", "good", "bad", " "]
SAID = ["Good.", "bad", "good", "good", "good", "", "bad", ""]
STATES = ["OK", "OK", "OK", "OK", "OK", "Missing", "Cut short", "Not sent"]


def test_rows_with_a_label_and_a_whole_answer_are_judged_and_the_others_counted() -> None:
    found = evaluate(LABELS, SAID, STATES)
    assert (found.right, found.wrong) == ([0, 1, 3], [2])
    assert (found.unlabelled, found.unanswered, found.total) == (1, 2, 4)
    twice = evaluate(LABELS * 2, SAID * 2, STATES * 2).table
    assert twice
    assert (list(twice.labels), list(map(list, twice.counts))) == (["good", "Bad"], [[4, 0], [2, 2]])


def test_a_number_is_the_same_however_many_zeros_end_it() -> None:
    found = evaluate(["5", "5.0", "-1.50", "007", "5"], ["5.0", "5", "-1.5", "7", "5.01"], ["OK"] * 5)
    assert (found.right, found.wrong) == ([0, 1, 2], [3, 4])


def test_texts_that_are_none_of_a_list_are_judged_without_a_table() -> None:
    found = evaluate(["one way", "another way"], ["One way.", "a third"], ["OK", "OK"])
    assert (found.right, found.wrong, found.table) == ([0], [1], None)


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 2, st.sampled_from(["OK", "Failed", "Refused"]))))
def test_every_row_is_in_one_place_at_most(rows: list[tuple[str, str, str]]) -> None:
    labels, said, states = ([row[at] for row in rows] for at in range(3))
    found = evaluate(labels, said, states)
    neither = sum(not label and not (answer and state == "OK") for label, answer, state in rows)
    assert found.total + found.unlabelled + found.unanswered + neither == len(rows)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"), [(0, 10, 0.0, 0.28), (10, 10, 0.72, 1.0), (46, 50, 0.81, 0.97)]
)
def test_where_the_true_share_probably_lies(right: int, total: int, low: float, high: float) -> None:
    assert [round(share, 2) for share in wilson_interval(right, total)] == [low, high]
