"""The duplicate keys of a JSON text, and the text without them.

Readers keep one member of a key, mostly the last, and nothing in the value shows that there were more.
"""

import json
from itertools import pairwise
from typing import Any, NamedTuple

from lib.json.edit import Member, items, members, replaced


class DuplicateMember(NamedTuple):
    """A member that a later one with the same key replaces."""

    key: str
    start: int
    stop: int
    """Start of the next member."""

    is_equal: bool
    """Whether the last member of that key has the same value."""

    last: str
    """The last value, as written."""


def duplicate_members(text: str) -> list[DuplicateMember]:
    """The members that are replaced, at any depth of the text's first object.

    Raises:
        ValueError: there is no complete object.

    >>> [(one.key, one.is_equal) for one in duplicate_members('{"a": 1, "b": [{"c": 1, "c": 1}], "a": 2}')]
    [('a', False), ('c', True)]
    """
    start = text.index("{")
    if not _has_duplicates(text, start):
        return []
    found: list[DuplicateMember] = []
    places = [start]
    while places:
        place = places.pop()
        if text[place : place + 1] == "[":
            inner = items(text, place)
        else:
            parts = members(text, place)
            found += _replaced_members(text, parts)
            inner = [member.value for member in parts]
        places += [value for value in inner if text[value] in "{["]
    return _outermost(found)


def without_duplicates(text: str, equal: bool) -> str:
    """The text without the replaced members whose values are equal to the last, or without those that are not.

    Raises:
        ValueError: there are none.

    >>> without_duplicates('{"a": 1, "a": 1, "b": 1, "b": 2}', equal=True)
    '{"a": 1, "b": 1, "b": 2}'
    """
    wanted = [one for one in duplicate_members(text) if one.is_equal is equal]
    if not wanted:
        raise ValueError("no key is duplicate")
    for one in reversed(wanted):
        text = replaced(text, one.start, one.stop, "")
    return text


def _has_duplicates(text: str, start: int) -> bool:
    """Whether there is any, in a third of the time that it takes to find it."""
    try:
        _SEARCHER.raw_decode(text, start)
    except _DuplicateError:
        return True
    except RecursionError:
        raise ValueError("the value is nested too deeply") from None
    return False


def _replaced_members(text: str, parts: list[Member]) -> list[DuplicateMember]:
    last = {member.key: member for member in parts}
    if len(last) == len(parts):
        return []
    return [
        DuplicateMember(
            member.key,
            member.start,
            following.start,
            _exact(_written(text, member)) == _exact(_written(text, last[member.key])),
            _written(text, last[member.key]),
        )
        for member, following in pairwise(parts)
        if member is not last[member.key]
    ]


def _outermost(found: list[DuplicateMember]) -> list[DuplicateMember]:
    """In the order of the text, without those inside a member that goes."""
    kept: list[DuplicateMember] = []
    for one in sorted(found, key=lambda one: one.start):
        if not kept or one.start >= kept[-1].stop:
            kept.append(one)
    return kept


def _written(text: str, member: Member) -> str:
    return text[member.value : member.stop]


def _exact(written: str) -> Any:
    """A value that equals another one only if no reader can tell the two apart: `1` is not `1.0`."""
    return _DECODER.decode(written)


def _number(digits: str) -> tuple[str]:
    return (digits,)  # no other value is a tuple


def _pairs(pairs: list[tuple[str, Any]]) -> Any:
    value = dict(pairs)
    return value if len(value) == len(pairs) else pairs


class _DuplicateError(Exception):
    pass


def _search(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        raise _DuplicateError


_SEARCHER = json.JSONDecoder(object_pairs_hook=_search, parse_int=float)
_DECODER = json.JSONDecoder(parse_int=_number, parse_float=_number, object_pairs_hook=_pairs)
