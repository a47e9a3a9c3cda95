"""Whether a line writes the keys of its value and no more, so that none is duplicate.

A reader keeps one member of each key, and nothing in the value shows that there were more. To count the keys in the
bytes is far faster than to read them.
"""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PIECE = 1 << 20
"""Bytes that are counted at once."""

_UNKNOWN = -1_000_000_000
_LF, _QUOTE, _COLON = b'\n":'
_SPACE = np.isin(np.arange(256), list(b" \t\r\n"))
_SPACED_COLON = re.compile(rb'"[ \t\r\n]+:')


class KeyCounts:
    """The keys that are written on each line of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._of_line: list[int] = _quoted_colons(data).tolist()

    def are(self, keys: int, number: int, start: int, stop: int) -> bool:
        """Whether there are so many keys, and surely no more, at `data[start:stop]`, which begins on a line."""
        data = self._data
        if self._of_line[number - 1] == keys and data.find(b"\n", start, stop) < 0:  # as nearly always
            return True
        if _SPACED_COLON.search(data, start, stop):
            return False
        colons = data.count(b'":', start, stop) - data.count(b'\\":', start, stop)  # the others are inside texts
        return colons == keys and data.find(b'\\\\":', start, stop) < 0  # a key may end in a backslash


def _quoted_colons(data: bytes) -> NDArray[np.int64]:
    """The number of colons after a quote on each line; negative if there may be spaces between a quote and a colon."""
    codes = np.frombuffer(data, np.uint8)
    found, at_ends = np.zeros(1, np.int64), []
    for start in range(0, len(codes), _PIECE):
        piece = codes[start : start + _PIECE]
        marks = np.flatnonzero((piece == _COLON) | (piece == _LF))
        before, further = (codes[np.maximum(start + marks - step, 0)] for step in (1, 2))
        is_end = piece[marks] == _LF
        is_spaced = _SPACE[before] & (_SPACE[further] | (further == _QUOTE))
        weights = np.where(is_spaced, _UNKNOWN, before == _QUOTE) * ~is_end
        found = np.cumsum(np.append(found[-1:], weights))
        at_ends.append(found[1:][is_end])
    return np.diff(np.concatenate(at_ends or [found[:0]]), prepend=0, append=found[-1:])


def keys_in(value: Any) -> int:
    """The number of keys in a value, at every level."""
    if isinstance(value, dict):
        return len(value) + sum(map(keys_in, value.values()))
    return sum(map(keys_in, value)) if isinstance(value, list) else 0
