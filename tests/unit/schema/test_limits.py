"""The size limits of strict mode."""

from typing import Any

import pytest

from lib.schema import check_strict
from lib.schema.limits import AZURE, OPENAI, SchemaLimits, check_limits

TEXT = {"type": "string"}


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


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
    problems = check_strict(over, limits)
    assert [(problem.kind, problem.severity) for problem in problems] == [("strict-limit", "ask")]
    assert problems == check_limits(over, limits)
