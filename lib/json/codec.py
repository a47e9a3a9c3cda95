"""A JSON value as the bytes of one line, and back: the only room that knows orjson.

Reading is as forgiving as it must be, since batch files come home re-saved and repaired by hand.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Literal

import orjson

Damage = Literal["", "not-json", "repaired"]
"""`repaired`: read only after broken characters were replaced by U+FFFD, or NaN by null."""

NotStrict = orjson.JSONDecodeError
strict_loads = orjson.loads
"""One JSON value of bytes that keep to the standard; raises `NotStrict` for all others."""

_DEEPEST = 200
"""Levels of nesting that are written; orjson reads 1,024 and writes 254."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_BETWEEN_TEXTS, _WRITTEN_BETWEEN = "\x1f", b"\\u001f"
"""Stands between texts that are written together. A text that holds it, or the escape of it, makes one piece more."""

_CUTS_LINES = ("\u0085", "\u2028", "\u2029")
_ESCAPES = [(mark.encode(), f"\\u{ord(mark):04x}".encode()) for mark in _CUTS_LINES]


def dumps(value: Any) -> bytes:
    """One line's JSON: compact, raw UTF-8, no character at which a reader could cut the line.

    U+0085, U+2028 and U+2029 are legal inside JSON strings, yet `str.splitlines` and many
    readers built on it end a line there, so they are written as escapes.

    >>> dumps({"a": "é\\u2028"})
    b'{"a":"\\xc3\\xa9\\\\u2028"}'
    """
    return escape_line_ends(_written(value))


def escape_line_ends(written: bytes) -> bytes:
    """JSON bytes with the characters that some readers take for line ends escaped."""
    for raw, escape in _ESCAPES:
        if raw in written:
            written = written.replace(raw, escape)
    return written


def strings(texts: Sequence[str]) -> list[bytes]:
    """Each text as it stands inside the quotes of a JSON string: far faster than one by one.

    They are written as one text, since orjson leaves a copy as UTF-8 inside each text it is given:
    a sheet would take twice its memory from then on.

    >>> strings(["a", '"b","c"'])
    [b'a', b'\\\\"b\\\\",\\\\"c\\\\"']
    """
    together = _BETWEEN_TEXTS.join(texts)
    written = _written(together)[1:-1]
    if any(mark in together for mark in _CUTS_LINES):  # ten times as fast as to search the bytes
        written = escape_line_ends(written)
    pieces = written.split(_WRITTEN_BETWEEN)
    return pieces if len(pieces) == len(texts) else [dumps(text)[1:-1] for text in texts]


def pretty(value: Any) -> str:
    """JSON for people: indented, two blanks a level."""
    return _written(value, orjson.OPT_INDENT_2).decode()


def vector_json(vector: Any) -> orjson.Fragment:
    """A NumPy vector as JSON that `dumps` takes as it is: the shortest digits, 0.1 where a float32 holds 0.1."""
    return orjson.Fragment(orjson.dumps(vector, option=orjson.OPT_SERIALIZE_NUMPY))


def number_json(digits: str) -> orjson.Fragment:
    """JSON that `dumps` takes as it is: a number with every digit."""
    return orjson.Fragment(str(digits))


def fingerprint(value: Any) -> int:
    """A number that is the same for equal JSON values, whatever the order of their keys (in this process)."""
    return hash(_written(value, orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS))


def _written(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_shallow(value), option=option)


def _shallow(value: Any, levels: int = _DEEPEST) -> Any:
    """The value with `…` for what is nested too deeply to be written."""
    if isinstance(value, dict):
        return {key: _shallow(item, levels - 1) for key, item in value.items()} if levels else "…"
    if isinstance(value, list):
        return [_shallow(item, levels - 1) for item in value] if levels else "…"
    return value


def loads(written: bytes) -> tuple[Any, Damage]:
    """One JSON value, as strictly as it can be and as forgivingly as it must be.

    Forgiven, and marked `repaired`: bytes that are not UTF-8 and halves of surrogate pairs
    (both become U+FFFD), NaN, Infinity and numbers beyond every float (they become null).
    """
    try:
        return orjson.loads(written), ""
    except orjson.JSONDecodeError:
        pass
    try:
        text = written.decode("utf-8", "replace")
        value = json.loads(text, parse_constant=lambda _: None, parse_int=_number, parse_float=_number)
        text = json.dumps(value, ensure_ascii=False)
        return json.loads(_SURROGATE.sub("\ufffd", text)), "repaired"
    except (ValueError, RecursionError):
        return None, "not-json"


def _number(digits: str) -> int | float | None:
    """A number as orjson reads it, beyond 64 bits a float; None if it is beyond every float."""
    try:
        return orjson.loads(digits)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return None
