"""JSON with every digit: `1.10` stays `1.10`, and no number is too long or too large.

Numbers are data to the analyst, so none is rounded. They are kept as texts, because a `Decimal`
writes `1e5` as `1E+5`. An object with a duplicate key is rejected, since one of the values would be
lost.
"""

import json
import re
from typing import Any

MAX_EXACT = 2**53
"""Floats represent every whole number below this exactly."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_DEEPEST = 100
"""Most levels of nesting that are written."""


class Number(str):
    """A number as written in the JSON."""

    __slots__ = ()


class DuplicateKey(ValueError):
    """An object has a duplicate key."""


def loads_exactly(text: str) -> Any:
    """One JSON value, with its numbers as `Number`. Lone surrogates become U+FFFD.

    Raises:
        DuplicateKey: an object has a duplicate key.
        ValueError: the text is not JSON.
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
        raise DuplicateKey("an object has a duplicate key")
    return value


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_constant)


def to_text(value: Any, levels: int = _DEEPEST) -> str:
    """A value as JSON, with numbers as they were written and `…` for what is nested too deeply."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        inside = (f"{json.dumps(key, ensure_ascii=False)}: {to_text(item, levels - 1)}" for key, item in value.items())
        return "{" + ", ".join(inside) + "}" if levels else '"…"'
    if isinstance(value, list):
        return "[" + ", ".join(to_text(item, levels - 1) for item in value) + "]" if levels else '"…"'
    return json.dumps(value, ensure_ascii=False)
