"""Every row of two runs is in one pair."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import compare
from lib.analysis.compare_runs import OUTCOMES, ComparedColumn, Comparison, agreement_matrix
from lib.analysis.confusion import ConfusionMatrix
from lib.join import Joined, MatchChoices, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import Line, answered, failed, jsonl


def run(answers: dict[str, str], sheet: Sheet | None = None, id_column: str | None = None) -> Joined:
    """A run with an answer for each id; one that starts with `!` is a failure."""
    lines: list[Line] = [
        failed(custom_id, text) if text.startswith("!") else answered(custom_id, text)
        for custom_id, text in answers.items()
    ]
    return join([read_results(jsonl(lines), "out.jsonl")], [], sheet, MatchChoices(id_column=id_column))


def paired(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Both ids and the outcome of each pair."""
    first, second = comparison.first.rows, comparison.second.rows
    return [
        ("" if one is None else first[one].custom_id, "" if other is None else second[other].custom_id, outcome)
        for one, other, outcome in comparison.pairs
    ]


def test_rows_are_paired_by_id_in_any_order() -> None:
    one = run({"a": "Yes", "b": "no", "c": "x", "d": "!bad", "e": "only", "g": "!bad"})
    other = run({"f": "new", "d": "z", "c": "!bad", "b": "NO.", "a": "No", "g": "!worse"})
    comparison = compare(one, other)
    assert paired(comparison) == [
        ("a", "a", "different"),
        ("b", "b", "same"),
        ("c", "c", "only first"),
        ("d", "d", "only second"),
        ("e", "", "only first"),
        ("g", "g", "neither"),
        ("", "f", "only second"),
    ]
    assert comparison.counts == {"same": 1, "different": 1, "only first": 2, "only second": 2, "neither": 1}
    assert comparison.pairs_with(["same", "neither"]) == [1, 5]
    assert comparison.paired_by_row == 0


SHEET = read_sheet(b"left,right,text\nl1,r1,tea\nl2,r2,milk\nl3,r3,rum\n", "s.csv")


def test_rows_with_other_ids_are_paired_by_the_sheets_rows() -> None:
    one = run({"l1": "A", "l2": "B"}, SHEET, "left")
    other = run({"r3": "C", "r2": "B"}, SHEET, "right")
    comparison = compare(one, other)
    assert paired(comparison) == [("l1", "", "only first"), ("l2", "r2", "same"), ("", "r3", "only second")]
    assert comparison.paired_by_row == 1


def test_rows_of_different_sheets_are_not_paired() -> None:
    moved = read_sheet(b"left,right,text\nl2,r2,milk\nl1,r1,tea\nl3,r3,rum\n", "s.csv")
    comparison = compare(run({"l1": "A"}, SHEET, "left"), run({"r2": "A"}, moved, "right"))
    assert comparison.paired_by_row == 0
    assert ("l1", "r2") not in [pair[:2] for pair in paired(comparison)]
    assert len(comparison.pairs) == 6


def test_vectors_are_compared_by_their_numbers() -> None:
    def vectors(*numbers: float) -> Joined:
        body = {"data": [{"index": 0, "embedding": list(numbers)}]}
        line = {"custom_id": "a", "response": {"status_code": 200, "body": body}}
        return join([read_results(jsonl([line]), "out.jsonl")])

    assert compare(vectors(1, 2), vectors(1, 2)).counts["same"] == 1
    assert compare(vectors(1, 2), vectors(2, 1)).counts["different"] == 1


def labelled(*pairs: tuple[str, str]) -> Comparison:
    first = {f"r{number}": one for number, (one, _) in enumerate(pairs)}
    second = {f"r{number}": other for number, (_, other) in enumerate(pairs)}
    return compare(run(first), run(second))


def test_agreement_and_kappa_of_two_runs() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 0.7, by chance 0.5, so kappa is 0.4."""
    pairs = [("yes", "Yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no.")] * 15
    matrix = agreement_matrix(labelled(*pairs))
    assert matrix is not None
    assert (list(matrix.labels), matrix.counts) == (["yes", "no"], [[20, 5], [10, 15]])
    assert (matrix.total, matrix.agreed) == (50, 35)
    assert matrix.agreement.value == pytest.approx(0.7)
    assert matrix.kappa().value == pytest.approx(0.4)


def test_a_single_label_has_no_kappa() -> None:
    matrix = agreement_matrix(labelled(("a", "a"), ("a", "a")))
    assert matrix is not None
    assert (matrix.agreement.value, matrix.kappa().value) == (1.0, None)


@pytest.mark.parametrize("pairs", [[], [("a", "b"), ("c", "d")], [("yes", f"text {number}") for number in range(9)]])
def test_texts_have_no_agreement_matrix(pairs: list[tuple[str, str]]) -> None:
    assert agreement_matrix(labelled(*pairs)) is None


runs = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["yes", "No", "no", "!bad", "a text"]))


@given(runs, runs)
def test_every_row_is_in_one_pair_in_either_order_of_the_runs(one: dict[str, str], other: dict[str, str]) -> None:
    comparison = compare(run(one), run(other))
    firsts = [pair.first for pair in comparison.pairs if pair.first is not None]
    seconds = [pair.second for pair in comparison.pairs if pair.second is not None]
    assert firsts == list(range(len(one)))
    assert sorted(seconds) == list(range(len(other)))
    assert sum(comparison.counts.values()) == len(comparison.pairs) == len(one.keys() | other.keys())
    for first, second, _ in paired(comparison):
        assert first == second or not (first and second)
    back = compare(run(other), run(one)).counts
    swap = dict(zip(OUTCOMES, ("same", "different", "only second", "only first", "neither"), strict=True))
    assert back == {outcome: comparison.counts[swap[outcome]] for outcome in OUTCOMES}
    matrix: ConfusionMatrix | None = agreement_matrix(comparison)
    if matrix:
        assert matrix.total == comparison.counts["same"] + comparison.counts["different"]
        assert matrix.agreed <= comparison.counts["same"]
        assert all(len(one) == len(other) for one, other in pairwise(matrix.counts))


def test_a_column_of_the_answers_is_compared() -> None:
    one, other = run({"a": "x1", "b": "x2", "c": "!bad"}), run({"a": "y1", "b": "y2", "c": "y3"})
    column = ComparedColumn("label", ["good", "bad", "ignored"], ["Good.", "good", "bad"])
    comparison = compare(one, other, column)
    assert [pair.outcome for pair in comparison.pairs] == ["same", "different", "only second"]


def test_cut_answers_neither_agree_nor_disagree() -> None:
    lines = [answered(f"{number}", "yes" if number % 2 else "no") for number in range(8)]
    cut = [*lines[:7], answered("7", "yes", "length")]
    one, other = (join([read_results(jsonl(each), "out.jsonl")], []) for each in (lines, cut))
    matrix = agreement_matrix(compare(one, other))
    assert matrix is not None
    assert (matrix.agreed, matrix.total) == (7, 7)


def test_ids_that_are_not_in_the_sheet_double_no_row() -> None:
    one, other = run({"l1": "A", "l2": "B"}, SHEET, "left"), run({"l1": "A", "l2": "C"}, SHEET, "text")
    comparison = compare(one, other)
    assert [(pair.outcome, pair.second is not None) for pair in comparison.pairs] == [
        ("same", True),
        ("different", True),
        ("neither", True),
    ]


def test_rows_that_neither_run_sent_do_not_count_as_paired_by_row() -> None:
    one = run({"l1": "A"}, SHEET, "left")
    assert compare(one, run({"l1": "B"}, SHEET, "left")).paired_by_row == 0
