"""The probable number of tokens of a text, as a range, from its characters alone. Needs no network and no model.

The rule: every character counts by its kind, with a least and a most that the model's family of tokenizers has for it
(`token_families`). A text has at least one token. One token is added to the most and 0.6 are subtracted from
the least, and both are rounded away from the middle.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.common.arrow_bytes import chunks, text_bytes, text_lengths
from lib.common.excel_cells import replace_surrogates
from lib.providers.token_families import ANY, KINDS, TokenFamily

METHOD = (
    "Estimated from the kinds of characters in each text (letters, capitals, digits, other scripts), without the "
    "model. Every model counts differently; for nine of ten cells the true number lies in this range. "
    "Random letters, such as keys or encoded files, and rare scripts can have more tokens. Images do not count."
)
"""The method of the estimate, for the page."""

MESSAGE_TOKENS = (3, 5)
"""Least and most tokens that a chat message adds to its text: 3 at OpenAI (its cookbook on counting tokens, checked in
November 2026), 5 in the chat templates of Llama 3 and Qwen 3 (counted with their tokenizers)."""

REPLY_TOKENS = (3, 5)
"""Tokens that a chat request adds once, from the same sources, for its opening and the beginning of the answer."""

_LESS, _MORE = 60, 100
"""Hundredths of a token by which the range of a whole text is wider than the sum of its characters."""


def _between(first: int, last: int) -> bytes:
    return bytes(range(first, last + 1))


_SMALL, _CAPITALS, _DIGITS, _LINE_BREAKS = _between(0x61, 0x7A), _between(0x41, 0x5A), b"0123456789", _between(1, 0x1F)
_SIGNS = bytes(set(_between(0x21, 0x7F)) - {*_SMALL, *_CAPITALS, *_DIGITS})
_TAILS = _between(0x80, 0xBF)
"""The bytes that continue a character. The first step deletes them: then every character is one byte, and the length
of what is left of a text is the number of characters left."""

_CYRILLIC_CAPITAL, _GREEK_CAPITAL = b"\xc0", b"\xc1"
"""Bytes that UTF-8 never has. They mark capitals that begin with the same byte as small letters."""

_MARKED_CAPITALS = (
    (b"\xd0", re.compile(rb"\xd0[\x80-\xaf]"), _CYRILLIC_CAPITAL),
    (b"\xce", re.compile(rb"\xce[\x86-\xab]"), _GREEK_CAPITAL),
)

_BYTES = {
    "small letter": _SMALL + _TAILS,
    "blank": b" ",
    "sign": _SIGNS,
    "capital": _CAPITALS,
    "digit": _DIGITS,
    "line break": _LINE_BREAKS,
    "Chinese, Japanese, Korean": _between(0xE3, 0xED),
    "Cyrillic": _between(0xD0, 0xD3),
    "Arabic, Hebrew": _between(0xD4, 0xDF),
    "Indic, Thai": _between(0xE0, 0xE1),
    "Cyrillic capital": _CYRILLIC_CAPITAL,
    "Greek capital": _GREEK_CAPITAL,
    "accent": _between(0xC2, 0xCD),
    "Greek": _between(0xCE, 0xCF),
    "symbol": _between(0xE2, 0xE2) + _between(0xEE, 0xEF),
    "emoji": _between(0xF0, 0xFF),
}
"""The bytes with which the characters of each kind begin in UTF-8. Frequent kinds come first: after a few, nothing is
left of most texts."""


class TokenRange(NamedTuple):
    """The least and the most tokens that each text of a column probably has."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def column_tokens(cells: Sequence[str], family: TokenFamily = ANY) -> TokenRange:
    """The least and the most tokens of every cell: two arrays of the column's length. An empty cell has none."""
    weights = dict(zip(KINDS, zip(family.least, family.most, strict=True), strict=True))
    steps = [(_BYTES[kind], weights[kind]) for kind in _BYTES]
    texts = _arrow(cells)
    parts = (texts[part] for part in chunks(text_lengths([texts], len(texts))))
    low, high = np.concatenate([np.empty((2, 0)), *(_tokens(part, steps) for part in parts)], axis=1)
    return TokenRange(low, high)


def text_tokens(text: str, family: TokenFamily = ANY) -> tuple[float, float]:
    """The least and the most tokens that one text probably has, as in `column_tokens`."""
    low, high = column_tokens([text], family)
    return float(low[0]), float(high[0])


_END = "\0"
_AT_END = (pa.scalar("", pa.large_string()), pa.scalar(_END, pa.large_string()))
"""An empty text, and what stands before it."""


def _arrow(cells: Sequence[str]) -> pa.LargeStringArray:
    try:
        return pa.array(cells, pa.large_string())
    except UnicodeEncodeError:
        return pa.array(replace_surrogates(cells), pa.large_string())


def _tokens(texts: pa.LargeStringArray, steps: Sequence[tuple[bytes, tuple[int, int]]]) -> NDArray[np.float64]:
    """Deletes one kind of characters after the other from all texts, and counts by how much each gets shorter."""
    left = text_bytes(pc.binary_join_element_wise(texts, *_AT_END)).tobytes()
    if left.count(0) > len(texts):
        return _tokens(pc.replace_substring(texts, _END, " "), steps)
    lengths = pc.utf8_length(texts).to_numpy()
    hundredths, before = np.zeros((2, len(texts)), np.int64), lengths
    for lead, capitals, mark in _MARKED_CAPITALS:
        if lead in left:
            left = capitals.sub(mark, left)
    for kind, weights in steps:
        if len(left) == len(texts):
            break
        left = left.translate(None, kind)
        before, after = _lengths(left), before
        hundredths += np.outer(weights, after - before)
    low = np.maximum((hundredths[0] - _LESS) // 100, 1)
    high = -(-(hundredths[1] + _MORE) // 100)
    return np.where(lengths, np.stack((low, high)), 0).astype(np.float64)


def _lengths(ended: bytes) -> NDArray[np.int64]:
    """The length of each cell, without its end."""
    return np.diff(np.flatnonzero(np.frombuffer(ended, np.uint8) == 0), prepend=-1) - 1
