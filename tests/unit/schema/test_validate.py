"""The faults of answers, compared with another implementation of JSON Schema."""

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
def test_another_implementation_agrees(schema: dict[str, Any], answer: Any) -> None:
    faults = validator(schema)(answer)
    assert (faults == []) == Draft202012Validator(schema, registry=Registry()).is_valid(answer)
    assert len(faults) <= 5
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in faults)


SENTENCES: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "integer"}, "high", 'the answer: "high" is not a whole number.'),
    ({"type": ["string", "null"]}, True, "the answer: true is not a text or null."),
    ({"type": "object"}, [1], "the answer: a list is not an object."),
    ({"type": "string"}, {"a": 1}, "the answer: an object is not a text."),
    ({"type": "string"}, None, "the answer: null is not a text."),
    ({"enum": ["yes", "no"]}, "maybe", 'the answer: "maybe" is not one of "yes" or "no".'),
    ({"enum": [*range(9)]}, "x" * 99, f'the answer: "{"x" * 39}…" is not one of 0, 1 or 7 other candidates.'),
    ({"const": "yes"}, 1, 'the answer: "yes" was expected.'),
    ({"required": ["a"]}, {}, 'the answer: "a" is a required property.'),
    (
        {"properties": {"b": {}}, "additionalProperties": False},
        {"a": 1},
        "the answer: additional properties are not allowed ('a' was unexpected).",
    ),
    (
        {"properties": {"c": {}}, "additionalProperties": False},
        {"a": 1, "b": 2},
        "the answer: additional properties are not allowed ('a', 'b' were unexpected).",
    ),
    ({"properties": {"a": False}}, {"a": 1}, '"a": 1 is not allowed here.'),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 1, "the answer: 1 fits none of the allowed forms."),
    ({"pattern": "^@"}, "me", 'the answer: "me" does not match "^@".'),
    ({"format": "date"}, "soon", 'the answer: "soon" is not a "date".'),
    ({"oneOf": [{}, {"type": "integer"}]}, 1, "the answer: 1 does not fit exactly one of the allowed forms."),
    ({"contains": {"type": "string"}}, [1], "the answer: a list does not contain the required items."),
    ({"minimum": 1}, 0.5, "the answer: 0.5 is less than the minimum of 1."),
    ({"maximum": 5}, 6, "the answer: 6 is greater than the maximum of 5."),
    ({"exclusiveMinimum": 1}, 1, "the answer: 1 is less than or equal to the minimum of 1."),
    ({"exclusiveMaximum": 5}, 5, "the answer: 5 is greater than or equal to the maximum of 5."),
    ({"minItems": 2}, [1], "the answer: a list has less than 2 items."),
    ({"maxItems": 1}, [1, 2], "the answer: a list has more than 1 item."),
    ({"minLength": 2}, "a", 'the answer: "a" is shorter than 2 characters.'),
    ({"maxLength": 1}, "ab", 'the answer: "ab" is longer than 1 character.'),
    ({"multipleOf": 2}, 3, "the answer: 3 is not a multiple of 2."),
    (
        {"properties": {"tags": {"items": {"properties": {"name": {"type": "string"}}}}}},
        {"tags": [{"name": "a"}, {"name": 7}]},
        '"tags" > item 2 > "name": 7 is not a text.',
    ),
]


@pytest.mark.parametrize(("schema", "answer", "sentence"), SENTENCES, ids=[case[2] for case in SENTENCES])
def test_each_fault_is_a_plain_sentence(schema: dict[str, Any], answer: Any, sentence: str) -> None:
    assert validator(schema)(answer) == [sentence]


def test_no_more_sentences_than_requested() -> None:
    faults = validator({"items": {"type": "string"}}, most=3)
    assert faults([1] * 1_000) == [f"item {n}: 1 is not a text." for n in (1, 2, 3)]


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
def test_an_unusable_schema_is_rejected(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        validator(schema)


def test_every_draft_follows_the_same_rules() -> None:
    for draft in ("http://json-schema.org/draft-07/schema#", "urn:unknown"):
        assert validator({"$schema": draft, "type": "string"})("a") == []


def test_a_schema_may_refer_to_itself() -> None:
    tree = validator({"type": "object", "properties": {"child": {"$ref": "#"}}, "additionalProperties": False})
    assert tree({"child": {"child": {}}}) == []
    assert tree({"child": {"child": 1}}) == ['"child" > "child": 1 is not an object.']
    assert validator({"$ref": "#"})(1) == []


def test_no_pattern_takes_long() -> None:
    assert len(validator({"pattern": "^(a+)+$"})("a" * 10_000 + "!")) == 1


@pytest.mark.parametrize("levels", [256, 900])
def test_an_answer_nested_too_deeply_gets_one_sentence(levels: int) -> None:
    answer: Any = 1
    for _ in range(levels):
        answer = [answer]
    assert validator({"type": "string"})(answer) == [
        "the answer: it does not fit, and is nested too deeply to say where."
    ]
    assert validator({"type": "array"})(answer) == []
