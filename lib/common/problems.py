"""What is wrong with a file, where, and what to do about it.

A `Problem` is a value, not an exception: a sheet with three bad rows has three
problems, and the person fixing it wants all of them at once. `Unreadable` is for
the file that cannot be read at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["blocks", "ask", "warn", "note"]
"""`blocks`: no download until it is fixed. `ask`: none until the user decides. `warn`: likely to go
wrong at the provider. `note`: good to know."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know or to fix, said in the words of the file it is in."""

    kind: str
    """A stable slug, such as `blank-variable`: tests and groups use it, never the text."""

    message: str
    hint: str = ""
    """What to do about it, as a sentence."""

    severity: Severity = "note"
    row: int | None = None
    """As the spreadsheet numbers it."""

    column: str | None = None
    line: int | None = None
    """Of a text file, from 1."""

    file: str = ""

    @property
    def place(self) -> str:
        """`Row 7, column "question"`, or nothing when the problem is nowhere in particular."""
        spots = (
            self.file,
            f"line {self.line}" if self.line is not None else "",
            f"row {self.row}" if self.row is not None else "",
            f'column "{self.column}"' if self.column is not None else "",
        )
        said = ", ".join(spot for spot in spots if spot)
        return said if self.file else said[:1].upper() + said[1:]

    def __str__(self) -> str:
        """`Row 7, column "question": the cell is empty. Fill it in or leave the row out.`"""
        said = f"{self.message} {self.hint}".strip()
        return f"{self.place}: {said}" if self.place else said[:1].upper() + said[1:]


class Unreadable(Exception):
    """A file that cannot be read at all; the one exception that readers raise."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def unreadable(kind: str, message: str, hint: str, file: str = "") -> Unreadable:
    """The exception for a file of which nothing can be used."""
    return Unreadable(Problem(kind, message, hint, severity="blocks", file=file))


def by_kind(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of each kind, what blocks first, otherwise in the order met."""
    order: dict[Severity, int] = {"blocks": 0, "ask": 1, "warn": 2, "note": 3}
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.kind, []).append(problem)
    return dict(sorted(groups.items(), key=lambda item: order[item[1][0].severity]))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `name`, letter case aside, or None.

    >>> nearest("Questoin", ["id", "Question"])
    'Question'
    """
    folded = {other.casefold().strip(): other for other in known}
    close = get_close_matches(name.casefold().strip(), folded, n=1, cutoff=0.5)
    return folded[close[0]] if close else None
