"""Pasted schemas: found inside their wrappers, and checked."""

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

WRAPPED: list[tuple[str, Any]] = [
    ("name, schema and strict", {"name": "n", "strict": True, "schema": STRICT}),
    ("response_format", chat_format("n", STRICT)),
    ("a body with a response_format", {"response_format": chat_format("n", STRICT)}),
    ("json_schema alone", {"json_schema": {"name": "n", "strict": True, "schema": STRICT}}),
    ("text.format", responses_format("n", STRICT)),
    ("a body with text.format", {"text": {"format": responses_format("n", STRICT)}}),
    ("format", {"format": responses_format("n", STRICT)}),
]


@pytest.mark.parametrize("pasted", [case[1] for case in WRAPPED], ids=[case[0] for case in WRAPPED])
def test_a_wrapped_schema_is_read(pasted: Any) -> None:
    assert read_schema(json.dumps(pasted)) == (PastedSchema("n", STRICT), [])
    assert read_schema(f"```json\n{json.dumps(pasted, indent=4)}\n```") == (PastedSchema("n", STRICT), [])


def test_a_bare_schema_is_read() -> None:
    assert read_schema(json.dumps(STRICT)) == (PastedSchema("answer", STRICT), [])
    titled = STRICT | {"title": "Customer review"}
    assert read_schema(json.dumps(titled)) == (PastedSchema("Customer_review", titled), [])


def test_a_written_response_format_is_read() -> None:
    pasted, problems = read_schema((DATA / "reviews.response_format.json").read_text("utf-8"))
    assert pasted is not None
    assert (pasted.name, problems) == ("reviews", [])
    assert chat_format(pasted.name, pasted.schema) == json.loads((DATA / "reviews.response_format.json").read_bytes())


def test_a_property_called_schema_is_not_a_wrapper() -> None:
    schema = {"type": "object", "properties": {"schema": STRICT}, "required": ["schema"], "additionalProperties": False}
    assert read_schema(json.dumps(schema)) == (PastedSchema("answer", schema), [])


def test_the_pasted_strict_setting_is_kept() -> None:
    loose = {"type": "object", "properties": {"a": {"type": "string"}}}
    asked = chat_format("n", loose, strict=False, description="why")
    assert read_schema(json.dumps(asked)) == (PastedSchema("n", loose, False, "why"), [])
    pasted, problems = read_schema(json.dumps(loose))
    assert pasted is not None
    assert pasted.strict
    assert [problem.kind for problem in problems] == ["strict-open", "strict-optional"]


REMARKS: list[tuple[str, Any, str]] = [
    (
        "a name with spaces",
        {"name": "my name", "strict": True, "schema": STRICT},
        'The name "my name" has characters that are not allowed in a schema name. Batchdesk sends it as "my_name".',
    ),
    (
        "no strict setting",
        {"name": "n", "schema": STRICT},
        'The pasted text has no "strict" setting. '
        "Batchdesk sends the schema as strict; switch strict off if you do not want that.",
    ),
    (
        "a whole body",
        {"model": "m", "seed": 1, "response_format": chat_format("n", STRICT)},
        'Batchdesk only uses the schema and ignores "model", "seed". Set them elsewhere on the page if you need them.',
    ),
    (
        "an unknown neighbour",
        {"name": "n", "strict": True, "schema": STRICT, "version": 2},
        'Batchdesk only uses the schema and ignores "version". Set them elsewhere on the page if you need them.',
    ),
]


@pytest.mark.parametrize(("pasted", "text"), [case[1:] for case in REMARKS], ids=[case[0] for case in REMARKS])
def test_every_changed_or_ignored_key_is_reported(pasted: Any, text: str) -> None:
    value, problems = read_schema(json.dumps(pasted))
    assert value is not None
    assert value.schema == STRICT
    assert [(str(problem), problem.severity) for problem in problems] == [(text, "note")]


def with_property(schema: Any) -> str:
    return json.dumps({"type": "object", "properties": {"a": schema}})


NOT_IN_IT = 'Copy that schema into "$defs"; Batchdesk fetches nothing.'
RULES = "Correct it; JSON Schema Draft 2020-12 has the rules."
REJECTED: list[tuple[str, str, str]] = [
    ("nothing", "", "There is no JSON yet. Paste some JSON."),
    (
        "no JSON",
        '{"type": "object"',
        "Line 1: at character 18, a comma or a closing bracket is missing. Correct it, or copy it again.",
    ),
    ("a list", "[1]", "A schema is a JSON object, and this is not. Paste the whole schema."),
    (
        "an answer",
        '{"sentiment": "good"}',
        'This is not a schema. Paste a schema with its "type" and "properties", or a response_format that holds one.',
    ),
    ("an unknown type", '{"type": "objct"}', f'"type": "objct" is not allowed here. {RULES}'),
    (
        "inside a property",
        with_property({"type": "array", "items": [{"type": "string"}]}),
        f'"properties" > "a" > "items": [{{"type": "string"}}] is not allowed here. {RULES}',
    ),
    (
        "a reference to the web",
        with_property({"$ref": "https://example.com/a.json"}),
        f'The schema refers to "https://example.com/a.json", which is not in it. {NOT_IN_IT}',
    ),
    (
        "a reference to a file, deep inside what is not looked at otherwise",
        json.dumps(STRICT | {"if": {"not": {"$dynamicRef": "other.json#/x"}}}),
        f'The schema refers to "other.json#/x", which is not in it. {NOT_IN_IT}',
    ),
    (
        "a reference to nothing",
        with_property({"$ref": "#/$defs/b"}),
        "The schema is not usable: Pointer '/$defs/b' does not exist. Correct its references and patterns.",
    ),
    (
        "an invalid pattern",
        with_property({"type": "string", "pattern": "("}),
        'The schema is not usable: "(" is not a "regex". Correct its references and patterns.',
    ),
]


@pytest.mark.parametrize(("text", "message"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_rejected(text: str, message: str) -> None:
    value, problems = read_schema(text)
    assert value is None
    assert [(str(problem), problem.severity) for problem in problems] == [(message, "blocks")]


def test_a_property_called_ref_is_not_a_reference() -> None:
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
def test_any_text_is_a_schema_or_blocks(text: str) -> None:
    value, problems = read_schema(text)
    assert (value is None) == any(problem.severity == "blocks" for problem in problems)
