"""The rules of strict mode: what is refused, and what one click mends."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lib.schema import check_strict, made_strict, validator
from lib.schema.strict import AZURE, OPENAI, SchemaLimits, check_limits

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
    ("says nothing", closed(a=TEXT | {"examples": ["x"]}), ["strict-unsaid"]),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "kinds"), [case[1:] for case in CHECKED], ids=[case[0] for case in CHECKED])
def test_check_strict(schema: dict[str, Any], kinds: list[str]) -> None:
    Draft202012Validator.check_schema(schema)
    found = check_strict(schema)
    assert [problem.kind for problem in found] == kinds
    assert {problem.severity for problem in found} <= {"note" if kinds == ["strict-unsaid"] else "ask"}


def test_one_problem_for_all_places() -> None:
    schema = closed(**{name: TEXT | {"default": ""} for name in "abcde"})
    assert [str(problem) for problem in check_strict(schema)] == [
        '"a", "b", "c" and 2 more: strict mode does not take "default". Take it out, or switch strict off.'
    ]


def test_places_in_words() -> None:
    schema = closed(people={"type": "array", "items": closed(name=TEXT) | {"required": []}})
    assert str(check_strict(schema)[0]) == (
        '"people" > each item: strict mode wants every property required. '
        'List all of them in "required" and let those be null that may be left out, or switch strict off.'
    )


def nested(levels: int) -> dict[str, Any]:
    schema = closed(a=TEXT)
    for _ in range(levels - 1):
        schema = closed(a=schema)
    return schema


def choices(count: int, width: int = 1) -> dict[str, Any]:
    return {"type": "string", "enum": [f"{n:0{width}}" for n in range(count)]}


LIMITED: list[tuple[str, dict[str, Any], dict[str, Any], SchemaLimits]] = [
    ("levels", nested(10), nested(11), OPENAI),
    ("levels at Azure", nested(5), nested(6), AZURE),
    ("lists are levels", closed(a={"type": "array", "items": nested(8)}),
     closed(a={"type": "array", "items": nested(9)}), OPENAI),
    ("properties", closed(**{f"{n}": TEXT for n in range(100)}), closed(**{f"{n}": TEXT for n in range(101)}), AZURE),
    ("properties of all objects", closed(a=closed(**{f"{n}": TEXT for n in range(99)})),
     closed(a=closed(**{f"{n}": TEXT for n in range(100)})), AZURE),
    ("choices", closed(a=choices(500), b=choices(500)), closed(a=choices(500), b=choices(501)), OPENAI),
    ("characters of many choices", closed(a=choices(300, 50)), closed(a=choices(300, 51)), OPENAI),
    ("characters of a few choices", closed(a=choices(250, 470)), closed(a=choices(250, 480)), OPENAI),
    ("characters of names", closed(**{"n" * 120_000: TEXT}), closed(**{"n" * 120_001: TEXT}), OPENAI),
    ("characters of a const", closed(n={"const": "c" * 119_999}), closed(n={"const": "c" * 120_000}), OPENAI),
]  # fmt: skip


@pytest.mark.parametrize(("most", "over", "limits"), [case[1:] for case in LIMITED], ids=[case[0] for case in LIMITED])
def test_limits(most: dict[str, Any], over: dict[str, Any], limits: SchemaLimits) -> None:
    assert check_strict(most, limits) == []
    found = check_strict(over, limits)
    assert [(problem.kind, problem.severity) for problem in found] == [("strict-limit", "ask")]
    assert found == check_limits(over, limits)


MENDED: list[tuple[str, Any, Any]] = [
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


@pytest.mark.parametrize(("optional", "mended"), [case[1:] for case in MENDED], ids=[case[0] for case in MENDED])
def test_what_was_optional_may_be_null(optional: Any, mended: Any) -> None:
    assert made_strict({"type": "object", "properties": {"a": optional}}) == closed(a=mended)


def test_what_is_required_and_no_property_is_not_dropped() -> None:
    mended = made_strict({"type": "object", "properties": {"a": TEXT}, "required": ["b", "a"]})
    assert mended == closed(a=TEXT) | {"required": ["a", "b"]}
    assert [problem.kind for problem in check_strict(mended)] == ["strict-unknown"]


@st.composite
def schemas_with_answers(draw: st.DrawFn, levels: int = 3) -> tuple[dict[str, Any], Any]:
    """A schema with optional properties, and an answer that keeps to it."""
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
    """The answer as strict mode would have it: null for each property that was left out."""
    if isinstance(answer, list):
        return [with_nulls(schema["items"], item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    properties = schema["properties"].items()
    return {name: with_nulls(inner, answer[name]) if name in answer else None for name, inner in properties}


@given(objects_with_answers())
def test_made_strict_takes_the_same_answers_with_null_for_what_was_left_out(pair: tuple[dict[str, Any], Any]) -> None:
    schema, answer = pair
    before = deepcopy(schema)
    strict = made_strict(schema)
    assert schema == before
    assert check_strict(strict) == []
    assert made_strict(strict) == strict
    assert validator(schema)(answer) == []
    assert validator(strict)(with_nulls(schema, answer)) == []
    assert validator(strict)(with_nulls(schema, answer) | {"more": 1}) != []
