"""An export becomes the batch that its good answers came from: their requests, and they under their ids."""

import json

import pytest

from lib.batch import read_requests
from lib.compose import Recipe, RowChoices, compose
from lib.compose.answered_rows import answered_rows
from lib.export import select, write_csv, write_xlsx
from lib.join import join
from lib.join.answered_requests import answered_requests
from lib.join.export_as_batch import can_be_batch, export_as_batch, good_rows
from lib.results import read_results
from lib.sheets import Sheet, read_sheet
from tests.support.result_lines import answered, failed, jsonl

RECIPE = Recipe(model="m", prompt="Rate: {{q}}")
SHEET = read_sheet(b"q,answer\nfirst,mine\nsecond,\nthird,x\n", "a.csv")
"""Its own column is called as one of the table's."""


def export(ending: str) -> Sheet:
    made = compose(SHEET, RECIPE)
    lines = [answered(made.ids[0], 'great, "really"\nyes'), failed(made.ids[1], "busy"), answered(made.ids[2], "007")]
    sent = read_requests(b"".join(made.lines()), "in.jsonl")
    table = select(join([read_results(jsonl(lines), "out.jsonl")], [sent], SHEET))
    data = {"csv": write_csv, "xlsx": write_xlsx}[ending](table)
    return read_sheet(data, f"export.{ending}")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_good_answers_come_back_under_their_ids_with_their_requests(ending: str) -> None:
    made, table = compose(SHEET, RECIPE), export(ending)
    assert can_be_batch(table, RECIPE)
    requests, answers = export_as_batch(table, RECIPE)
    assert requests == made.line(0) + made.line(2)
    read = read_results(answers, "answers.jsonl")
    found = {result.custom_id: (result.state, result.answer) for result in read.results}
    assert found == {made.ids[0]: ("OK", 'great, "really"\nyes'), made.ids[2]: ("OK", "007")}


def test_only_the_row_without_a_good_answer_is_sent_again() -> None:
    requests, answers = export_as_batch(export("csv"), RECIPE)
    known = answered_requests([read_results(answers, "a.jsonl")], [read_requests(requests, "r.jsonl")])
    rest = compose(SHEET, RECIPE, RowChoices(answered=answered_rows(SHEET, RECIPE, known).rows))
    assert [json.loads(line)["custom_id"] for line in rest.lines()] == [compose(SHEET, RECIPE).ids[1]]


def test_a_sheet_without_answers_is_no_batch() -> None:
    assert good_rows(SHEET) == []


@pytest.mark.parametrize(
    "settings",
    [{"prompt": "{{other}}"}, {"id_column": "other"}, {"task": "Embeddings", "prompt": "{{q}}"}],
    ids=["placeholder", "column", "vectors"],
)
def test_other_settings_cannot_have_made_it(settings: dict[str, str]) -> None:
    assert not can_be_batch(export("csv"), Recipe(**{"model": "m", "prompt": "{{q}}"} | settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ending", "safe"), [("csv", True), ("csv", False), ("xlsx", True)], ids=["csv", "plain", "xlsx"]
)
def test_formulas_come_back_as_they_were_sent_and_answered(ending: str, safe: bool) -> None:
    sheet = read_sheet(b"q\n=1+1\nplain\n", "a.csv")
    made = compose(sheet, RECIPE)
    lines = [answered(made.ids[0], "=2"), answered(made.ids[1], "'=quoted" if not safe else "-x")]
    sent = read_requests(b"".join(made.lines()), "in.jsonl")
    table = select(join([read_results(jsonl(lines), "out.jsonl")], [sent], sheet))
    data = write_csv(table, safe=safe) if ending == "csv" else write_xlsx(table)
    requests, answers = export_as_batch(read_sheet(data, f"export.{ending}"), RECIPE)
    assert requests == b"".join(made.lines())
    read = read_results(answers, "answers.jsonl")
    assert [result.answer for result in read.results] == ["=2", "'=quoted" if not safe else "-x"]


def test_an_answer_that_excel_cut_is_not_a_good_one() -> None:
    made = compose(SHEET, RECIPE)
    lines = [answered(made.ids[0], "x" * 40_000), answered(made.ids[2], "short")]
    table = select(join([read_results(jsonl(lines), "out.jsonl")], [], SHEET))
    assert good_rows(read_sheet(write_xlsx(table), "export.xlsx")) == [2]
    assert good_rows(read_sheet(write_csv(table), "export.csv")) == [0, 2]
