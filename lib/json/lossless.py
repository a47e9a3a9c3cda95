"""JSON with every digit: `1.10` stays `1.10`, and no number is too long or too large.

What a person or a model wrote as a number is data to the analyst: nothing of it is rounded. An
object that says one key twice is refused, since one of the two would be lost.
"""

import json
import re
from typing import Any

MAX_EXACT = 2**53
"""Whole numbers up to here stay apart as floats."""


_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 100
"""Levels of nesting that are written."""


class Number(str):
    """A number as it is written."""

    __slots__ = ()


class DuplicateKey(ValueError):
    """An object says one key twice."""


def loads_exactly(text: str) -> Any:
    """One JSON value, its numbers as `Number`. Halves of surrogate pairs become U+FFFD.

    Raises:
        DuplicateKey: an object says one key twice.
        ValueError: the text is no JSON.
    """
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if "\\u" in text and _SURROGATE.search(written := to_text(value)):
        return _DECODER.decode(_SURROGATE.sub("\ufffd", written))
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise DuplicateKey("one key twice")
    return value


def _constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_constant)


def to_text(value: Any, levels: int = _DEEPEST) -> str:
    """A value as JSON again, numbers as they were written; `…` for what is nested too deeply."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        inside = (f"{json.dumps(key, ensure_ascii=False)}: {to_text(item, levels - 1)}" for key, item in value.items())
        return "{" + ", ".join(inside) + "}" if levels else '"…"'
    if isinstance(value, list):
        return "[" + ", ".join(to_text(item, levels - 1) for item in value) + "]" if levels else '"…"'
    return json.dumps(value, ensure_ascii=False)
