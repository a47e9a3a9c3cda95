"""A request's body with one text in it cut, and a mark in its place that counts what is missing.

Only one cell's text is cut: a cut at the end of the whole prompt could remove its instructions.
"""

import re
from typing import Any

from lib.common.phrasing import counted

_MARK = re.compile(r" \[… ([\d,]{1,20}) characters? cut\]")


def shortened(cell: str, most: int) -> str:
    """The first characters of a text, and a mark that counts the others; a text within the limit as it is.

    >>> shortened("It broke after a week.", 8)
    'It broke [… 14 characters cut]'
    """
    return cell if len(cell) <= most else f"{cell[:most]} [… {counted(len(cell) - most, 'character')} cut]"


def shorten_in(value: Any, cell: str, most: int) -> Any:
    """A request's body with this cell's text cut wherever it is; the very same value if nothing is cut."""
    text = cell.strip()
    if len(text) <= most:
        return value
    if isinstance(value, str):
        return value.replace(text, shortened(text, most))
    if isinstance(value, dict):
        return {key: shorten_in(inner, cell, most) for key, inner in value.items()}
    return [shorten_in(inner, cell, most) for inner in value] if isinstance(value, list) else value


def characters_cut(whole: str, shorter: str) -> int:
    """How many characters of a text are missing in another one, by its marks; 0 if it is not that text, shortened.

    >>> characters_cut("It broke after a week. Sad.", "It broke [… 14 characters cut] Sad.")
    14
    """
    first, *rest = _MARK.split(shorter)
    if not whole.startswith(first):
        return 0
    place, total = len(first), 0
    for count, piece in zip(rest[::2], rest[1::2], strict=True):
        place, total = place + int(count.replace(",", "") or 0), total + int(count.replace(",", "") or 0)
        if not whole.startswith(piece, place):
            return 0
        place += len(piece)
    return total if place == len(whole) else 0
