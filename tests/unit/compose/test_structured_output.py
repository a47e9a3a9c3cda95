"""Answer columns: as a strict schema, as a request says it, and what keeps them from being asked for."""

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

from lib.common import Problem
from lib.compose.structured_output import (
    JSON_OBJECT,
    KINDS,
    AnswerColumn,
    chat_format,
    check_columns,
    mentions_json,
    read_choices,
    responses_format,
    schema_of,
    write_choices,
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
        AnswerColumn, st.just(name), st.sampled_from([kind for kind in KINDS if kind != "One of a list"]), st.text()
    )
    of_list = st.builds(
        AnswerColumn, st.just(name), st.sampled_from(["One of a list", "List of texts"]), st.text(), CHOICES
    )
    return plain | of_list


COLUMNS = st.lists(NAMES, min_size=1, max_size=6, unique=True).flatmap(
    lambda names: st.tuples(*map(column_named, names))
)


def example_of(column: AnswerColumn, texts: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Answers made from the column's kind, never from the schema."""
    one = st.sampled_from(column.choices) if column.choices else texts
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "Text": texts,
        "Number": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53),
        "Whole number": st.integers(-(2**53), 2**53),
        "Yes or no": st.booleans(),
        "One of a list": one,
        "List of texts": st.lists(one),
    }
    return kinds[column.kind]


@given(COLUMNS, st.data())
def test_any_valid_columns_make_a_strict_schema_that_their_answers_keep_to(
    columns: tuple[AnswerColumn, ...], data: st.DataObject
) -> None:
    assert check_columns(columns) == []
    schema = schema_of(columns)
    Draft202012Validator.check_schema(schema)
    assert check_strict(schema) == []
    assert make_strict(schema) == schema
    answer = {column.name: data.draw(example_of(column, WORDS)) for column in columns}
    assert validator(schema)(answer) == []
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []


@given(COLUMNS, st.data())
def test_an_answer_without_one_of_its_columns_or_with_another_does_not_keep_to_it(
    columns: tuple[AnswerColumn, ...], data: st.DataObject
) -> None:
    whole = {column.name: data.draw(example_of(column, WORDS)) for column in columns}
    left_out = data.draw(st.sampled_from(sorted(whole)))
    flaws = validator(schema_of(columns))
    assert len(flaws({name: value for name, value in whole.items() if name != left_out})) == 1
    assert len(flaws(whole | {"".join(whole) + "more": 1})) == 1


@given(COLUMNS)
def test_the_properties_stand_in_the_order_of_the_columns(columns: tuple[AnswerColumn, ...]) -> None:
    read = json.loads(codec.dumps(schema_of(columns)))
    assert [*read["properties"]] == read["required"] == [column.name for column in columns]


def read_columns(path: Path) -> list[AnswerColumn]:
    rows = json.loads(path.read_text("utf-8"))
    return [AnswerColumn(**row | {"choices": tuple(row.get("choices", ()))}) for row in rows]


def test_golden() -> None:
    schema = schema_of(read_columns(DATA / "reviews.columns.json"))
    written = codec.pretty(chat_format("reviews", schema)).encode() + b"\n"
    assert written == (DATA / "reviews.response_format.json").read_bytes()


def test_an_empty_description_is_left_out() -> None:
    assert schema_of([AnswerColumn("a"), AnswerColumn("b", description=" ")])["properties"] == {
        "a": {"type": "string"},
        "b": {"type": "string"},
    }


@given(COLUMNS, st.booleans())
def test_the_openai_package_takes_both_formats(columns: tuple[AnswerColumn, ...], strict: bool) -> None:
    schema = schema_of(columns)
    chat, responses = chat_format("answer", schema, strict, "why"), responses_format("answer", schema, strict, "why")
    assert FORMAT.validate_python(chat) == chat
    assert responses == {"type": "json_schema", **chat["json_schema"]}


@pytest.mark.parametrize(
    "asked", [chat_format("a", schema_of([AnswerColumn("x")])), JSON_OBJECT], ids=["schema", "object"]
)
def test_a_chat_request_takes_the_format(asked: dict[str, Any]) -> None:
    taken = CHAT.validate_python({"model": "m", "messages": [], "response_format": asked})
    assert taken.get("response_format") == asked


@pytest.mark.parametrize(
    "asked", [responses_format("a", schema_of([AnswerColumn("x")])), JSON_OBJECT], ids=["schema", "object"]
)
def test_a_request_to_the_responses_api_takes_the_format(asked: dict[str, Any]) -> None:
    taken = RESPONSES.validate_python({"model": "m", "input": "p", "text": {"format": asked}})
    assert taken.get("text", {}).get("format") == asked


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
    ("texts", "said"),
    [
        ([], False),
        (["Be brief.", "Answer."], False),
        (["Be brief.", "Answer in JSON."], True),
        (["a .jsonl file"], True),
        (["a Json object"], True),
        (["J S O N"], False),
    ],
)
def test_mentions_json(texts: list[str], said: bool) -> None:
    assert mentions_json(texts) is said


PROBLEMS: list[tuple[str, list[AnswerColumn], list[str]]] = [
    ("none", [], ["no-answer-column"]),
    ("no name", [AnswerColumn("")], ["answer-column-name"]),
    ("blank name", [AnswerColumn(" \t")], ["answer-column-name"]),
    ("blank at the end", [AnswerColumn("a ")], ["answer-column-blanks"]),
    ("line break", [AnswerColumn("a\nb")], ["answer-column-unseen"]),
    ("zero-width joiner is fine", [AnswerColumn("a\u200db")], []),
    ("wide blank is fine", [AnswerColumn("氏\u3000名")], []),
    ("64 characters", [AnswerColumn("n" * 64)], []),
    ("65 characters", [AnswerColumn("n" * 65)], ["answer-column-long"]),
    ("unknown kind", [AnswerColumn("a", "Colour")], ["answer-column-kind"]),  # type: ignore[arg-type]
    ("same name", [AnswerColumn("a"), AnswerColumn("b"), AnswerColumn("a")], ["answer-column-twice"]),
    ("same but for case", [AnswerColumn("a"), AnswerColumn("A")], []),
    ("no choices", [AnswerColumn("a", "One of a list")], ["choices-missing"]),
    ("list of anything", [AnswerColumn("a", "List of texts")], []),
    ("blank choice", [AnswerColumn("a", "One of a list", "", ("x", " "))], ["choice-blank"]),
    ("choice twice", [AnswerColumn("a", "List of texts", "", ("x", "y", "x "))], ["choice-twice"]),
    ("choice with a line break", [AnswerColumn("a", "One of a list", "", ("x\ny",))], ["choice-unseen"]),
    ("choices of a text", [AnswerColumn("a", "Text", "", ("x",))], ["choices-unused"]),
    ("1,000 choices", [AnswerColumn("a", "One of a list", "", tuple(f"{n}" for n in range(1_000)))], []),
    ("1,001 choices", [AnswerColumn("a", "One of a list", "", tuple(f"{n}" for n in range(1_001)))], ["strict-limit"]),
    ("250 long ones", [AnswerColumn("a", "One of a list", "", tuple(f"{n:>099}" for n in range(250)))], []),
    (
        "251 long ones",
        [AnswerColumn("a", "One of a list", "", tuple(f"{n:>099}" for n in range(251)))],
        ["choices-long"],
    ),
    ("5,000 columns", [AnswerColumn(f"{n}") for n in range(5_000)], []),
    ("5,001 columns", [AnswerColumn(f"{n}") for n in range(5_001)], ["strict-limit"]),
]


@pytest.mark.parametrize(("columns", "kinds"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_check_columns(columns: list[AnswerColumn], kinds: list[str]) -> None:
    found = check_columns(columns)
    assert [problem.kind for problem in found] == kinds
    assert {problem.severity for problem in found} <= {"note" if kinds == ["choices-unused"] else "blocks"}


def test_a_note_hides_no_limit() -> None:
    columns = [AnswerColumn("a", choices=("x",)), *(AnswerColumn(f"{n}") for n in range(5_000))]
    assert [problem.kind for problem in check_columns(columns)] == ["choices-unused", "strict-limit"]


def test_every_problem_at_once_and_in_words() -> None:
    columns = [AnswerColumn("a"), AnswerColumn(""), AnswerColumn("a", "One of a list")]
    assert [str(problem) for problem in check_columns(columns)] == [
        "Answer column 2 has no name. Name it, take it out, or choose another form.",
        'Answer column 3 ("a") is one of a list, and the list is empty. List its choices.',
        'Answer columns 1 and 3 have the same name, "a". Give each a name of its own.',
    ]


def test_a_limit_in_words() -> None:
    problem = check_columns([AnswerColumn(f"{n}") for n in range(5_001)])[0]
    assert problem == Problem(
        "strict-limit",
        "the schema has 5,001 properties; strict mode accepts 5,000.",
        "Make the schema smaller (source: OpenAI's guide to structured outputs, as of 2026-02).",
        "blocks",
    )


READ: list[tuple[str, tuple[str, ...]]] = [
    ("", ()),
    (" , ,", ()),
    ("good", ("good",)),
    ("good,bad , neither", ("good", "bad", "neither")),
    ("good\nbad\r\nneither\rnone", ("good", "bad", "neither", "none")),
    ('"neither, really", good', ("neither, really", "good")),
    ('5" screen, 7" screen', ('5" screen', '7" screen')),
    ('"say ""no""", yes', ('say "no"', "yes")),
    ("good; bad", ("good; bad",)),
    ("two  blanks", ("two  blanks",)),
    ("10\u00a0%, 20\u00a0%", ("10\u00a0%", "20\u00a0%")),
    ("good, good", ("good", "good")),
]


@pytest.mark.parametrize(("text", "choices"), READ, ids=[case[0] or "nothing" for case in READ])
def test_read_choices(text: str, choices: tuple[str, ...]) -> None:
    assert read_choices(text) == choices


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text == text.strip() != "")))
def test_choices_that_are_written_are_read(choices: list[str]) -> None:
    assert read_choices(write_choices(choices)) == tuple(choices)


@given(st.text())
def test_any_text_gives_choices_that_stay(text: str) -> None:
    choices = read_choices(text)
    assert read_choices(write_choices(choices)) == choices
