"""JSON that a person typed or pasted: its value, and its mistakes in plain words."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

from lib.common import Problem, Unreadable
from lib.common.phrasing import shorten

_DEEPEST = 100
"""Most levels of brackets: no provider takes more, and each level costs its readers a step of recursion."""

_FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)
_PYTHON = re.compile(r"'|True\b|False\b|None\b")
_CURLY = re.compile("[“”„‟]")
_SYNTAX = (
    ("Expecting ',' delimiter", "a comma or a closing bracket is missing"),
    ("Expecting ':' delimiter", "a colon is missing"),
    ("Expecting property name", "a name in double quotes is missing"),
    ("Expecting value", "a value is missing"),
    ("Illegal trailing comma", "there is an extra comma"),
    ("Unterminated string", "this text has no closing quote"),
    ("Invalid control character", "this text contains a line break or a tab"),
    ("Invalid", "this backslash is not a JSON escape"),
    ("Extra data", "something follows after the end"),
)
"""How the parser's messages begin, and the plain words for each."""


def read_json(text: str) -> tuple[Any, list[Problem]]:
    """The value of a JSON text, in a Markdown code fence or not, and a question for each duplicate key.

    Raises:
        Unreadable: the text is not JSON (with line and character), or no batch line can hold its value.
    """
    text = _FENCE.sub("", text.removeprefix("\ufeff"))
    if not text.strip():
        raise _unfit("json-empty", "there is no JSON yet.", "Paste some JSON.")
    duplicates: list[str] = []

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(value := dict(pairs)) < len(pairs):
            keys = [key for key, _ in pairs]
            duplicates.extend(key for key in value if keys.count(key) > 1)
        return value

    value = _parsed(text, as_object)
    return value, [_duplicate_key(key) for key in dict.fromkeys(duplicates)]


def _parsed(text: str, as_object: Callable[[list[tuple[str, Any]]], Any]) -> Any:
    try:
        value = json.loads(
            text, object_pairs_hook=as_object, parse_constant=_float, parse_int=_whole, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise _syntax(error) from None
    except RecursionError:
        raise _too_deep() from None
    if not _is_within(value, _DEEPEST):
        raise _too_deep()
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        hint = "Remove the lone \\ud… escape."
        raise _unfit("json-characters", "it contains half of a character.", hint) from None
    return value


def _whole(written: str) -> int:
    number = int(written) if len(written) <= 20 else 2**64
    if not -(2**63) <= number < 2**64:
        raise _unfit_number(written)
    return number


def _float(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise _unfit_number(written)
    return number


def _is_within(value: Any, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_within(item, levels - 1) for item in inner)


def _syntax(error: json.JSONDecodeError) -> Unreadable:
    """The parser's message in plain words, with the line and the character."""
    before, after = error.doc[: error.pos].rstrip(), error.doc[error.pos :]
    fault = next((words for start, words in _SYNTAX if error.msg.startswith(start)), "this is not JSON")
    if before.endswith(",") and after[:1] in ("}", "]"):
        fault = "there is an extra comma before this bracket"
    hint = "Correct it, or copy it again."
    if _CURLY.match(after):
        hint = "Replace the curly quotes with straight ones."
    elif _PYTHON.match(after):
        hint = "This looks like Python. JSON uses double quotes, true, false and null."
    return _unfit("json-syntax", f"at character {error.colno}, {fault}.", hint, error.lineno)


def _unfit_number(written: str) -> Unreadable:
    message = f'a request cannot contain the number "{shorten(written, 30)}".'
    return _unfit("json-number", message, "Use a smaller number.")


def _too_deep() -> Unreadable:
    message = f"its brackets are nested more than {_DEEPEST} levels deep."
    return _unfit("json-deep", message, "Use fewer levels.")


def _duplicate_key(key: str) -> Problem:
    message = f'an object has a duplicate key "{shorten(key, 60)}"; only the last one counts.'
    return Problem("json-duplicate-key", message, "Remove the others.", "ask")


def _unfit(kind: str, message: str, hint: str, line: int | None = None) -> Unreadable:
    return Unreadable(Problem(kind, message, hint, "blocks", line=line))
