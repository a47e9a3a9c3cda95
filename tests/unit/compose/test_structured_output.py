"""Answer columns as a strict schema, and answer formats of requests."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import TypeAdapter

from lib.compose.answer_checks import check_columns
from lib.compose.structured_output import (
    ANSWER_KINDS,
    JSON_OBJECT,
    AnswerColumn,
    answer_schema,
    chat_format,
    mentions_json,
    responses_format,
)
from lib.json import codec
from lib.schema import check_strict, make_strict, validator
from lib.schema.pasted import schema_name

FORMAT = TypeAdapter(ResponseFormatJSONSchema)
CHAT = TypeAdapter(CompletionCreateParamsNonStreaming)
RESPONSES = TypeAdapter(ResponseCreateParamsNonStreaming)

DATA = Path(__file__).parents[2] / "data" / "answer_format"

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)
NAMES = WORDS.filter(lambda text: text == text.strip() != "")
CHOICES = st.lists(NAMES, min_size=1, max_size=5, unique=True).map(tuple)


def column_named(name: str) -> st.SearchStrategy[AnswerColumn]:
    plain = st.builds(
        AnswerColumn,
        st.just(name),
        st.sampled_from([kind for kind in ANSWER_KINDS if kind not in ("One of a list", "Codebook", "Repeated cell")]),
        st.text(),
    )
    of_list = st.builds(
        AnswerColumn, st.just(name), st.sampled_from(["One of a list", "List of texts"]), st.text(), CHOICES
    )
    repeated = st.builds(AnswerColumn, st.just(name), st.just("Repeated cell"), source=NAMES)
    return plain | of_list | repeated


COLUMNS = st.lists(NAMES, min_size=1, max_size=6, unique=True).flatmap(
    lambda names: st.tuples(*map(column_named, names))
)


def example_of(column: AnswerColumn, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Answers made from the column's kind, not from the schema."""
    one = st.sampled_from(column.choices) if column.choices else texts
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "Text": texts,
        "Number": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
        "Whole number": st.integers(-(2**53), 2**53),
        "Yes or no": st.booleans(),
        "One of a list": one,
        "List of texts": st.lists(one),
        "Repeated cell": texts,
    }
    return kinds[column.kind]


@given(COLUMNS, st.data())
def test_valid_columns_make_a_strict_schema_that_their_answers_match(
    columns: tuple[AnswerColumn, ...], data: st.DataObject
) -> None:
    assert {problem.severity for problem in check_columns(columns)} <= {"warn", "ask"}
    schema = answer_schema(columns)
    Draft202012Validator.check_schema(schema)
    assert check_strict(schema) == []
    assert make_strict(schema) == schema
    answer = {column.name: data.draw(example_of(column, WORDS)) for column in columns}
    assert validator(schema)(answer) == []
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []


@given(COLUMNS, st.data())
def test_an_answer_with_a_missing_or_extra_column_does_not_match(
    columns: tuple[AnswerColumn, ...], data: st.DataObject
) -> None:
    whole = {column.name: data.draw(example_of(column, WORDS)) for column in columns}
    left_out = data.draw(st.sampled_from(sorted(whole)))
    flaws = validator(answer_schema(columns))
    assert len(flaws({name: value for name, value in whole.items() if name != left_out})) == 1
    assert len(flaws(whole | {"".join(whole) + "more": 1})) == 1


@given(COLUMNS)
def test_the_properties_are_in_the_order_of_the_columns(columns: tuple[AnswerColumn, ...]) -> None:
    read = json.loads(codec.dumps(answer_schema(columns)))
    assert [*read["properties"]] == read["required"] == [column.name for column in columns]


def read_columns(path: Path) -> list[AnswerColumn]:
    rows = json.loads(path.read_text("utf-8"))
    return [AnswerColumn(**row | {"choices": tuple(row.get("choices", ()))}) for row in rows]


def test_golden() -> None:
    schema = answer_schema(read_columns(DATA / "reviews.columns.json"))
    written = codec.pretty(chat_format("reviews", schema)).encode() + b"\n"
    assert written == (DATA / "reviews.response_format.json").read_bytes()


def test_an_empty_description_is_left_out() -> None:
    assert answer_schema([AnswerColumn("a"), AnswerColumn("b", description=" ")])["properties"] == {
        "a": {"type": "string"},
        "b": {"type": "string"},
    }


@given(COLUMNS, st.booleans())
def test_the_openai_package_accepts_both_formats(columns: tuple[AnswerColumn, ...], strict: bool) -> None:
    schema = answer_schema(columns)
    chat, responses = chat_format("answer", schema, strict, "why"), responses_format("answer", schema, strict, "why")
    assert FORMAT.validate_python(chat) == chat
    assert responses == {"type": "json_schema", **chat["json_schema"]}


@pytest.mark.parametrize(
    "answer_format", [chat_format("a", answer_schema([AnswerColumn("x")])), JSON_OBJECT], ids=["schema", "object"]
)
def test_a_chat_request_accepts_the_format(answer_format: dict[str, Any]) -> None:
    taken = CHAT.validate_python({"model": "m", "messages": [], "response_format": answer_format})
    assert taken.get("response_format") == answer_format


@pytest.mark.parametrize(
    "answer_format", [responses_format("a", answer_schema([AnswerColumn("x")])), JSON_OBJECT], ids=["schema", "object"]
)
def test_a_request_to_the_responses_api_accepts_the_format(answer_format: dict[str, Any]) -> None:
    taken = RESPONSES.validate_python({"model": "m", "input": "p", "text": {"format": answer_format}})
    assert taken.get("text", {}).get("format") == answer_format


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Reviews 2026", "Reviews_2026"),
        ("Café (old).csv", "Cafe_old_csv"),
        ("顧客", "answer"),
        ("", "answer"),
        ("--_--", "answer"),
        ("a" * 99, "a" * 64),
        ("already_valid-name", "already_valid-name"),
    ],
)
def test_schema_name(text: str, name: str) -> None:
    assert schema_name(text) == name


@given(st.text(st.characters()))
def test_a_schema_name_is_always_valid(text: str) -> None:
    name = schema_name(text)
    assert 1 <= len(name) <= 64
    assert name.isascii()
    assert name.replace("_", "").replace("-", "").isalnum()
    assert schema_name(name) == name


@pytest.mark.parametrize(
    ("texts", "mentioned"),
    [
        ([], False),
        (["Be brief.", "Answer."], False),
        (["Be brief.", "Answer in JSON."], True),
        (["a .jsonl file"], True),
        (["a Json object"], True),
        (["J S O N"], False),
    ],
)
def test_mentions_json(texts: list[str], mentioned: bool) -> None:
    assert mentions_json(texts) is mentioned
