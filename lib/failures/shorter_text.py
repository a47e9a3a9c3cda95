"""A request's body with one text in it cut, and a mark in its place that counts what is missing.

Only one cell's text is cut: a cut at the end of the whole prompt could remove its instructions.
"""

from typing import Any


def shortened(cell: str, most: int) -> str:
    """The first characters of a text, and a mark that counts the others; a text within the limit as it is.

    >>> shortened("It broke after a week.", 8)
    'It broke [… 14 characters cut]'
    """
    return cell if len(cell) <= most else f"{cell[:most]} [… {len(cell) - most:,} characters cut]"


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
