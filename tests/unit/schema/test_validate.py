"""Answers against their schema, compared with another implementation of JSON Schema."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from lib.schema import validator

SCALARS = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0]) | st.sampled_from(["", "a", "bb"])
)
ANSWERS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
TYPES = st.sampled_from(["string", "number", "integer", "boolean", "null", "array", "object"])
LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
        "enum": st.lists(SCALARS, min_size=1, max_size=3),
        "const": SCALARS,
        "minimum": st.integers(-2, 2),
        "exclusiveMaximum": st.integers(-2, 2),
        "minLength": st.integers(0, 2),
        "pattern": st.sampled_from(["^a", "b+$"]),
        "maxItems": st.integers(0, 2),
    },
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.lists(st.sampled_from("abc"), max_size=3, unique=True),
            "additionalProperties": st.booleans() | inner,
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "not": inner,
        },
    ),
    max_leaves=6,
)


@given(SCHEMAS, ANSWERS)
def test_another_implementation_says_the_same(schema: dict[str, Any], answer: Any) -> None:
    said = validator(schema)(answer)
    assert (said == []) == Draft202012Validator(schema, registry=Registry()).is_valid(answer)
    assert len(said) <= 5
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in said)


SAID: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "integer"}, "high", 'the answer: "high" is not a whole number.'),
    ({"type": ["string", "null"]}, True, "the answer: true is not a text or null."),
    ({"type": "object"}, [1], "the answer: a list is not an object."),
    ({"type": "string"}, {"a": 1}, "the answer: an object is not a text."),
    ({"type": "string"}, None, "the answer: null is not a text."),
    ({"enum": ["yes", "no"]}, "maybe", 'the answer: "maybe" is not one of "yes", "no".'),
    ({"enum": [*range(9)]}, "x" * 99, f'the answer: "{"x" * 39}…" is not one of 0, 1, 2, 3, 4 and 4 more.'),
    ({"const": "yes"}, 1, 'the answer: 1 is not "yes".'),
    ({"required": ["a"]}, {}, 'the answer: "a" is missing.'),
    ({"properties": {"b": {}}, "additionalProperties": False}, {"a": 1}, 'the answer: "a" was not asked for.'),
    (
        {"properties": {"c": {}}, "additionalProperties": False},
        {"a": 1, "b": 2},
        'the answer: "a", "b" were not asked for.',
    ),
    ({"properties": {"a": False}}, {"a": 1}, '"a": 1 may not stand here.'),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1, "the answer: 1 fits nothing that may stand here."),
    ({"pattern": "^@"}, "me", 'the answer: "me" does not fit the pattern ^@.'),
    ({"format": "date"}, "soon", 'the answer: "soon" is not of the format date.'),
    ({"minimum": 1}, 0.5, "the answer: 0.5 is less than 1."),
    ({"maximum": 5}, 6, "the answer: 6 is more than 5."),
    ({"exclusiveMinimum": 1}, 1, "the answer: 1 is not more than 1."),
    ({"exclusiveMaximum": 5}, 5, "the answer: 5 is not less than 5."),
    ({"minItems": 2}, [1], "the answer: there are fewer than 2 items."),
    ({"maxItems": 1}, [1, 2], "the answer: there are more than 1 items."),
    ({"minLength": 2}, "a", "the answer: the text has fewer than 2 characters."),
    ({"maxLength": 1}, "ab", "the answer: the text has more than 1 characters."),
    ({"multipleOf": 2}, 3, 'the answer: 3 does not keep to "multipleOf".'),
    (
        {"properties": {"tags": {"items": {"properties": {"name": {"type": "string"}}}}}},
        {"tags": [{"name": "a"}, {"name": 7}]},
        '"tags" > item 2 > "name": 7 is not a text.',
    ),
]


@pytest.mark.parametrize(("schema", "answer", "said"), SAID, ids=[case[2] for case in SAID])
def test_in_words(schema: dict[str, Any], answer: Any, said: str) -> None:
    assert validator(schema)(answer) == [said]


def test_no_more_sentences_than_asked_for() -> None:
    flaws = validator({"items": {"type": "string"}}, most=3)
    assert flaws([1] * 1_000) == [f"item {n}: 1 is not a text." for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "objct"},
        {"pattern": "("},
        {"$ref": "#/$defs/none"},
        {"$ref": "https://example.com/schema.json"},
        {"$ref": "file:///etc/hostname"},
        {"$id": "https://example.com/", "properties": {"a": {"$ref": "other.json"}}},
    ],
    ids=str,
)
def test_a_schema_that_cannot_be_used(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        validator(schema)


def test_an_old_draft_or_an_unknown_one_is_read_by_the_same_rules() -> None:
    for draft in ("http://json-schema.org/draft-07/schema#", "urn:unknown"):
        assert validator({"$schema": draft, "type": "string"})("a") == []


def test_schemas_that_refer_to_themselves() -> None:
    tree = validator({"type": "object", "properties": {"child": {"$ref": "#"}}, "additionalProperties": False})
    assert tree({"child": {"child": {}}}) == []
    assert tree({"child": {"child": 1}}) == ['"child" > "child": 1 is not an object.']
    assert validator({"$ref": "#"})(1) == []


def test_no_pattern_takes_long() -> None:
    assert len(validator({"pattern": "^(a+)+$"})("a" * 10_000 + "!")) == 1


@pytest.mark.parametrize("levels", [256, 900])
def test_an_answer_nested_too_deeply_to_be_told(levels: int) -> None:
    answer: Any = 1
    for _ in range(levels):
        answer = [answer]
    assert validator({"type": "string"})(answer) == [
        "the answer: it does not fit, and is nested too deeply to say where."
    ]
    assert validator({"type": "array"})(answer) == []
