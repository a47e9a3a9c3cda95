"""The question about rows that nothing proves."""

from lib.join.question import Candidate, Question

ONE = Candidate("id", {"a": 0, "b": 1, "c": 2, "d": 3})
OTHER = Candidate("key", {"a": 0, "b": 2, "c": 1, "e": 4})
QUESTION = Question("several columns", [ONE, OTHER])


def test_rows_on_which_all_candidates_agree_are_agreed() -> None:
    assert QUESTION.agreed() == {"a": 0}


def test_one_candidate_alone_agrees_on_nothing() -> None:
    assert Question("plain numbers", [ONE]).agreed() == {}


def test_the_examples_are_rows_on_which_the_candidates_differ() -> None:
    assert QUESTION.examples(ONE) == ["b", "c", "d"]
    assert QUESTION.examples(OTHER) == ["b", "c", "e"]


def test_agreed_rows_fill_up_the_examples() -> None:
    few = Candidate("key", {"a": 0, "b": 1, "c": 3})
    assert Question("several columns", [few, Candidate("id", {**few.rows, "c": 2})]).examples(few) == ["c", "a", "b"]
