"""What a field of an answer may hold, by its schema."""

from typing import Any

import pytest

from lib.schema.allowed_values import ANY_TEXT, YES_OR_NO, AllowedValues, allowed_values
from lib.schema.requested import fields_of

ENUM = {"type": "string", "enum": ["good", "bad"]}
ONE = AllowedValues("one", ("good", "bad"), may_be_empty=False)
OR_EMPTY = AllowedValues("one", ("good", "bad"))


def allowed(schema: Any, *, is_required: bool = True) -> AllowedValues:
    """What a field with this schema allows."""
    root = {
        "type": "object",
        "properties": {"a": schema},
        "required": ["a"] if is_required else [],
        "$defs": {"mood": ENUM, "size": {"const": "big"}},
    }
    return allowed_values(fields_of(root)[0], root)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (ENUM, ONE),
        ({"$ref": "#/$defs/mood"}, ONE),
        ({"allOf": [{"$ref": "#/$defs/mood"}], "description": "The mood"}, ONE),
        ({"type": ["string", "null"], "enum": ["good", "bad", None]}, OR_EMPTY),
        ({"anyOf": [{"$ref": "#/$defs/mood"}, {"type": "null"}]}, OR_EMPTY),
        (
            {"anyOf": [{"$ref": "#/$defs/mood"}, {"$ref": "#/$defs/size"}]},
            AllowedValues("one", ("good", "bad", "big"), may_be_empty=False),
        ),
        (
            {"anyOf": [ENUM, {"type": "string"}]},
            AllowedValues("one", ("good", "bad"), has_others=True, may_be_empty=False),
        ),
        ({"enum": [1, 2.5, True]}, AllowedValues("one", ("1", "2.5", "true"), may_be_empty=False)),
        ({"type": "boolean"}, YES_OR_NO),
        ({"type": ["boolean", "null"]}, AllowedValues("one", ("true", "false"))),
        ({"type": "array", "items": ENUM}, AllowedValues("several", ("good", "bad"), may_be_empty=False)),
        ({"type": "array", "items": {"type": "string"}}, ANY_TEXT),
        ({"type": "integer", "minimum": 1, "maximum": 5}, AllowedValues("number", (), False, False, True, 1, 5)),
        ({"type": ["number", "null"]}, AllowedValues("number")),
        ({"anyOf": [{"type": "array", "items": ENUM}, ENUM]}, ANY_TEXT),
        ({"allOf": [ENUM, {"enum": ["bad"]}]}, ANY_TEXT),
        ({"enum": [["a"], ["b"]]}, ANY_TEXT),
        ({"enum": [str(number) for number in range(2_000)]}, ANY_TEXT),
    ],
)
def test_the_allowed_values_of_a_field(schema: Any, expected: AllowedValues) -> None:
    found = allowed(schema)
    assert found == expected or (found.kind == expected.kind == "text")


@pytest.mark.parametrize(
    "schema", [{"type": "string"}, {}, None, 5, {"type": {}}, {"enum": 5}, {"type": ["string", 5]}]
)
def test_any_text_where_the_schema_has_no_list(schema: Any) -> None:
    assert allowed(schema).kind == "text"


def test_a_field_that_may_be_left_out_may_be_empty() -> None:
    assert allowed(ENUM, is_required=False) == OR_EMPTY


@pytest.mark.parametrize(
    ("schema", "faults"),
    [
        (
            {"type": "integer", "minimum": 1, "maximum": 5},
            {
                "4": "",
                "4.5": "“4.5” is not a whole number. Write it like 4.",
                "four": "“four” is not a whole number. Write it like 4.",
                "0": "0 is too low. The lowest number allowed is 1.",
                "9": "9 is too high. The highest number allowed is 5.",
                "": "Enter a number. This field cannot be empty.",
            },
        ),
        (
            {"type": ["number", "null"]},
            {
                "": "",
                " 4.5": "",
                "-1e5": "",
                "4,5": "“4,5” is not a number. Write it like 4 or 2.5.",
                "nan": "“nan” is not a number. Write it like 4 or 2.5.",
                "1_000": "“1_000” is not a number. Write it like 4 or 2.5.",
            },
        ),
        ({"type": "string"}, {"": "", "four": ""}),
        (ENUM, {"": "", "other": ""}),
    ],
    ids=["whole", "number-or-null", "text", "list"],
)
def test_a_wrong_number_is_described(schema: Any, faults: dict[str, str]) -> None:
    found = allowed(schema)
    assert {text: found.fault(text) for text in faults} == faults
