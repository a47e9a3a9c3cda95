"""The probable number of tokens of a text, as a range, from its characters alone. Needs no network and no model."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

METHOD = (
    "Estimated from the kinds of characters in each text (letters, digits, punctuation, other scripts), without "
    "the model. Every model counts differently; for most texts the true number lies in this range. "
    "Random letters, such as keys or encoded files, and rare scripts can have more tokens. Images do not count."
)
"""The method of the estimate, for the page."""

MESSAGE_TOKENS = (3, 5)
"""Least and most tokens that a chat message adds to its text: 3 at OpenAI (its cookbook on counting tokens, checked in
November 2026), 5 in the chat templates of Llama 3 and Qwen 3 (counted with their tokenizers)."""

REPLY_TOKENS = (3, 5)
"""Tokens that a chat request adds once, from the same sources, for its opening and the beginning of the answer."""


class _Kind(NamedTuple):
    """Characters with about as many tokens each."""

    bytes: bytes
    """The bytes with which these characters begin in UTF-8."""

    low: float
    high: float
    """Tokens of each character, least and most."""


def _between(first: int, last: int) -> bytes:
    return bytes(range(first, last + 1))


_WORDS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \t\r\n"
_DIGITS = b"0123456789"
_TAILS = _between(0x80, 0xBF)
"""The bytes that continue a character. The first step deletes them: then every character is one byte, and the length
of what is left of a text is the number of characters left."""

# Frequent kinds come first: after a few, nothing is left of most texts.
_KINDS = (
    _Kind(_WORDS + _TAILS, 0.18, 0.33),  # letters and blanks
    _Kind(_DIGITS, 0.5, 1.25),  # Qwen: every digit is a token, and so is the space before a number
    _Kind(bytes(set(range(1, 0x80)) - set(_WORDS) - set(_DIGITS)), 0.5, 0.62),  # punctuation
    _Kind(_between(0xE3, 0xEF), 0.56, 1.4),  # Chinese, Japanese, Korean
    _Kind(_between(0xD0, 0xD3), 0.2, 0.62),  # Cyrillic
    _Kind(_between(0xD8, 0xDB), 0.22, 0.95),  # Arabic, Persian
    _Kind(_between(0xC0, 0xDF), 0.35, 1.4),  # accents, Greek, Hebrew
    _Kind(_between(0xE0, 0xE2), 0.3, 1.3),  # Hindi, Thai; dashes and curly quotes
    _Kind(_between(0xF0, 0xFF), 1.5, 2.6),  # emoji
)


class TokenRange(NamedTuple):
    """The least and the most tokens that each text of a column probably has."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def column_tokens(cells: Sequence[str]) -> TokenRange:
    """The least and the most tokens of every cell: two arrays of the column's length.

    An empty cell has none; any other may have one. The weights are such that the counts of four tokenizers (OpenAI's
    two, Llama 3's and Qwen 3's) lie in the range for prose in some thirty languages, code, JSON and numbers.
    """
    starts = range(0, len(cells), _CELLS_AT_ONCE)
    ranges = [np.empty((2, 0)), *(_tokens(cells[start : start + _CELLS_AT_ONCE]) for start in starts)]
    low, high = np.concatenate(ranges, axis=1)
    return TokenRange(low, high)


def text_tokens(text: str) -> tuple[float, float]:
    """The least and the most tokens that one text probably has, as in `column_tokens`."""
    low, high = column_tokens([text])
    return float(low[0]), float(high[0])


_END = "\0"
_CELLS_AT_ONCE = 1_000
"""Enough for few calls, and few enough for the processor's cache."""


def _tokens(cells: Sequence[str]) -> NDArray[np.float64]:
    """Deletes one kind of characters after the other from all cells, and counts by how much each gets shorter."""
    text = _END.join([*cells, ""])
    if text.count(_END) > len(cells):
        return _tokens([cell.replace(_END, " ") for cell in cells])
    lengths = np.fromiter(map(len, cells), np.int64, len(cells))
    tokens, before = np.zeros((2, len(cells))), lengths
    left = text.encode("utf-8", "surrogatepass")
    for kind in _KINDS:
        if len(left) == len(cells):
            break
        left = left.translate(None, kind.bytes)
        before, after = _lengths(left), before
        tokens += np.outer((kind.low, kind.high), after - before)
    tokens[1] = np.where(lengths, np.maximum(tokens[1], 1), 0)
    return tokens


def _lengths(ended: bytes) -> NDArray[np.int64]:
    """The length of each cell, without its end."""
    return np.diff(np.flatnonzero(np.frombuffer(ended, np.uint8) == 0), prepend=-1) - 1
