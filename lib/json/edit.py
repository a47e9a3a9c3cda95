"""Changes to one JSON object as it is written: what is not changed stays character by character.

Numbers keep their digits, texts their escapes, and keys their order, none of which reading and
writing the object again could promise.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_DECODER = json.JSONDecoder(parse_int=float)  # an int of thousands of digits is an error, a float is infinity
_BLANK = re.compile(r"[ \t\r\n]*")
_BROKEN_OFF = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t\r\n]*")


class Member(NamedTuple):
    """One member of an object, and where it stands in the text: `text[start:stop]`."""

    key: str
    start: int
    key_stop: int
    value: int
    """Where its value begins."""

    stop: int


def members(text: str, start: int = 0) -> list[Member]:
    """The members of the object that begins at a place of a text, blanks aside.

    Raises:
        ValueError: there is no whole object.
    """
    at = _skip(text, start)
    if text[at : at + 1] != "{":
        raise ValueError("no object begins here")
    found: list[Member] = []
    at = _skip(text, at + 1)
    try:
        while text[at : at + 1] != "}":
            key, key_stop = _DECODER.raw_decode(text, at)
            value = _skip(text, _past(text, _skip(text, key_stop), ":"))
            _, stop = _DECODER.raw_decode(text, value)
            found.append(Member(key, at, key_stop, value, stop))
            at = _skip(text, stop)
            if text[at : at + 1] != "}":
                at = _skip(text, _past(text, at, ","))
    except RecursionError:
        raise ValueError("the object is nested too deeply") from None
    return found


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _past(text: str, at: int, mark: str) -> int:
    if text[at : at + 1] != mark:
        raise ValueError(f"{mark} is missing")
    return at + 1


def find(found: Sequence[Member], key: str) -> Member | None:
    """The member that counts under a key: the last, where there are several."""
    return next((member for member in reversed(found) if member.key == key), None)


def replaced(text: str, start: int, stop: int, written: str) -> str:
    """The text with something else between two places.

    >>> replaced('{"a": 1}', 6, 7, "2")
    '{"a": 2}'
    """
    return f"{text[:start]}{written}{text[stop:]}"


def with_value(text: str, key: str, written: str, before: str = "", start: int = 0) -> str:
    """The object with a value (as JSON) under a key: in the place of its old one, else before another key, else first.

    >>> with_value('{"a": 1}', "a", "2"), with_value('{"b":1}', "a", "2", before="b")
    ('{"a": 2}', '{"a":2,"b":1}')
    """
    found = members(text, start)
    if old := find(found, key):
        return replaced(text, old.value, old.stop, written)
    place = find(found, before) if before else (found[0] if found else None)
    at = place.start if place else text.index("{", start) + 1
    comma = "," if found else ""
    return replaced(text, at, at, f"{json.dumps(key)}:{written}{comma}")


def with_key(text: str, key: str, name: str, start: int = 0) -> str:
    """The object with a member called otherwise, each one if there are several of that key.

    >>> with_key('{" a": 1}', " a", "a"), with_key('{"b": 1, "b": 2}', "b", "c")
    ('{"a": 1}', '{"c": 1, "c": 2}')
    """
    for old in reversed([member for member in members(text, start) if member.key == key]):
        text = replaced(text, old.start, old.key_stop, json.dumps(name))
    return text


def without(text: str, *keys: str, start: int = 0) -> str:
    """The object without some of its members, and without the commas between.

    >>> without('{"a": 1, "b": 2, "c": 3}', "b"), without('{"a": 1}', "a")
    ('{"a": 1, "c": 3}', '{}')
    """
    while old := next((member for member in members(text, start) if member.key in keys), None):
        found = members(text, start)
        at = found.index(old)
        if at + 1 < len(found):
            text = replaced(text, old.start, found[at + 1].start, "")
        else:
            text = replaced(text, found[at - 1].stop if at else old.start, old.stop, "")
    return text


def one_line(text: str) -> str:
    """JSON over several lines as one: only blanks between values go, since no text in JSON has a bare line end.

    >>> one_line('{\\n  "a": "b c",\\n  "d": 1\\n}')
    '{"a": "b c","d": 1}'
    """
    return _BROKEN_OFF.sub("", text)
