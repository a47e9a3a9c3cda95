"""Pasted schemas: found in whatever stands around them, and checked."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.structured_output import chat_format, responses_format
from lib.schema import PastedSchema, read_schema

DATA = Path(__file__).parents[2] / "data" / "answer_format"
STRICT = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}

AROUND: list[tuple[str, Any]] = [
    ("name, schema and strict", {"name": "n", "strict": True, "schema": STRICT}),
    ("response_format", chat_format("n", STRICT)),
    ("a body with a response_format", {"response_format": chat_format("n", STRICT)}),
    ("json_schema alone", {"json_schema": {"name": "n", "strict": True, "schema": STRICT}}),
    ("text.format", responses_format("n", STRICT)),
    ("a body with text.format", {"text": {"format": responses_format("n", STRICT)}}),
    ("format", {"format": responses_format("n", STRICT)}),
]


@pytest.mark.parametrize("pasted", [case[1] for case in AROUND], ids=[case[0] for case in AROUND])
def test_what_stands_around_it(pasted: Any) -> None:
    assert read_schema(json.dumps(pasted)) == (PastedSchema("n", STRICT), [])
    assert read_schema(f"```json\n{json.dumps(pasted, indent=4)}\n```") == (PastedSchema("n", STRICT), [])


def test_a_schema_by_itself() -> None:
    assert read_schema(json.dumps(STRICT)) == (PastedSchema("answer", STRICT), [])
    titled = STRICT | {"title": "Customer review"}
    assert read_schema(json.dumps(titled)) == (PastedSchema("Customer_review", titled), [])


def test_what_is_written_here_is_read_here() -> None:
    pasted, problems = read_schema((DATA / "reviews.response_format.json").read_text("utf-8"))
    assert pasted is not None
    assert (pasted.name, problems) == ("reviews", [])
    assert chat_format(pasted.name, pasted.schema) == json.loads((DATA / "reviews.response_format.json").read_bytes())


def test_a_property_called_schema_is_no_wrapper() -> None:
    schema = {"type": "object", "properties": {"schema": STRICT}, "required": ["schema"], "additionalProperties": False}
    assert read_schema(json.dumps(schema)) == (PastedSchema("answer", schema), [])


def test_strict_is_kept_as_it_was_pasted() -> None:
    loose = {"type": "object", "properties": {"a": {"type": "string"}}}
    asked = chat_format("n", loose, strict=False, description="why")
    assert read_schema(json.dumps(asked)) == (PastedSchema("n", loose, False, "why"), [])
    pasted, problems = read_schema(json.dumps(loose))
    assert pasted is not None
    assert pasted.strict
    assert [problem.kind for problem in problems] == ["strict-open", "strict-optional"]


REMARKS: list[tuple[str, Any, str]] = [
    (
        "a name with blanks",
        {"name": "my name", "strict": True, "schema": STRICT},
        'The name "my name" has characters that a schema\'s name may not have. It is sent as "my_name".',
    ),
    (
        "strict not said",
        {"name": "n", "schema": STRICT},
        "What was pasted does not say whether it is strict. "
        "It is sent as strict; switch strict off if it was not meant so.",
    ),
    (
        "a whole body",
        {"model": "m", "seed": 1, "response_format": chat_format("n", STRICT)},
        'Only the schema was taken; passed over: "model", "seed". Set them elsewhere on the page if you need them.',
    ),
    (
        "an unknown neighbour",
        {"name": "n", "strict": True, "schema": STRICT, "version": 2},
        'Only the schema was taken; passed over: "version". Set them elsewhere on the page if you need them.',
    ),
]


@pytest.mark.parametrize(("pasted", "said"), [case[1:] for case in REMARKS], ids=[case[0] for case in REMARKS])
def test_nothing_is_changed_or_passed_over_in_silence(pasted: Any, said: str) -> None:
    value, problems = read_schema(json.dumps(pasted))
    assert value is not None
    assert value.schema == STRICT
    assert [(str(problem), problem.severity) for problem in problems] == [(said, "note")]


def with_property(schema: Any) -> str:
    return json.dumps({"type": "object", "properties": {"a": schema}})


NOT_IN_IT = 'Copy what it refers to into "$defs": nothing is ever fetched.'
RULES = "Correct it by JSON Schema's rules (Draft 2020-12)."
REFUSED: list[tuple[str, str, str]] = [
    ("nothing", "", "Nothing was pasted yet. Paste some JSON."),
    (
        "no JSON",
        '{"type": "object"',
        "Line 1: at character 18, a comma or a closing bracket is missing. Correct it, or copy it again.",
    ),
    ("a list", "[1]", "A schema is an object, and this is something else. Paste all of the schema."),
    (
        "an answer",
        '{"sentiment": "good"}',
        "This says nothing about an answer. "
        'Paste a schema with its "type" and "properties", or a response_format that holds one.',
    ),
    ("a type that is none", '{"type": "objct"}', f'"type": "objct" may not stand here. {RULES}'),
    (
        "inside a property",
        with_property({"type": "array", "items": [{"type": "string"}]}),
        f'"properties" > "a" > "items": [{{"type": "string"}}] may not stand here. {RULES}',
    ),
    (
        "a reference to the web",
        with_property({"$ref": "https://example.com/a.json"}),
        f'The schema refers to "https://example.com/a.json", which is not part of it. {NOT_IN_IT}',
    ),
    (
        "a reference to a file, deep inside what is not looked at otherwise",
        json.dumps(STRICT | {"if": {"not": {"$dynamicRef": "other.json#/x"}}}),
        f'The schema refers to "other.json#/x", which is not part of it. {NOT_IN_IT}',
    ),
    (
        "a reference to nothing",
        with_property({"$ref": "#/$defs/b"}),
        "The schema cannot be used: Pointer '/$defs/b' does not exist. Correct its references and patterns.",
    ),
    (
        "a pattern that is none",
        with_property({"type": "string", "pattern": "("}),
        'The schema cannot be used: "(" is not a "regex". Correct its references and patterns.',
    ),
]


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refused(text: str, said: str) -> None:
    value, problems = read_schema(text)
    assert value is None
    assert [(str(problem), problem.severity) for problem in problems] == [(said, "blocks")]


def test_a_property_called_ref_is_no_reference() -> None:
    schema = STRICT | {"properties": {"$ref": {"type": "string"}}, "required": ["$ref"]}
    assert read_schema(json.dumps(schema)) == (PastedSchema("answer", schema), [])


KEYWORDS = [
    "type",
    "properties",
    "items",
    "$ref",
    "$defs",
    "anyOf",
    "enum",
    "required",
    "schema",
    "name",
    "json_schema",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.sampled_from(["object", "array", "#", "#/$defs/a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYWORDS) | st.text(max_size=2), inner),
    max_leaves=12,
)


@given(st.text() | JSON.map(json.dumps))
def test_any_text_is_a_schema_or_says_why_not(text: str) -> None:
    value, problems = read_schema(text)
    assert (value is None) == any(problem.severity == "blocks" for problem in problems)
