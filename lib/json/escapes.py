"""Texts of Arrow columns as the insides of JSON strings, byte by byte as `codec.dumps` writes them."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.arrow_bytes import blocks_of, text_bytes
from lib.json import codec

_BLANK, _LINE_FEED = 0x20, 0x0A
_ESCAPES = {mark: codec.dumps(mark)[1:-1].decode() for mark in ("\\", '"', *map(chr, range(_BLANK)), *codec.LINE_ENDS)}
"""What JSON writes for these characters. The backslash comes first, since every escape has one."""


def escaped(texts: pa.StringArray | pa.LargeStringArray) -> pa.LargeStringArray:
    """The inside of the JSON string of each text, without the quotes. The texts have no nulls.

    >>> escaped(pa.array(["a", 'say "no"'])).to_pylist()
    ['a', 'say \\\\"no\\\\"']
    """
    written = texts.cast(pa.large_string())
    found = set[str]().union(*map(_marks_in, blocks_of(text_bytes(written), overlap=1)))
    for mark in filter(found.__contains__, _ESCAPES):
        written = pc.replace_substring(written, mark, _ESCAPES[mark])
    return written


def _marks_in(data: NDArray[np.uint8]) -> Iterator[str]:
    """The characters to escape that some bytes have; of rare ones, also those that they only may have."""
    yield from (mark for mark in ('"', "\\") if (data == ord(mark)).any())
    controls, line_feeds = np.count_nonzero(data < _BLANK), np.count_nonzero(data == _LINE_FEED)
    if line_feeds:
        yield "\n"
    if controls > line_feeds:
        yield from map(chr, set(data[data < _BLANK].tolist()))
    before, after = data[:-1], data[1:]
    if ((before == 0xC2) & (after == 0x85)).any():
        yield "\u0085"
    if ((before == 0x80) & (after & 0xFE == 0xA8)).any():  # after the byte E2
        yield from ("\u2028", "\u2029")
