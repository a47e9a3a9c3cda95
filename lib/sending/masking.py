"""Hides a key in what a provider writes, in whole or in part."""

import re

_MASK = "•••"
_PIECE = 8
"""Characters of a key that are hidden wherever they are together."""


def masked(text: str, key: str) -> str:
    """The text without the key and without pieces of it of eight characters or more.

    >>> masked("Incorrect API key provided: sk-abcdefghijk.", "sk-abcdefghijkl")
    'Incorrect API key provided: •••.'
    """
    pieces = {key[start : start + _PIECE] for start in range(len(key) - _PIECE + 1)} or {key}
    present = [piece for piece in pieces if piece and piece in text]
    if not present:
        return text
    hidden = bytearray(len(text))
    for piece in present:
        for match in re.finditer(f"(?={re.escape(piece)})", text):
            hidden[match.start() : match.start() + len(piece)] = b"\x01" * len(piece)
    return re.sub(
        "\0+", _MASK, "".join("\0" if hide else character for character, hide in zip(text, hidden, strict=True))
    )
