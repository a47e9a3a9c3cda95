"""The rules of strict mode: what it rejects, and the strict copy of a schema."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lib.schema import check_strict, make_strict, validator

TEXT = {"type": "string"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


CHECKED: list[tuple[str, dict[str, Any], list[str]]] = [
    ("strict", closed(a=TEXT), []),
    ("null beside a text", closed(a={"type": ["string", "null"]}), []),
    ("nested", closed(a=closed(b={"type": "array", "items": closed(c=TEXT)})), []),
    ("definitions", closed(a={"$ref": "#/$defs/d"}) | {"$defs": {"d": closed(b=TEXT)}}, []),
    ("recursive", closed(a={"anyOf": [{"$ref": "#"}, {"type": "null"}]}), []),
    ("limits of values", closed(a={"type": "number", "minimum": 0}, b={"type": "string", "format": "date"}), []),
    ("a property called default", closed(default=TEXT, allOf=TEXT, required=TEXT), []),
    ("choices called like keywords", closed(a={"type": "string", "enum": ["oneOf", "not"]}), []),
    ("open", {"type": "object", "properties": {"a": TEXT}, "required": ["a"]}, ["strict-open"]),
    ("optional", closed(a=TEXT, b=TEXT) | {"required": ["b"]}, ["strict-optional"]),
    ("nothing required", {"type": "object", "properties": {"a": TEXT}}, ["strict-open", "strict-optional"]),
    ("open inside a list", closed(a={"type": "array", "items": {"type": "object"}}), ["strict-empty", "strict-open"]),
    ("open inside a definition", closed(a={"$ref": "#/$defs/d"}) | {"$defs": {"d": {"properties": {"b": TEXT}}}},
     ["strict-untyped", "strict-open", "strict-optional"]),
    ("required but no property", closed(a=TEXT) | {"required": ["a", "b"]}, ["strict-unknown"]),
    ("a list as a whole", {"type": "array", "items": TEXT}, ["strict-root"]),
    ("anyOf as a whole", {"anyOf": [closed(a=TEXT), closed(b=TEXT)]}, ["strict-root"]),
    ("anyOf beside an object", closed(a=TEXT) | {"anyOf": [closed(a=TEXT)]}, ["strict-root"]),
    ("object or null", closed(a=TEXT) | {"type": ["object", "null"]}, ["strict-root"]),
    ("a reference as a whole", {"$ref": "#/$defs/d", "$defs": {"d": closed(a=TEXT)}}, ["strict-root"]),
    ("anything", closed(a={}), ["strict-untyped"]),
    ("true", closed(a=True), ["strict-untyped"]),
    ("only described", closed(a={"description": "x"}), ["strict-untyped"]),
    ("a list of anything", closed(a={"type": "array"}), ["strict-items"]),
    ("beside a reference", closed(a={"$ref": "#", "description": "x"}), ["strict-ref"]),
    ("oneOf", closed(a={"oneOf": [TEXT, {"type": "null"}]}), ["strict-keyword"]),
    ("allOf", closed(a={"allOf": [TEXT]}), ["strict-keyword"]),
    ("default", closed(a=TEXT | {"default": "x"}), ["strict-keyword"]),
    ("length", closed(a=TEXT | {"minLength": 1, "maxLength": 9}), ["strict-keyword", "strict-keyword"]),
    ("unknown format", closed(a=TEXT | {"format": "uri"}), ["strict-format"]),
    ("an annotation", closed(a=TEXT | {"examples": ["x"]}), ["strict-undocumented"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "kinds"), [case[1:] for case in CHECKED], ids=[case[0] for case in CHECKED])
def test_check_strict(schema: dict[str, Any], kinds: list[str]) -> None:
    Draft202012Validator.check_schema(schema)
    problems = check_strict(schema)
    assert [problem.kind for problem in problems] == kinds
    assert {problem.severity for problem in problems} <= {"note" if kinds == ["strict-undocumented"] else "ask"}


def test_one_problem_for_all_places() -> None:
    schema = closed(**{name: TEXT | {"default": ""} for name in "abcde"})
    assert [str(problem) for problem in check_strict(schema)] == [
        '"a", "b", "c" and 2 more: strict mode does not accept "default". Remove it, or switch strict off.'
    ]


def test_a_place_is_in_words() -> None:
    schema = closed(people={"type": "array", "items": closed(name=TEXT) | {"required": []}})
    assert str(check_strict(schema)[0]) == (
        '"people" > each item: strict mode requires every property. '
        'List all in "required" and allow null where a value may be missing, or switch strict off.'
    )


NULLABLE: list[tuple[str, Any, Any]] = [
    ("a type", {"type": "string", "description": "x"}, {"type": ["string", "null"], "description": "x"}),
    ("types", {"type": ["string", "integer"]}, {"type": ["string", "integer", "null"]}),
    ("null already", {"type": ["null", "string"]}, {"type": ["null", "string"]}),
    ("choices", {"type": "string", "enum": ["x"]}, {"type": ["string", "null"], "enum": ["x", None]}),
    ("anyOf", {"anyOf": [TEXT]}, {"anyOf": [TEXT, {"type": "null"}]}),
    ("a reference", {"$ref": "#"}, {"anyOf": [{"$ref": "#"}, {"type": "null"}]}),
    ("one value", {"const": "x"}, {"anyOf": [{"const": "x"}, {"type": "null"}]}),
    ("choices of any type", {"enum": ["x"]}, {"anyOf": [{"enum": ["x"]}, {"type": "null"}]}),
    ("properties without a type", {"properties": {}}, closed() | {"type": ["object", "null"]}),
    ("an object", {"type": "object", "properties": {"b": TEXT}},
     closed(b={"type": ["string", "null"]}) | {"type": ["object", "null"]}),
]  # fmt: skip


@pytest.mark.parametrize(("optional", "nullable"), [case[1:] for case in NULLABLE], ids=[case[0] for case in NULLABLE])
def test_an_optional_property_may_be_null(optional: Any, nullable: Any) -> None:
    assert make_strict({"type": "object", "properties": {"a": optional}}) == closed(a=nullable)


def test_a_required_name_without_property_is_kept() -> None:
    strict = make_strict({"type": "object", "properties": {"a": TEXT}, "required": ["b", "a"]})
    assert strict == closed(a=TEXT) | {"required": ["a", "b"]}
    assert [problem.kind for problem in check_strict(strict)] == ["strict-unknown"]


@st.composite
def schemas_with_answers(draw: st.DrawFn, levels: int = 3) -> tuple[dict[str, Any], Any]:
    """A schema with optional properties, and a valid answer."""
    kind = draw(st.sampled_from(["text", "choice", "list", "object"] if levels else ["text", "choice"]))
    if kind == "text":
        return {"type": "string"}, draw(st.text(max_size=3))
    if kind == "choice":
        return {"type": "string", "enum": ["x", "y"]}, draw(st.sampled_from("xy"))
    if kind == "list":
        schema, answer = draw(schemas_with_answers(levels - 1))
        return {"type": "array", "items": schema}, [answer] * draw(st.integers(0, 2))
    return draw(objects_with_answers(levels))


@st.composite
def objects_with_answers(draw: st.DrawFn, levels: int = 3) -> tuple[dict[str, Any], Any]:
    inner = draw(st.dictionaries(st.sampled_from("abcd"), schemas_with_answers(levels - 1), min_size=1, max_size=3))
    required = draw(st.lists(st.sampled_from(sorted(inner)), unique=True))
    kept = [name for name in inner if name in required or draw(st.booleans())]
    schema = {"type": "object", "properties": {name: pair[0] for name, pair in inner.items()}, "required": required}
    return schema, {name: inner[name][1] for name in kept}


def with_nulls(schema: dict[str, Any], answer: Any) -> Any:
    """The answer in strict mode: null for each missing property."""
    if isinstance(answer, list):
        return [with_nulls(schema["items"], item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    properties = schema["properties"].items()
    return {name: with_nulls(inner, answer[name]) if name in answer else None for name, inner in properties}


@given(objects_with_answers())
def test_a_strict_copy_accepts_the_same_answers_with_nulls(pair: tuple[dict[str, Any], Any]) -> None:
    schema, answer = pair
    before = deepcopy(schema)
    strict = make_strict(schema)
    assert schema == before
    assert check_strict(strict) == []
    assert make_strict(strict) == strict
    assert validator(schema)(answer) == []
    assert validator(strict)(with_nulls(schema, answer)) == []
    assert validator(strict)(with_nulls(schema, answer) | {"more": 1}) != []
