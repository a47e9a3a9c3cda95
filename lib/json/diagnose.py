"""JSON that a person typed or pasted: its value, and its mistakes in plain words."""

import json
import math
import re
from typing import Any

from lib.common import Problem, Unreadable
from lib.common.phrasing import shorten

_DEEPEST = 100
"""Levels of brackets inside each other: no provider takes as many, and each costs its readers a step of recursion."""

_FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)
_PYTHON = re.compile(r"'|True\b|False\b|None\b")
_CURLY = re.compile("[“”„‟]")
_SYNTAX = (
    ("Expecting ',' delimiter", "a comma or a closing bracket is missing here"),
    ("Expecting ':' delimiter", "a colon is missing here"),
    ("Expecting property name", "a name in double quotes should stand here"),
    ("Expecting value", "a value should stand here"),
    ("Illegal trailing comma", "this comma is one too many"),
    ("Unterminated string", "the text that begins here has no closing quote"),
    ("Invalid control character", "a line break or tab stands inside a text"),
    ("Invalid", "this backslash begins nothing that JSON knows"),
    ("Extra data", "something follows after the end"),
)
"""How the parser's words begin, and what is said instead."""


def read_json(text: str) -> tuple[Any, list[Problem]]:
    """The value of a JSON text, in a Markdown code fence or not, and a question for each name that comes twice.

    Raises:
        Unreadable: it is no JSON (with the line and the character), or holds what no line of a batch can hold.
    """
    text = _FENCE.sub("", text.removeprefix("\ufeff"))
    if not text.strip():
        raise _unfit("json-empty", "nothing was pasted yet.", "Paste some JSON.")
    twice: list[str] = []

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(found := dict(pairs)) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in found if names.count(name) > 1)
        return found

    value = _parsed(text, as_object)
    return value, [_named_twice(name) for name in dict.fromkeys(twice)]


def _parsed(text: str, as_object: Any) -> Any:
    try:
        value = json.loads(
            text, object_pairs_hook=as_object, parse_constant=_float, parse_int=_whole, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
    except RecursionError:
        raise _too_deep() from None
    if not _within(value, _DEEPEST):
        raise _too_deep()
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        hint = "Take out the lone \\ud… escape."
        raise _unfit("json-characters", "it holds half of a character.", hint) from None
    return value


def _whole(written: str) -> int:
    number = int(written) if len(written) <= 20 else 2**64
    if not -(2**63) <= number < 2**64:
        raise _no_number(written)
    return number


def _float(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise _no_number(written)
    return number


def _no_number(written: str) -> Unreadable:
    return _unfit("json-number", f'"{shorten(written, 30)}" is no number that can be sent.', "Write a smaller one.")


def _syntax(error: json.JSONDecodeError) -> Unreadable:
    """The parser's words as plain ones, with the line and the character."""
    before, after = error.doc[: error.pos].rstrip(), error.doc[error.pos :]
    said = next((words for start, words in _SYNTAX if error.msg.startswith(start)), "this is not JSON")
    if before.endswith(",") and after[:1] in ("}", "]"):
        said = "the comma before this bracket is one too many"
    hint = "Correct it, or copy it again."
    if _CURLY.match(after):
        hint = "Replace the curly quotes by straight ones."
    elif _PYTHON.match(after):
        hint = "This looks like Python: JSON has double quotes, true, false and null."
    return _unfit("json-syntax", f"at character {error.colno}, {said}.", hint, error.lineno)


def _named_twice(name: str) -> Problem:
    message = f'the name "{shorten(name, 60)}" stands twice in one object, and the last one counts.'
    return Problem("json-name-twice", message, "Take one away.", "ask")


def _too_deep() -> Unreadable:
    message = f"more than {_DEEPEST} brackets stand inside each other."
    return _unfit("json-deep", message, "Make it flatter.")


def _within(value: Any, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_within(item, levels - 1) for item in inner)


def _unfit(kind: str, message: str, hint: str, line: int | None = None) -> Unreadable:
    return Unreadable(Problem(kind, message, hint, "blocks", line=line))
