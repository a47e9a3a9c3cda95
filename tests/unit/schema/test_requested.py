"""The schema of a request, in each provider's place, and its fields in order."""

from typing import Any

import pytest

from lib.schema.requested import Path, fields_of, first_schema, requested_schema

SCHEMA: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}


@pytest.mark.parametrize(
    "body",
    [
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}}},
        {"response_format": {"type": "json_object", "schema": SCHEMA}},
        {"text": {"format": {"type": "json_schema", "name": "x", "schema": SCHEMA}}},
        {"guided_json": SCHEMA},
        {"generationConfig": {"responseSchema": SCHEMA}},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": SCHEMA}}]},
        {"tools": [{"name": "f", "input_schema": SCHEMA}]},
    ],
    ids=["chat", "together", "responses", "vllm", "gemini", "tool", "anthropic-tool"],
)
def test_a_request_has_a_schema(body: dict[str, Any]) -> None:
    assert requested_schema(body) == SCHEMA
    assert first_schema([None, {}, body]) == SCHEMA


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"response_format": "json"},
        {"response_format": {"type": "json_object"}},
        {"tools": [{"function": {"parameters": SCHEMA}}] * 2},
        {"tools": [5]},
    ],
    ids=["nothing", "empty", "text", "json-object", "two-tools", "odd-tool"],
)
def test_a_request_has_no_schema(body: Any) -> None:
    assert requested_schema(body) is None
    assert first_schema([body]) is None


NESTED = {
    "properties": {
        "z": {"type": "string"},
        "address": {"properties": {"city": {}, "geo": {"$ref": "#/$defs/geo"}}},
        "maybe": {"anyOf": [{"$ref": "#/$defs/geo"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"properties": {"x": {}}}},
        "anything": {"type": "object"},
    },
    "$defs": {"geo": {"properties": {"lat": {}, "lon": {}}}},
}
FIELDS = [
    ("flat", SCHEMA, [("a",)]),
    (
        "nested",
        NESTED,
        [
            ("z",),
            ("address", "city"),
            ("address", "geo", "lat"),
            ("address", "geo", "lon"),
            ("maybe", "lat"),
            ("maybe", "lon"),
            ("tags",),
            ("anything",),
        ],
    ),
    ("root-is-a-reference", {"$ref": "#/$defs/x", "$defs": {"x": SCHEMA}}, [("a",)]),
    ("reference-to-nothing", {"properties": {"a": {"$ref": "#/$defs/x"}}}, [("a",)]),
    ("reference-in-a-circle", {"properties": {"a": {"$ref": "#/properties/a"}}}, [("a",)]),
    ("no-object", {"type": "array"}, []),
    ("no-schema", None, []),
]


@pytest.mark.parametrize(("schema", "fields"), [case[1:] for case in FIELDS], ids=[case[0] for case in FIELDS])
def test_fields_of_a_schema(schema: Any, fields: list[Path]) -> None:
    assert [field.path for field in fields_of(schema)] == fields


def test_a_schema_that_contains_itself_ends() -> None:
    schema = {"properties": {"a": {}, "b": {"$ref": "#"}, "c": {"properties": {"d": {"$ref": "#"}}}}}
    assert [field.path for field in fields_of(schema)] == [("a",), ("b",), ("c", "d")]
    assert len(fields_of({"properties": {str(number): {} for number in range(5_000)}})) == 2_000
