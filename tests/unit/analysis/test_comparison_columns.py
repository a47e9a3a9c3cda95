"""Two runs become columns with a cell for each pair."""

from lib.analysis import compare
from lib.analysis.compare_runs import ComparedColumn
from lib.analysis.comparison_columns import comparison_columns
from lib.export import select, write_csv
from lib.join import Joined, MatchChoices, join
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import Line, answered, failed, jsonl

SHEET = read_sheet(b"left,right,text\nl1,r1,tea\nl2,r2,milk\nl3,r3,rum\n", "s.csv")


def run(answers: dict[str, str], sheet: Sheet | None = None, id_column: str | None = None) -> Joined:
    """A run with an answer for each id; one that starts with `!` is a failure."""
    lines: list[Line] = [
        failed(custom_id, text) if text.startswith("!") else answered(custom_id, text)
        for custom_id, text in answers.items()
    ]
    return join([read_results(jsonl(lines), "out.jsonl")], [], sheet, MatchChoices(id_column=id_column))


def test_columns_have_the_sheet_and_both_runs() -> None:
    one, other = run({"l1": "A", "l2": "=B"}, SHEET, "left"), run({"l2": "=B", "x": "Y"}, SHEET, "left")
    columns = comparison_columns(compare(one, other), "small", "large").cells
    assert list(columns) == [
        "left", "right", "text", "custom_id",
        "state (small)", "answer (small)", "state (large)", "answer (large)", "comparison",
    ]  # fmt: skip
    lines = write_csv(select(columns)).decode("utf-8-sig").splitlines()
    assert lines[1:] == [
        "l1,r1,tea,l1,OK,A,No answer,,only first",
        "l2,r2,milk,l2,OK,'=B,OK,'=B,same",
        "l3,r3,rum,,No answer,,No answer,,neither",
        ",,,x,,,OK,Y,only second",
    ]


def test_a_compared_column_stands_beside_the_answers() -> None:
    one, other = run({"a": "x1", "b": "x2", "c": "!bad"}), run({"a": "y1", "b": "y2", "c": "y3"})
    comparison = compare(one, other, ComparedColumn("label", ["good", "bad", "ignored"], ["Good.", "good", "bad"]))
    columns = comparison_columns(comparison, "one", "two").cells
    assert columns["label (one)"] == ["good", "bad", ""]
    assert columns["label (two)"] == ["Good.", "good", "bad"]
    assert columns["answer (one)"] == ["x1", "x2", ""]
