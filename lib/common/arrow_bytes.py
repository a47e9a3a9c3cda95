"""The bytes of Arrow's texts, without a Python string for each."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_BLOCK = 1 << 17
"""Bytes that are searched at once: they and what is found of them stay in the processor's cache."""

_CHUNK_BYTES, _CHUNK_ROWS = 1 << 21, 2_000
"""Most bytes and rows that are copied at once."""


def text_bytes(texts: pa.Array) -> NDArray[np.uint8]:
    """The bytes of all texts, one after the other, without a copy."""
    offsets, data = text_offsets(texts), texts.buffers()[2]
    return np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]] if data else np.empty(0, np.uint8)


def text_offsets(texts: pa.Array) -> NDArray[np.signedinteger]:
    """Where each text begins among the bytes of its whole array, and where the last one ends."""
    kind = np.dtype(np.int32 if texts.type == pa.string() else np.int64)
    if not len(texts):
        return np.zeros(1, kind)
    offsets: NDArray[np.signedinteger] = np.frombuffer(
        texts.buffers()[1], kind, len(texts) + 1, texts.offset * kind.itemsize
    )
    return offsets


def separate(texts: pa.Array) -> Iterator[bytes]:
    """The bytes of each text."""
    data, offsets = text_bytes(texts).tobytes(), text_offsets(texts)
    ends = (offsets - offsets[0]).tolist()
    return (data[start:stop] for start, stop in pairwise(ends))


def blocks_of(data: NDArray[np.uint8], overlap: int = 0) -> Iterator[NDArray[np.uint8]]:
    """The bytes in small blocks, each with so many bytes of the next one."""
    return (data[start : start + _BLOCK + overlap] for start in range(0, len(data), _BLOCK))


def text_lengths(columns: Iterable[pa.Array], rows: int) -> NDArray[np.int64]:
    """The bytes of each row in columns of that many rows, all together."""
    return sum((np.diff(text_offsets(column)) for column in columns), np.zeros(rows, np.int64))


def chunks(lengths: NDArray[np.int64]) -> Iterator[slice]:
    """Rows of these lengths a few at a time, so that copies of them stay small: thousands of short ones, or one."""
    ends, start = np.cumsum(lengths), 0
    while start < len(lengths):
        fitting = np.searchsorted(ends, ends[start] - lengths[start] + _CHUNK_BYTES, "right")
        stop = min(max(int(fitting), start + 1), start + _CHUNK_ROWS)
        yield slice(start, stop)
        start = stop
