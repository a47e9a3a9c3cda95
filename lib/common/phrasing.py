"""Counts, lists, quotations and suggestions for the sentences of problems."""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 row`, `2,500 rows`.

    >>> counted(2500, "row"), counted(1, "entry", "entries")
    ('2,500 rows', '1 entry')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: Collection[T], most: int = 10, apart: str = ", ", say: Callable[[T], str] = str) -> str:
    """Numbers or names for a sentence: `3, 4, 9`, and how many more there are.

    Args:
        say: turns an item into text; it is only called for the items shown.

    >>> listed([3, 4, 9], most=2)
    '3, 4 and 1 more'
    """
    shown = apart.join(map(say, islice(items, most)))
    return shown if len(items) <= most else f"{shown} and {len(items) - most:,} more"


def listed_rows(numbers: Collection[int], one: str = "row") -> str:
    """Row numbers with their noun: `row 7`, `rows 7, 9`.

    >>> listed_rows([7]), listed_rows([7, 9], "line")
    ('row 7', 'lines 7, 9')
    """
    return f"{one if len(numbers) == 1 else one + 's'} {listed(numbers)}"


def listed_names(names: Iterable[str]) -> str:
    """Names for a sentence: `a, b and c`.

    >>> listed_names(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last


def shorten(text: str, most: int = 40) -> str:
    """A text for a sentence, cut if it is long.

    >>> shorten("Blue whales", 6)
    'Blue …'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def shorten_line(text: str, most: int = 40) -> str:
    """A text on one line with single spaces, cut if it is long."""
    return shorten(" ".join(text.split()), most)


def without_backticks(text: str) -> str:
    """A text of the app without the backticks around the names of fields, for places that show plain text.

    >>> without_backticks("A request has no id (`custom_id`)")
    'A request has no id (custom_id)'
    """
    return text.replace("`", "")


def closest_name(name: str, known: Iterable[str], least: float = 0.5) -> str | None:
    """The known name most similar to `name`, ignoring capitals; None if none is similar.

    Args:
        least: the similarity that a name needs, from 0 to 1. Two texts of equal length with half of their letters in
            common have 0.5.

    >>> closest_name("Questoin", ["id", "Question"])
    'Question'
    """
    folded = {other.casefold().strip(): other for other in known}
    close = get_close_matches(name.casefold().strip(), folded, n=1, cutoff=least)
    return folded[close[0]] if close else None
