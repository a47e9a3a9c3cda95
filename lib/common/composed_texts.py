"""Texts of Arrow columns in Unicode's composed form (NFC) and with LF line ends."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

_SEARCHED = (range(0x300, 0xAC00), range(0xF900, 0x20000), range(0x2F800, 0x2FA20))
"""Characters among which are all that the composed form may change, other than those of Korean."""

_KOREAN = (range(0x1161, 0x1176), range(0x11A8, 0x11C3))
"""Vowels and last consonants, which compose by a rule of their own."""

_FEW = 100
"""Texts that are compared one by one before the pattern is ready."""


def may_change(texts: pa.LargeStringArray) -> pa.BooleanArray:
    """Which texts `composed` may change: few, in nearly all columns."""
    if len(texts) < _FEW:
        return pa.array([_composed(text) != text for text in texts.to_pylist()], pa.bool_())
    return pc.match_substring_regex(texts, _pattern())


def composed(texts: pa.LargeStringArray, may_change: pa.BooleanArray) -> pa.LargeStringArray:
    """The texts with LF line ends, in composed form; the same array if nothing may change."""
    if not may_change.true_count:
        return texts
    changed = list(map(_composed, texts.filter(may_change).to_pylist()))
    return pc.replace_with_mask(texts, may_change, pa.array(changed, pa.large_string()))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _pattern() -> str:
    """A carriage return, or any character without which every text is in composed form."""
    return f"[\r{''.join(sorted(set(_changing())))}]"


def _changing() -> Iterator[str]:
    """The characters that compose with one before them, change their place beside others, or are never composed."""
    for character in map(chr, chain(*_SEARCHED)):
        if unicodedata.combining(character) or unicodedata.normalize("NFC", character) != character:
            yield character
        first, *second = unicodedata.decomposition(character).split() or [""]
        if len(second) == 1 and not first.startswith("<"):
            yield chr(int(second[0], 16))
    yield from map(chr, chain(*_KOREAN))
