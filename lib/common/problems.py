"""What is wrong with a file, where, and what to do about it.

A `Problem` is a value, not an exception: a sheet with three bad rows has three
problems, and the person who fixes them wants to see all at once. `Unreadable` is
for a file that cannot be read at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["blocks", "ask", "warn", "note"]
"""`blocks`: no download until it is fixed. `ask`: no download until the user decides. `warn`: likely
to fail at the provider. `note`: good to know."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to know or to fix, in the words of its file."""

    kind: str
    """A stable slug, such as `blank-variable`, for tests and groups; the text may change."""

    message: str
    hint: str = ""
    """What to do about it, as a sentence."""

    severity: Severity = "note"
    row: int | None = None
    """The row's number in the spreadsheet."""

    column: str | None = None
    line: int | None = None
    """The line's number in a text file, from 1."""

    file: str = ""

    @property
    def place(self) -> str:
        """`Row 7, column "question"`; empty if the problem has no place."""
        spots = (
            self.file,
            f"line {self.line}" if self.line is not None else "",
            f"row {self.row}" if self.row is not None else "",
            f'column "{self.column}"' if self.column is not None else "",
        )
        place = ", ".join(spot for spot in spots if spot)
        return place if self.file else _capitalized(place)

    def __str__(self) -> str:
        """`Row 7, column "question": the cell is empty. Fill it in or leave the row out.`"""
        text = f"{self.message} {self.hint}".strip()
        return f"{self.place}: {text}" if self.place else _capitalized(text)


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


class Unreadable(Exception):
    """A file that cannot be read at all; readers raise no other exception."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def unreadable(kind: str, message: str, hint: str, file: str = "") -> Unreadable:
    """The exception for a file that cannot be used at all."""
    return Unreadable(Problem(kind, message, hint, severity="blocks", file=file))


def by_kind(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of each kind; the most severe kinds first, otherwise in their order."""
    order: dict[Severity, int] = {"blocks": 0, "ask": 1, "warn": 2, "note": 3}
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.kind, []).append(problem)
    return dict(sorted(groups.items(), key=lambda item: order[item[1][0].severity]))
