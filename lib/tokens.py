"""How many tokens a text probably is, as a range, from its characters alone: nothing is fetched, no model is asked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

METHOD = (
    "Estimated from the kinds of characters in each text (letters, digits, punctuation, other scripts), without asking "
    "the model. Every model counts differently: for most texts the true number lies in this range, often nearer its "
    "lower end. A column of random letters, such as keys or encoded files, can be more. Images are not counted."
)
"""The method in plain words, for the page."""

MESSAGE_TOKENS = (3, 7)
"""Tokens that each chat message adds to its text: 3 at OpenAI (its cookbook on counting tokens, read in 2026-11), up
to 7 in the chat templates of open models (counted from those of Llama 3, Qwen and Mistral)."""

REPLY_TOKENS = (3, 7)
"""Tokens that a chat request adds once, to begin the answer."""


class _Kind(NamedTuple):
    """Characters that cost about the same: the byte that each begins with in UTF-8, and its tokens."""

    bytes: bytes
    low: float
    high: float


def _between(first: int, last: int) -> bytes:
    return bytes(range(first, last + 1))


_LETTER = _Kind(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \t\r\n", 0.18, 0.33)
_WORDS = _LETTER.bytes + _between(0x80, 0xBF)
"""Letters and spaces, and the bytes that only go on with a character."""

# Of frequent kinds first: what is left of a text is gone after a few.
_KINDS = (
    _Kind(b"0123456789", 0.5, 1.2),  # Qwen: every digit is a token, and so is the space before a number
    _Kind(bytes(set(range(0x80)) - set(_LETTER.bytes) - set(b"0123456789")), 0.5, 0.62),  # punctuation
    _Kind(_between(0xE3, 0xEF), 0.56, 1.4),  # Chinese, Japanese, Korean
    _Kind(_between(0xD0, 0xD3), 0.2, 0.62),  # Cyrillic
    _Kind(_between(0xD8, 0xDB), 0.22, 0.95),  # Arabic, Persian
    _Kind(_between(0xC0, 0xDF), 0.35, 1.4),  # accents, Greek, Hebrew
    _Kind(_between(0xE0, 0xE2), 0.3, 1.3),  # Hindi, Thai; dashes and curly quotes
    _Kind(_between(0xF0, 0xFF), 1.5, 2.6),  # emoji
)


class TokenRange(NamedTuple):
    """The least and the most tokens that each text of a column probably is."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


def column_tokens(cells: Sequence[str]) -> TokenRange:
    """The token range of every cell: two arrays of the column's length."""
    ranges = np.array([text_tokens(cell) for cell in cells], np.float64).reshape(-1, 2)
    return TokenRange(ranges[:, 0], ranges[:, 1])


def text_tokens(text: str) -> tuple[float, float]:
    """The least and the most tokens that a text probably is. An empty text is none; any other may be one.

    The weights were set so that the counts of four tokenizers (OpenAI's two, Llama 3's and Qwen 3's) lie in the range
    for prose in some thirty languages, code, JSON and numbers.
    """
    data = text.encode("utf-8", "surrogatepass")
    left = data.translate(None, _WORDS)
    letters = len(data) - len(left) - (len(data) - len(text))
    low, high = letters * _LETTER.low, letters * _LETTER.high
    for kind in _KINDS:
        if not left:
            break
        rest = left.translate(None, kind.bytes)
        count = len(left) - len(rest)
        low, high, left = low + count * kind.low, high + count * kind.high, rest
    return low, max(high, 1.0) if text else 0.0
