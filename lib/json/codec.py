"""One JSON value as the bytes of one line, and back; the only module that uses orjson.

Reading is forgiving, since people re-save batch files and repair them by hand.
"""

import json
import re
from typing import Any, Literal

import orjson

Damage = Literal["", "not-json", "repaired"]
"""`repaired`: readable only with U+FFFD for broken characters or null for NaN."""

NotStrict = orjson.JSONDecodeError
strict_loads = orjson.loads
"""The JSON value of bytes that follow the standard; raises `NotStrict` for all others."""

_DEEPEST = 200
"""Most levels of nesting that are written; orjson reads 1,024 and writes 254."""

_SURROGATE = re.compile("[\ud800-\udfff]")

LINE_ENDS = ("\u0085", "\u2028", "\u2029")
"""Characters at which some readers end a line."""

_ESCAPES = [(mark.encode(), f"\\u{ord(mark):04x}".encode()) for mark in LINE_ENDS]


def dumps(value: Any) -> bytes:
    """The JSON of one line: compact, raw UTF-8, without characters at which a reader could split the line.

    U+0085, U+2028 and U+2029 are legal inside JSON strings, yet `str.splitlines` and many
    readers built on it end a line there, so they are escaped.

    >>> dumps({"a": "é\\u2028"})
    b'{"a":"\\xc3\\xa9\\\\u2028"}'
    """
    return escape_line_ends(_written(value))


def escape_line_ends(written: bytes) -> bytes:
    """JSON bytes in which the characters that some readers take for line ends are escaped."""
    for raw, escape in _ESCAPES:
        if raw in written:
            written = written.replace(raw, escape)
    return written


def pretty(value: Any) -> str:
    """JSON for people, indented by two spaces."""
    return _written(value, orjson.OPT_INDENT_2).decode()


def vector_json(vector: Any) -> orjson.Fragment:
    """A NumPy vector as JSON for `dumps`, with the shortest digits: 0.1 for a float32 of 0.1."""
    return orjson.Fragment(orjson.dumps(vector, option=orjson.OPT_SERIALIZE_NUMPY))


def number_json(digits: str) -> orjson.Fragment:
    """A number as JSON for `dumps`, with every digit as written."""
    return orjson.Fragment(str(digits))


def fingerprint(value: Any) -> int:
    """A number that equal JSON values share in any order of keys; it holds within this process."""
    return hash(_written(value, orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS))


def _written(value: Any, option: int = 0) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_shallow(value), option=option)


def _shallow(value: Any, levels: int = _DEEPEST) -> Any:
    """The value with `…` for what is nested too deeply to write."""
    if isinstance(value, dict):
        return {key: _shallow(item, levels - 1) for key, item in value.items()} if levels else "…"
    if isinstance(value, list):
        return [_shallow(item, levels - 1) for item in value] if levels else "…"
    return value


def loads(written: bytes) -> tuple[Any, Damage]:
    """One JSON value and its damage; the value is None if it is `not-json`.

    `repaired` values had bytes that are not UTF-8 or lone surrogates (both become U+FFFD), or NaN,
    Infinity or numbers beyond every float (they become null).
    """
    try:
        return orjson.loads(written), ""
    except orjson.JSONDecodeError:
        pass
    try:
        text = written.decode("utf-8", "replace")
        value = _FORGIVING.decode(text)
        text = json.dumps(value, ensure_ascii=False)
        return json.loads(_SURROGATE.sub("\ufffd", text)), "repaired"
    except (ValueError, RecursionError):
        return None, "not-json"


def _number(digits: str) -> int | float | None:
    """A number as orjson reads it: a float beyond 64 bits, None beyond every float."""
    try:
        return orjson.loads(digits)  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        return None


_FORGIVING = json.JSONDecoder(parse_constant=lambda _: None, parse_int=_number, parse_float=_number)
