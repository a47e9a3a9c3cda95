"""Hides a key in what a provider writes, in whole or in part."""

import re

_MASK = "•••"
_SHORTEST_KEY = 4
_PIECE = 8
"""Characters of a key that are hidden in a message wherever they are together."""

_DATA_PIECE = 16
"""The same for data. Ids and keys are random texts, which share eight characters now and then; an id that is hidden in
part is lost."""


def masked(message: str, key: str) -> str:
    """A message without the key and without pieces of it of eight characters or more.

    >>> masked("Incorrect API key provided: sk-abcdefghijk.", "sk-abcdefghijkl")
    'Incorrect API key provided: •••.'
    """
    if len(key) < _PIECE:
        return message.replace(key, _MASK) if len(key) >= _SHORTEST_KEY else message
    return _without(message, key, _PIECE)


def masked_data(text: str, key: str) -> str:
    """JSON data without the key and without pieces of it of 16 characters or more.

    A shorter key, such as the word "test" for a server that needs none, is not hidden: data may have the same word.

    >>> masked_data('{"id": "test-1"}', "test")
    '{"id": "test-1"}'
    """
    return _without(text, key, _DATA_PIECE) if len(key) >= _DATA_PIECE else text


def _without(text: str, key: str, size: int) -> str:
    pieces = {key[start : start + size] for start in range(len(key) - size + 1)}
    present = [piece for piece in pieces if piece in text]
    if not present:
        return text
    hidden = bytearray(len(text))
    for piece in present:
        for match in re.finditer(f"(?={re.escape(piece)})", text):
            hidden[match.start() : match.start() + size] = b"\x01" * size
    marked = "".join("\0" if hide else character for character, hide in zip(text, hidden, strict=True))
    return re.sub("\0+", _MASK, marked)
