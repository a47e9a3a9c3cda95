"""Lines inside one JSON object, as a saved answer of an API has them: `{"object": "list", "data": [...]}`."""

import re

from lib.batch.request_line import ID_KEYS
from lib.json.recovery import DECODER

_SCALAR = rb'(?:"(?:[^"\\]|\\.)*+"|[\w.+-]++)'
_MEMBER = rb'"(?:[^"\\]|\\.)*+"\s*+:\s*+'
_OPENING = re.compile(rb"\s*+\{\s*+(?:" + _MEMBER + _SCALAR + rb"\s*+,\s*+)*+" + _MEMBER + rb"(?=\[\s*+\{)")
"""Plain members, if any, up to a list of objects."""

_CLOSING = re.compile(rb"\s*+(?:,\s*+" + _MEMBER + _SCALAR + rb"\s*+)*+\}\s*+\Z")
"""What may come after the list: plain members, and the end of the object."""

_FIRST_RECORD = 2_000_000
"""How many bytes the list's first object may have."""

_ALONE = re.compile(rb"\[[^\S\n]*+\n")
"""A bracket with nothing more on its line."""

_IDS = tuple(f'"{key}"'.encode() for key in ID_KEYS)
_EDGE = 10_000
"""How many bytes before and after the list are looked at."""


def unwrapped(data: bytes) -> bytes:
    """The same bytes with blanks for what is around the list, so that every line keeps its place and its number.

    Anything else comes back as it is: lines, arrays, and objects whose list holds no records of a batch.
    """
    opening = _OPENING.match(data, 0, _EDGE)
    if not opening or not _starts_with_record(data, opening.end()):
        return data
    start, stop = opening.end(), _end_of_list(data)
    if stop == len(data) and _ALONE.match(data, start):  # cut off: the bracket would be one more broken line
        start += 1
    return _blanks(data[:start]) + data[start:stop] + _blanks(data[stop:])


def _end_of_list(data: bytes) -> int:
    """The place after the last bracket with nothing but the object's end after it; of a cut-off file, its end."""
    stop = len(data)
    while (stop := data.rfind(b"]", max(0, len(data) - _EDGE), stop)) >= 0:
        if _CLOSING.match(data, stop + 1):
            return stop + 1
    return len(data)


def _starts_with_record(data: bytes, at: int) -> bool:
    """Whether the list's first object has an id, and the object before it has none."""
    if any(key in data[:at] for key in _IDS):
        return False
    text = data[at + 1 : at + _FIRST_RECORD].decode("utf-8", "replace")
    try:
        first, _ = DECODER.raw_decode(text, text.find("{"))
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and any(key in first for key in ID_KEYS)


def _blanks(written: bytes) -> bytes:
    return re.sub(rb"[^\n]", b" ", written)
