"""JSON answers become columns, and answers that do not match their schema are marked."""

import json
from typing import Any

import pytest

from lib.analysis.structured_answers import NOT_JSON, detail_columns, json_answers
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
    ids = [f"r{number}" for number in range(len(answers))]
    requests = [input_line(custom_id, "?") for custom_id in ids]
    for line in requests if schema else ():
        line["body"]["response_format"] = chat_format("answer", schema or {})
    lines = [
        failed(custom_id, "no") if text == "!" else answered(custom_id, text)
        for custom_id, text in zip(ids, answers, strict=True)
    ]
    results, sent = read_results(jsonl(lines), "o.jsonl"), read_requests(jsonl(requests), "i.jsonl")
    return join([results], [sent], read_sheet(sheet, "s.csv") if sheet else None)


def test_fields_become_columns_in_the_order_of_the_schema() -> None:
    found = json_answers(joined('{"score": 1.0, "mood": "good"}', '{"mood":"bad","score":12}', schema=SCHEMA))
    assert found is not None
    assert dict(found.columns) == {"mood": ["good", "bad"], "score": ["1.0", "12"]}
    assert (found.broken, found.mismatched, found.left_out) == ([], [], 0)


def test_an_answer_that_is_not_json_is_marked_and_keeps_its_text() -> None:
    table = joined('{"a": 1}', "I cannot say", '```json\n{"a": 2}\n```', "!")
    found = json_answers(table)
    assert found is not None
    assert dict(found.columns) == {"a": ["1", "", "2", ""], "Answer check": ["", NOT_JSON, "", ""]}
    assert list(found.broken) == [1]
    assert table.columns["answer"][1] == "I cannot say"


def test_an_answer_that_does_not_match_the_schema_has_a_reason() -> None:
    found = json_answers(joined('{"mood":"good","score":1}', '{"mood":"so so","score":"2"}', schema=SCHEMA))
    assert found is not None
    assert list(found.mismatched) == [1]
    faults = found.columns["Answer check"]
    assert faults[0] == ""
    assert '"score": "2" is not a whole number.' in faults[1]


@pytest.mark.parametrize("blank", [" \n\n ", "\u2028"])
def test_a_blank_answer_is_not_checked(blank: str) -> None:
    results = read_results(jsonl([answered("r0", '{"mood":"good","score":1}'), answered("r1", blank, "length")]), "o")
    found = json_answers(join([results], joined("", "", schema=SCHEMA).sent))
    assert found is not None
    assert (found.broken, found.mismatched) == ([], [])


def test_an_answer_nested_too_deeply_is_marked() -> None:
    deep = '{"mood":' + "[" * 300 + "]" * 300 + ',"score":1}'
    found = json_answers(joined(deep, '{"mood":"good","score":1}', schema=SCHEMA))
    assert found is not None
    assert found.mismatched == [0]
    assert "nested too deeply" in found.columns["Answer check"][0]


def test_an_unusable_schema_hides_no_answer() -> None:
    found = json_answers(joined('{"a": 1}', schema={"type": "object", "$ref": "https://a.example/x.json"}))
    assert found is not None
    assert dict(found.columns)["a"] == ["1"]
    assert "https://a.example/x.json" in found.unchecked


def test_answers_that_are_checked_or_have_no_schema_need_no_reason() -> None:
    for schema in (SCHEMA, None):
        found = json_answers(joined('{"mood":"good","score":1}', schema=schema))
        assert found is not None
        assert found.unchecked == ""


@pytest.mark.parametrize("answers", [("yes", "no"), ("", ""), ("!", "!"), ("1", "2")])
def test_answers_in_words_become_no_columns(answers: tuple[str, ...]) -> None:
    assert json_answers(joined(*answers)) is None


def test_fields_with_names_of_other_columns_get_a_suffix() -> None:
    text = json.dumps({"answer": "x", "review": "fine", "q": 1})
    found = json_answers(joined(text, sheet=b"custom_id,q\nr0,why\n"))
    assert found is not None
    assert list(found.columns) == ["answer (field)", "review (field)", "q (batch)"]


def test_json_in_a_code_fence_is_checked() -> None:
    schema = answer_schema([AnswerColumn("score", "Whole number")])
    found = json_answers(joined('{"score": 1}', '```json\n{"score": "high"}\n```', schema=schema))
    assert found is not None
    assert found.mismatched == [1]
    assert found.columns["Answer check"][1]


def test_columns_of_numbers_are_known() -> None:
    found = json_answers(joined('{"score": 1.50, "id": "7", "n": 1}', '{"score": 2, "id": "8", "n": "x"}'))
    assert found is not None
    assert found.numbers == {"score"}


def test_details_that_no_result_has_need_no_column() -> None:
    assert detail_columns(joined("one", "two")) == {}


def test_details_of_any_result_become_columns() -> None:
    detailed = answered("b", "two")
    detailed["response"]["body"] |= {"model": "m", "usage": {"prompt_tokens_details": {"cached_tokens": 0}}}
    table = join([read_results(jsonl([answered("a", "one"), detailed]), "out.jsonl")])
    assert detail_columns(table) == {"cached_tokens": [None, 0], "model": ["", "m"]}
