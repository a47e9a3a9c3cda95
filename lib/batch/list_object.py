"""The lines inside one JSON object, as in a saved API response: `{"object": "list", "data": [...]}`."""

import re

from lib.batch.request_line import ID_KEYS
from lib.json.recovery import DECODER

_SCALAR = rb'(?:"(?:[^"\\]|\\.)*+"|[\w.+-]++)'
_MEMBER = rb'"(?:[^"\\]|\\.)*+"\s*+:\s*+'
_OPENING = re.compile(rb"\s*+\{\s*+(?:" + _MEMBER + _SCALAR + rb"\s*+,\s*+)*+" + _MEMBER + rb"(?=\[\s*+\{)")
"""The start of an object: plain members, if any, up to a list of objects."""

_CLOSING = re.compile(rb"\s*+(?:,\s*+" + _MEMBER + _SCALAR + rb"\s*+)*+\}\s*+\Z")
"""The rest of an object after the list: plain members, if any, and the closing brace."""

_FIRST_RECORD = 2_000_000
"""Most bytes that the list's first object may have."""

_BRACKET_LINE = re.compile(rb"\[[^\S\n]*+\n")
"""A bracket with nothing after it on its line."""

_IDS = tuple(f'"{key}"'.encode() for key in ID_KEYS)
_EDGE = 10_000
"""Bytes before and after the list that are read."""


def unwrapped(data: bytes) -> bytes:
    """The same bytes with spaces in place of everything around the list, so that every line keeps its position.

    Other data is returned unchanged: lines, arrays, and objects whose list holds no records of a batch.
    """
    opening = _OPENING.match(data, 0, _EDGE)
    if not opening or not _starts_with_record(data, opening.end()):
        return data
    start, stop = opening.end(), _end_of_list(data)
    if stop == len(data) and _BRACKET_LINE.match(
        data, start
    ):  # a cut-off file: the bracket would be one more broken line
        start += 1
    return _spaces(data[:start]) + data[start:stop] + _spaces(data[stop:])


def _end_of_list(data: bytes) -> int:
    """The position after the list's closing bracket; the end of the data if the file is cut off."""
    stop = len(data)
    while (stop := data.rfind(b"]", max(0, len(data) - _EDGE), stop)) >= 0:
        if _CLOSING.match(data, stop + 1):
            return stop + 1
    return len(data)


def _starts_with_record(data: bytes, start: int) -> bool:
    """Whether the first object of the list has an id, and the members before the list have none."""
    if any(key in data[:start] for key in _IDS):
        return False
    text = data[start + 1 : start + _FIRST_RECORD].decode("utf-8", "replace")
    try:
        first, _ = DECODER.raw_decode(text, text.find("{"))
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and any(key in first for key in ID_KEYS)


def _spaces(written: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", written)
