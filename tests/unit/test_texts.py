"""Habits that make a text hard to read are in no text that a user sees, and in no docstring."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py"))

HABITS = re.compile(
    r"\b(anew|nobody|mended|by turns|(?:is|are) (?:told|said)|told by|what came of|comes to|goes out|take[ns]? away"
    r"|stands? (?:in|at|beside|there)|(?<!there )(?:is|are) no (?!longer\b|more\b)\w+)\b",
    re.IGNORECASE,
)
"""Passives without an actor, negation by "no", and words that are not the field's own."""


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Every string with a blank in it, docstrings and pieces of f-strings included, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


def habits(source: str) -> list[str]:
    return [f"line {line}: {match[0]}" for line, text in texts(source) if (match := HABITS.search(text))]


def test_habits_are_found() -> None:
    assert habits('"""The row is told."""\nx = f"{1} rows are no rows"') == ["line 1: is told", "line 2: are no rows"]


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_texts_are_plain(path: Path) -> None:
    assert habits(path.read_text()) == []
