"""Changes to the text of one JSON object that keep every other character.

Numbers keep their digits, texts their escapes, and keys their order. Reading and writing the object
again would change all three.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_DECODER = json.JSONDecoder(parse_int=float)  # an int of thousands of digits is an error, a float is infinity
_SPACES = re.compile(r"[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_PLAIN_KEY = re.compile(r'"([^"\\\x00-\x1f]*)"[ \t\r\n]*:[ \t\r\n]*')
_PLAIN_VALUE = re.compile(r'"[^"\\\x00-\x1f]*"|true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?')
"""Keys and values that need no decoder: without escapes, lists and objects."""

_BROKEN_OFF = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*")


class Member(NamedTuple):
    """One member of an object, at `text[start:stop]`."""

    key: str
    start: int
    key_stop: int
    value: int
    """Offset of its value."""

    stop: int


def members(text: str, start: int = 0) -> list[Member]:
    """The members of the object that begins at an offset of a text, after any spaces.

    Raises:
        ValueError: no complete object begins there.
    """
    position = _skip(text, start)
    if text[position : position + 1] != "{":
        raise ValueError("no object begins here")
    parts: list[Member] = []
    position = _skip(text, position + 1)
    try:
        while text[position : position + 1] != "}":
            key, key_stop, value = _key(text, position)
            stop = _stop(text, value)
            parts.append(Member(key, position, key_stop, value, stop))
            position = _next(text, stop, "}")
    except RecursionError:
        raise ValueError("the object is nested too deeply") from None
    return parts


def _key(text: str, position: int) -> tuple[str, int, int]:
    """A key, the offset after it, and that of its value."""
    if plain := _PLAIN_KEY.match(text, position):
        return plain[1], plain.end(1) + 1, plain.end()
    key, stop = _DECODER.raw_decode(text, position)
    return key, stop, _skip(text, _past(text, _skip(text, stop), ":"))


def _stop(text: str, position: int) -> int:
    """The offset after a value."""
    plain = _PLAIN_VALUE.match(text, position)
    return plain.end() if plain else _DECODER.raw_decode(text, position)[1]


def _next(text: str, position: int, closing: str) -> int:
    """The offset of what follows a value and its comma: the next one, or the closing bracket."""
    if comma := _COMMA.match(text, position):
        return comma.end()
    position = _skip(text, position)
    if text[position : position + 1] != closing:
        raise ValueError(", is missing")
    return position


def items(text: str, start: int = 0) -> list[int]:
    """The offsets of the items of the list that begins at an offset of a text.

    Raises:
        ValueError: no complete list begins there.

    >>> items('[1, {"a": 2}]')
    [1, 4]
    """
    offsets: list[int] = []
    position = _skip(text, _past(text, start, "["))
    try:
        while text[position : position + 1] != "]":
            offsets.append(position)
            position = _next(text, _stop(text, position), "]")
    except RecursionError:
        raise ValueError("the list is nested too deeply") from None
    return offsets


def _skip(text: str, position: int) -> int:
    spaces = _SPACES.match(text, position)
    return spaces.end() if spaces else position


def _past(text: str, position: int, mark: str) -> int:
    if text[position : position + 1] != mark:
        raise ValueError(f"{mark} is missing")
    return position + 1


def find(parts: Sequence[Member], key: str) -> Member | None:
    """The member of that key; the last if there are several, as JSON readers take it."""
    return next((member for member in reversed(parts) if member.key == key), None)


def replaced(text: str, start: int, stop: int, written: str) -> str:
    """The text with something else between two offsets.

    >>> replaced('{"a": 1}', 6, 7, "2")
    '{"a": 2}'
    """
    return f"{text[:start]}{written}{text[stop:]}"


def with_value(text: str, key: str, written: str, before: tuple[str, ...] = (), start: int = 0) -> str:
    """The object with a value (as JSON) for a key: instead of its old value, else before another key, else first.

    Args:
        before: keys that it may stand before. The first of them that is there counts.

    >>> with_value('{"a": 1}', "a", "2"), with_value('{"b":1}', "a", "2", before=("b",))
    ('{"a": 2}', '{"a":2,"b":1}')
    """
    parts = members(text, start)
    if old := find(parts, key):
        return replaced(text, old.value, old.stop, written)
    following = next(filter(None, (find(parts, name) for name in before)), parts[0] if parts else None)
    offset = following.start if following else text.index("{", start) + 1
    comma = "," if parts else ""
    return replaced(text, offset, offset, f"{json.dumps(key)}:{written}{comma}")


def with_key(text: str, key: str, name: str, start: int = 0) -> str:
    """The object with a key renamed, in each of its members if there are several.

    >>> with_key('{" a": 1}', " a", "a"), with_key('{"b": 1, "b": 2}', "b", "c")
    ('{"a": 1}', '{"c": 1, "c": 2}')
    """
    for old in reversed([member for member in members(text, start) if member.key == key]):
        text = replaced(text, old.start, old.key_stop, json.dumps(name))
    return text


def without(text: str, *keys: str, start: int = 0) -> str:
    """The object without some of its members and their commas.

    >>> without('{"a": 1, "b": 2, "c": 3}', "b"), without('{"a": 1, "b": 2}', "a", "b")
    ('{"a": 1, "c": 3}', '{}')
    """
    parts, following = members(text, start), -1
    for index in reversed(range(len(parts))):
        part = parts[index]
        if part.key not in keys:
            following = part.start
        elif following >= 0:
            text, following = replaced(text, part.start, following, ""), part.start
        else:
            text = replaced(text, parts[index - 1].stop if index else part.start, part.stop, "")
    return text


def one_line(text: str) -> str:
    """JSON over several lines as one line; only spaces between values go, since JSON texts have no bare line end.

    >>> one_line('{\\n  "a": "b c",\\n  "d": 1\\n}')
    '{"a": "b c","d": 1}'
    """
    return _BROKEN_OFF.sub("", text)
