"""JSON inside an answer, read so that every number keeps its digits: `1.10` stays `1.10`.

A model's JSON is data to the analyst, and no program's numbers: nothing is rounded, and an
object that says one key twice is no valid JSON, since one of the two would be lost.
"""

import json
import re
from typing import Any

_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*)\n?[^\S\n]*```", re.DOTALL)
"""A block of code, up to the last fence, since a string inside may hold fences of its own."""

_FIRST_FENCE = re.compile(r"```[^\S\n]*[\w+-]*[^\S\n]*\n(.*?)\n[^\S\n]*```", re.DOTALL)
_CALL = re.compile(r"[\w.-]{1,128}\((\{.*\})\)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 100
"""Levels of nesting that are written."""


class Number(str):
    """A number as it is written."""

    __slots__ = ()


def json_in(text: str) -> Any:
    """The JSON value that an answer is: bare, in a code fence with any words around it, or a call's arguments.

    Halves of surrogate pairs become U+FFFD.

    Raises:
        ValueError: the answer is no JSON.
    """
    text = text.strip().removeprefix("\ufeff")
    if text[:1] in ("{", "["):
        return _loads(text)
    if called := _CALL.fullmatch(text):
        return _loads(called[1])
    for fence in (_FENCE, _FIRST_FENCE):
        if (found := fence.search(text)) and found[1].strip():
            try:
                return _loads(found[1])
            except ValueError:
                continue
    return _loads(text)


def _loads(text: str) -> Any:
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
        raise ValueError("one key twice")
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
