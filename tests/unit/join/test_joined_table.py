"""The joined table's columns: the sheet's own first, then what the batch adds."""

import json

import numpy as np
import pytest

from lib.batch import InputFile, read_requests
from lib.join.joined_table import JoinedRow, JoinedRows, choice_columns, table_columns
from lib.join.row_results import RowResults
from lib.results import Results, read_results
from lib.sheets import Sheet
from tests.support.sheets import make_sheet

OWN = ["custom_id", "state", "answer", "error", "finish_reason", "status_code", "prompt_tokens", "completion_tokens"]

SENT: InputFile = read_requests(
    b'{"custom_id":"a","body":{"input":"ask a"}}\n{"custom_id":"b","body":{"input":"ask b"}}\n', "in.jsonl"
)
RESULTS: Results = read_results(
    b'{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"Aye."},'
    b'"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":0}}}}\n'
    b'{"custom_id":"b","response":{"status_code":400,"body":{"error":{"message":"No."}}}}\n',
    "out.jsonl",
)
A = JoinedRow("a", "OK", 0, (0, 0), (0, 0), "")
B = JoinedRow("b", "Failed", 1, (0, 1), (0, 1), "")
UNSENT = JoinedRow("", "Not sent", 1, None, None, "")
ORPHAN = JoinedRow("b", "Missing", None, (0, 1), None, "row 3 was changed or deleted after sending")


def sheet(*columns: str) -> Sheet:
    return make_sheet({name: [f"{name} 1", f"{name} 2"] for name in columns})


def rows_of(rows: list[JoinedRow]) -> JoinedRows:
    *fields, results, notes = map(list, zip(*rows, strict=True)) if rows else [[]] * 6
    numbers = [-1 if position is None else position[1] for position in results]
    counting = RowResults(np.array(numbers, np.int64), [0, 2])
    return JoinedRows(*fields, counting, {at: note for at, note in enumerate(notes) if note})


def table(rows: list[JoinedRow], of: Sheet | None = None) -> tuple[dict[str, list[object]], dict[str, str]]:
    columns, names = table_columns(of, [SENT], [RESULTS], rows_of(rows))
    return {name: list(cells) for name, cells in columns.items()}, names


def test_our_columns_follow_the_sheets() -> None:
    columns, _ = table([A, B], sheet("q", "topic"))
    assert columns == {
        "q": ["q 1", "q 2"],
        "topic": ["topic 1", "topic 2"],
        "custom_id": ["a", "b"],
        "state": ["OK", "Failed"],
        "answer": ["Aye.", ""],
        "error": ["", "No."],
        "finish_reason": ["stop", ""],
        "status_code": [200, 400],
        "prompt_tokens": [3, None],
        "completion_tokens": [0, None],
    }


def test_without_a_sheet_the_prompts_stand_first() -> None:
    columns, _ = table([A, B])
    assert list(columns) == ["prompt", *OWN]
    assert columns["prompt"] == ["ask a", "ask b"]


def test_a_request_without_a_row_brings_its_prompt_and_a_note() -> None:
    columns, _ = table([A, UNSENT, ORPHAN], sheet("q"))
    assert list(columns) == ["q", *OWN, "prompt", "note"]
    assert columns["q"] == ["q 1", "q 2", ""]
    assert columns["custom_id"] == ["a", "", "b"]
    assert columns["prompt"] == ["", "", "ask b"]
    assert columns["note"] == ["", "", "row 3 was changed or deleted after sending"]


def test_columns_of_the_sheet_keep_their_names() -> None:
    columns, names = table([A, UNSENT, ORPHAN], sheet("answer", "state", "prompt", "state (batch)"))
    assert list(columns)[:5] == ["answer", "state", "prompt", "state (batch)", "custom_id"]
    assert columns["answer"] == ["answer 1", "answer 2", ""]
    assert columns["answer (batch)"] == ["Aye.", "", ""]
    assert columns["prompt (batch)"] == ["", "", "ask b"]
    assert names["answer"] == "answer (batch)"
    assert names["state"] == "state (batch) (batch)"
    assert names["error"] == "error"


def test_the_same_ids_are_not_repeated() -> None:
    ids = make_sheet({"custom_id": ["a", "b"], "q": ["1", "2"]})
    columns, names = table([A, B], ids)
    assert list(columns) == ["custom_id", "q", *OWN[1:]]
    assert names["custom_id"] == "custom_id"


def test_other_ids_stand_beside_ours() -> None:
    other = make_sheet({"custom_id": ["a", "x"]})
    columns, names = table([A, B], other)
    assert columns["custom_id"] == ["a", "x"]
    assert columns["custom_id (batch)"] == ["a", "b"]
    assert names["custom_id"] == "custom_id (batch)"


def test_two_requests_of_one_row_repeat_its_cells() -> None:
    columns, _ = table([A, JoinedRow("b", "Failed", 0, (0, 1), (0, 1), "")], sheet("q"))
    assert columns["q"] == ["q 1", "q 1"]


def test_an_empty_table_has_its_columns() -> None:
    columns, _ = table([])
    assert columns == {name: [] for name in ["prompt", *OWN]}


def test_rows_are_made_of_their_columns() -> None:
    made = rows_of([A, UNSENT, ORPHAN])
    assert list(made) == [made[0], made[1], made[2]] == [A, UNSENT, ORPHAN]
    assert made[-1] == ORPHAN
    assert made[1:] == [UNSENT, ORPHAN]
    assert len(made) == 3
    with pytest.raises(IndexError):
        made[3]


def test_rows_by_state() -> None:
    rows = rows_of([A, B, UNSENT, ORPHAN])
    assert rows.in_states(("OK", "Missing")) == [0, 3]
    assert rows.in_states(()) == []


def test_single_answers_need_no_more_columns() -> None:
    assert choice_columns([(), ()]) == choice_columns([]) == {}


def test_each_further_choice_has_a_column() -> None:
    columns = choice_columns([(), ("two", "three"), ("zwei",)])
    assert columns == {"answer_2": ["", "two", "zwei"], "answer_3": ["", "three", ""]}


def test_reasoning_has_a_column() -> None:
    line = json.loads(RESULTS.data.splitlines()[0])
    line["response"]["body"]["choices"][0]["message"]["reasoning"] = "Hm."
    results = read_results(json.dumps(line).encode() + b"\n" + RESULTS.data.splitlines()[1], "out.jsonl")
    columns, names = table_columns(None, [SENT], [results], rows_of([A, B, UNSENT]))
    assert list(columns[names["reasoning"]]) == ["Hm.", "", ""]
