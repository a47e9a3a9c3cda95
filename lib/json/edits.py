"""Small changes to a text, each with the cause that a person sees."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

Cause = Literal[
    "around",
    "commas",
    "quotes",
    "literals",
    "comments",
    "controls",
    "backslashes",
    "keys",
    "brackets",
    "invisible",
    "no-number",
    "paths",
    "inner-quotes",
    "text-comments",
    "bracket-place",
    "cut",
]
"""Why a text is not JSON."""

CAUSES: tuple[Cause, ...] = get_args(Cause)
LIKELY: frozenset[Cause] = frozenset(("no-number", "paths", "inner-quotes", "text-comments", "bracket-place", "cut"))
"""The causes with a likely reading, but not a certain one."""


class Edit(NamedTuple):
    """Something else between two offsets of a text."""

    start: int
    stop: int
    written: str
    cause: Cause


class GiveUp(ValueError):
    """A place has no reading, or several; the text is a sentence that says why."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, which are in any order and do not overlap.

    >>> edited("{a:1,}", [Edit(1, 2, '"a"', "keys"), Edit(4, 5, "", "commas")])
    '{"a":1}'
    """
    pieces, position = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.stop)):
        pieces += [text[position : edit.start], edit.written]
        position = edit.stop
    return "".join([*pieces, text[position:]])
