"""Two runs side by side: every row beside its own, and nothing left out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis import compare
from lib.analysis.compare_runs import OUTCOMES, By, Comparison, comparison_columns, cross_table, model_of, totals
from lib.analysis.evaluation import ConfusionMatrix
from lib.batch import read_requests
from lib.common.labels import OTHER_ANSWERS
from lib.export import select, write_csv
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import Line, answered, failed, input_line, jsonl


def run(said: dict[str, str], sheet: Sheet | None = None, id_column: str | None = None) -> Joined:
    """A run with an answer for each id; one that starts with `!` is a failure."""
    lines: list[Line] = [
        failed(custom_id, text) if text.startswith("!") else answered(custom_id, text)
        for custom_id, text in said.items()
    ]
    return join([read_results(jsonl(lines), "out.jsonl")], [], sheet, id_column=id_column)


def paired(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Both ids and the outcome of each pair."""
    first, second = comparison.first.rows, comparison.second.rows
    return [
        ("" if one is None else first[one].custom_id, "" if other is None else second[other].custom_id, outcome)
        for one, other, outcome in comparison.pairs
    ]


def test_outcomes_by_id_whatever_the_order() -> None:
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
    assert comparison.rows(["same", "neither"]) == [1, 5]
    assert comparison.by_row == 0


SHEET = read_sheet(b"left,right,text\nl1,r1,tea\nl2,r2,milk\nl3,r3,rum\n", "s.csv")


def test_runs_with_other_ids_are_paired_by_the_sheets_rows() -> None:
    one = run({"l1": "A", "l2": "B"}, SHEET, "left")
    other = run({"r3": "C", "r2": "B"}, SHEET, "right")
    comparison = compare(one, other)
    assert paired(comparison) == [("l1", "", "only first"), ("l2", "r2", "same"), ("", "r3", "only second")]
    assert comparison.by_row == 1


def test_rows_of_different_sheets_are_not_paired() -> None:
    moved = read_sheet(b"left,right,text\nl2,r2,milk\nl1,r1,tea\nl3,r3,rum\n", "s.csv")
    comparison = compare(run({"l1": "A"}, SHEET, "left"), run({"r2": "A"}, moved, "right"))
    assert comparison.by_row == 0
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
    first = {f"r{at}": one for at, (one, _) in enumerate(pairs)}
    second = {f"r{at}": other for at, (_, other) in enumerate(pairs)}
    return compare(run(first), run(second))


def test_cross_table_and_kappa() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 0.7, by chance 0.5, so kappa is 0.4."""
    pairs = [("yes", "Yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no.")] * 15
    table = cross_table(labelled(*pairs))
    assert table is not None
    assert (list(table.labels), table.counts) == (["yes", "no"], [[20, 5], [10, 15]])
    assert (table.total, table.agreed) == (50, 35)
    assert table.agreement == pytest.approx(0.7)
    assert table.kappa == pytest.approx(0.4)


def test_other_answers_agree_with_nothing() -> None:
    pairs = [("yes", "yes")] * 10 + [("no", "no")] * 10 + [("It depends on much", "Hard to say, really")]
    table = cross_table(labelled(*pairs))
    assert table is not None
    assert list(table.labels) == ["yes", "no", OTHER_ANSWERS]
    assert table.counts[2] == [0, 0, 1]
    assert (table.total, table.agreed) == (21, 20)


def test_one_label_is_all_there_is() -> None:
    table = cross_table(labelled(("a", "a"), ("a", "a")))
    assert table is not None
    assert (table.agreement, table.kappa) == (1.0, None)


@pytest.mark.parametrize("pairs", [[], [("a", "b"), ("c", "d")], [("yes", f"text {at}") for at in range(9)]])
def test_no_cross_table_of_texts(pairs: list[tuple[str, str]]) -> None:
    assert cross_table(labelled(*pairs)) is None


def test_totals_count_what_was_used_and_what_is_not_told() -> None:
    silent = answered("c", "x")
    del silent["response"]["body"]["usage"]
    lines = [answered("a", "x"), answered("b", "x"), silent, failed("d", "no")]
    assert totals(join([read_results(jsonl(lines), "o")])) == (3, 22, 14, 1)


def gemini(thoughts: int, **more: str) -> Line:
    candidate = {"content": {"parts": [{"text": "x"}]}, "finishReason": "STOP"}
    usage = {"promptTokenCount": 5, "candidatesTokenCount": 20, "thoughtsTokenCount": thoughts}
    return {"key": "a", "response": {"candidates": [candidate], "usageMetadata": usage, **more}}


def claude(cached: int, **more: str) -> Line:
    usage = {"input_tokens": 50, "output_tokens": 3, "cache_read_input_tokens": cached}
    message = {"content": [{"type": "text", "text": "x"}], "stop_reason": "end_turn", "usage": usage, **more}
    return {"custom_id": "a", "result": {"type": "succeeded", "message": message}}


@pytest.mark.parametrize(
    ("line", "untold"),
    [
        (gemini(2000), 1),
        (gemini(5, modelVersion="gemini-2.5-pro"), 1),
        (gemini(0, modelVersion="gemini-2.5-pro"), 0),
        (claude(9000), 1),
        (claude(5, model="claude-sonnet-4-5"), 1),
        (claude(0, model="claude-sonnet-4-5"), 0),
        (claude(5, model="anthropic/claude-sonnet-4-5"), 1),
    ],
    ids=["thoughts", "some-thoughts", "no-thoughts", "cached", "some-cached", "not-cached", "in-a-folder"],
)
def test_tokens_that_are_paid_beside_those_that_are_counted_are_not_told(line: Line, untold: int) -> None:
    assert totals(join([read_results(jsonl([line]), "o")])).untold == untold


def test_tokens_within_those_that_are_counted_are_told() -> None:
    line = answered("a", "x")
    line["response"]["body"]["usage"] |= {
        "prompt_tokens_details": {"cached_tokens": 11},
        "completion_tokens_details": {"reasoning_tokens": 7},
    }
    assert totals(join([read_results(jsonl([line]), "o")])).untold == 0


def test_columns_for_a_table_or_an_export() -> None:
    one, other = run({"l1": "A", "l2": "=B"}, SHEET, "left"), run({"l2": "=B", "x": "Y"}, SHEET, "left")
    columns = comparison_columns(compare(one, other), "small", "large").cells
    assert list(columns) == [
        "left", "right", "text", "custom_id",
        "state (small)", "answer (small)", "state (large)", "answer (large)", "comparison",
    ]  # fmt: skip
    lines = write_csv(select(columns)).decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "l1,r1,tea,l1,OK,A,Not sent,,only first",
        "l2,r2,milk,l2,OK,'=B,OK,'=B,same",
        "l3,r3,rum,,Not sent,,Not sent,,neither",
        ",,,x,,,OK,Y,only second",
    ]


runs = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["yes", "No", "no", "!bad", "a text"]))


@given(runs, runs)
def test_every_row_is_in_one_pair_and_the_other_way_round_is_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
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
    table: ConfusionMatrix | None = cross_table(comparison)
    if table:
        assert table.total == comparison.counts["same"] + comparison.counts["different"]
        assert table.agreed <= comparison.counts["same"]
        assert all(len(one) == len(other) for one, other in pairwise(table.counts))


def test_a_run_is_called_by_its_model() -> None:
    sent = read_requests(jsonl([input_line("a", "x", "asked-model")]), "in.jsonl")
    line = answered("a", "Yes")
    assert model_of(join([read_results(jsonl([line]), "out.jsonl")])) == ""
    line["response"]["body"]["model"] = "answering-model"
    results = [read_results(jsonl([failed("b", "no"), line]), "out.jsonl")]
    assert model_of(join(results)) == "answering-model"
    assert model_of(join(results, [sent])) == "asked-model"
    assert model_of(join([])) == ""


def test_a_column_of_the_answers_is_compared() -> None:
    one, other = run({"a": "x1", "b": "x2", "c": "!bad"}), run({"a": "y1", "b": "y2", "c": "y3"})
    by = By("label", ["good", "bad", "ignored"], ["Good.", "good", "bad"])
    comparison = compare(one, other, by)
    assert [pair.outcome for pair in comparison.pairs] == ["same", "different", "only second"]
    columns = comparison_columns(comparison, "one", "two").cells
    assert columns["label (one)"] == ["good", "bad", ""]
    assert columns["label (two)"] == ["Good.", "good", "bad"]
    assert columns["answer (one)"] == ["x1", "x2", ""]


def test_answers_that_were_cut_short_agree_and_disagree_with_nothing() -> None:
    lines = [answered(f"{at}", "yes" if at % 2 else "no") for at in range(8)]
    cut = [*lines[:7], answered("7", "yes", "length")]
    one, other = (join([read_results(jsonl(each), "out.jsonl")], []) for each in (lines, cut))
    table = cross_table(compare(one, other))
    assert table is not None
    assert (table.agreed, table.total) == (7, 7)


def test_a_run_whose_ids_are_not_found_in_the_sheet_doubles_no_row() -> None:
    one, other = run({"l1": "A", "l2": "B"}, SHEET, "left"), run({"l1": "A", "l2": "C"}, SHEET, "text")
    comparison = compare(one, other)
    assert [(pair.outcome, pair.second is not None) for pair in comparison.pairs] == [
        ("same", True),
        ("different", True),
        ("neither", True),
    ]


def test_rows_that_neither_run_has_sent_are_not_said_to_have_other_ids() -> None:
    one = run({"l1": "A"}, SHEET, "left")
    assert compare(one, run({"l1": "B"}, SHEET, "left")).by_row == 0
