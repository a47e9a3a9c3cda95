"""The JSON in a joined table's answers."""

import json
from typing import Any

import pytest

from lib.analysis.structured_answers import NOT_JSON, json_answers
from lib.batch import read_requests
from lib.compose.structured_output import AnswerColumn, answer_schema, chat_format
from lib.join import Joined, join
from lib.results import read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, failed, input_line, jsonl

SCHEMA = answer_schema(
    [AnswerColumn("mood", "One of a list", "", ("good", "bad")), AnswerColumn("score", "Whole number")]
)


def joined(*answers: str, schema: dict[str, Any] | None = None, sheet: bytes = b"") -> Joined:
    ids = [f"r{at}" for at in range(len(answers))]
    requests = [input_line(custom_id, "?") for custom_id in ids]
    for line in requests if schema else ():
        line["body"]["response_format"] = chat_format("answer", schema or {})
    came = [
        failed(custom_id, "no") if text == "!" else answered(custom_id, text)
        for custom_id, text in zip(ids, answers, strict=True)
    ]
    results, sent = read_results(jsonl(came), "o.jsonl"), read_requests(jsonl(requests), "i.jsonl")
    return join([results], [sent], read_sheet(sheet, "s.csv") if sheet else None)


def test_fields_become_columns_in_the_order_of_the_schema() -> None:
    found = json_answers(joined('{"score": 1.0, "mood": "good"}', '{"mood":"bad","score":12}', schema=SCHEMA))
    assert found is not None
    assert dict(found.columns) == {"mood": ["good", "bad"], "score": ["1.0", "12"]}
    assert (found.broken, found.off, found.left_out) == ([], [], 0)


def test_what_is_no_json_is_flagged_and_keeps_its_text() -> None:
    table = joined('{"a": 1}', "I cannot say", '```json\n{"a": 2}\n```', "!")
    found = json_answers(table)
    assert found is not None
    assert dict(found.columns) == {"a": ["1", "", "2", ""], "answer_check": ["", NOT_JSON, "", ""]}
    assert list(found.broken) == [1]
    assert table.columns["answer"][1] == "I cannot say"


def test_what_is_not_of_the_schema_is_told_why() -> None:
    found = json_answers(joined('{"mood":"good","score":1}', '{"mood":"so so","score":"2"}', schema=SCHEMA))
    assert found is not None
    assert list(found.off) == [1]
    said = found.columns["answer_check"]
    assert said[0] == ""
    assert '"score": "2" is not a whole number.' in said[1]


@pytest.mark.parametrize("blank", [" \n\n ", "\u2028"])
def test_an_answer_of_blanks_that_was_cut_off_is_not_checked(blank: str) -> None:
    results = read_results(jsonl([answered("r0", '{"mood":"good","score":1}'), answered("r1", blank, "length")]), "o")
    found = json_answers(join([results], joined("", "", schema=SCHEMA).sent))
    assert found is not None
    assert (found.broken, found.off) == ([], [])


def test_an_answer_nested_too_deeply_is_told() -> None:
    deep = '{"mood":' + "[" * 300 + "]" * 300 + ',"score":1}'
    found = json_answers(joined(deep, '{"mood":"good","score":1}', schema=SCHEMA))
    assert found is not None
    assert found.off == [0]
    assert "nested too deeply" in found.columns["answer_check"][0]


def test_a_schema_that_cannot_be_used_hides_no_answer() -> None:
    found = json_answers(joined('{"a": 1}', schema={"type": "object", "$ref": "https://a.example/x.json"}))
    assert found is not None
    assert dict(found.columns)["a"] == ["1"]
    assert "https://a.example/x.json" in found.unchecked


def test_answers_that_are_checked_or_have_no_schema_are_not_called_unchecked() -> None:
    for schema in (SCHEMA, None):
        found = json_answers(joined('{"mood":"good","score":1}', schema=schema))
        assert found is not None
        assert found.unchecked == ""


@pytest.mark.parametrize("answers", [("yes", "no"), ("", ""), ("!", "!"), ("1", "2")])
def test_answers_in_words_are_left_alone(answers: tuple[str, ...]) -> None:
    assert json_answers(joined(*answers)) is None


def test_names_that_stand_beside_them_are_kept_apart() -> None:
    text = json.dumps({"answer": "x", "review": "fine", "q": 1})
    found = json_answers(joined(text, sheet=b"custom_id,q\nr0,why\n"))
    assert found is not None
    assert list(found.columns) == ["answer (field)", "review (field)", "q (batch)"]


def test_json_in_a_code_fence_is_checked_as_well() -> None:
    schema = answer_schema([AnswerColumn("score", "Whole number")])
    found = json_answers(joined('{"score": 1}', '```json\n{"score": "high"}\n```', schema=schema))
    assert found is not None
    assert found.off == [1]
    assert found.columns["answer_check"][1]


def test_columns_of_numbers_are_told() -> None:
    found = json_answers(joined('{"score": 1.50, "id": "7", "n": 1}', '{"score": 2, "id": "8", "n": "x"}'))
    assert found is not None
    assert found.numbers == {"score"}
