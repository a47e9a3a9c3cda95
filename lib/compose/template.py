"""`{{Column name}}` text: the placeholders in it, and a row's cells in their place.

Double braces around a column's name are a placeholder; `\\{{` is a literal `{{`.
Everything else, single braces and JSON included, stays as it is, and a cell's own
braces are never filled again.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Fill = Callable[[int], str]
"""From a row's index in the sheet to the filled text."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: its pieces in order, text (`str`) or a column's index (`int`)."""

    pieces: tuple[str | int, ...]
    unknown: tuple[str, ...] = ()
    """Placeholder names that are no column of the sheet, in the order met."""

    unclosed: bool = False
    """Whether a `{{` has no `}}`."""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns used, each once, in the order met."""
        return tuple(dict.fromkeys(piece for piece in self.pieces if isinstance(piece, int)))

    @property
    def constant(self) -> str | None:
        """The text, if it is the same for every row; else None."""
        return None if self.columns else "".join(str(piece) for piece in self.pieces)


def placeholder(column: str) -> str:
    """The text that stands for a column: `{{Column name}}`."""
    return "{{" + column + "}}"


def parse(text: str, columns: Sequence[str]) -> Template:
    """The template in `text`, its placeholders resolved against the sheet's columns.

    A name is taken exactly, else without the blanks around it and in composed Unicode (NFC),
    since `{{ Question }}` and a decomposed accent look the same on the screen. Letter case counts.
    """
    index = _index(columns)
    pieces: list[str | int] = []
    unknown: list[str] = []
    unclosed, at = False, 0
    for match in _pattern(columns).finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
        name = match["name"]
        if name is None:
            pieces.append("{{")
            unclosed = unclosed or match[0] == "{{"
        elif (found := _find(name, index)) is not None:
            pieces.append(found)
        else:
            pieces.append(match[0])
            unknown.append(name.strip())
    pieces.append(text[at:])
    return Template(_merged(pieces), tuple(dict.fromkeys(unknown)), unclosed)


def filler(template: Template, cells: Sequence[Sequence[str]]) -> Fill:
    """A function that fills the template from a row of `cells[column][row]`."""
    constant = template.constant
    if constant is not None:
        return lambda at: constant
    pieces = [piece if isinstance(piece, str) else cells[piece] for piece in template.pieces]
    if len(pieces) == 1:
        return pieces[0].__getitem__
    return lambda at: "".join([piece if type(piece) is str else piece[at] for piece in pieces])


def _pattern(columns: Sequence[str]) -> re.Pattern[str]:
    """An escaped `\\{{`, a placeholder, or a `{{` left open.

    A name holds no braces, so that `{{{a}}}` is `{`, a placeholder, `}`; a column whose own
    name has braces is matched by that name.
    """
    braced = [re.escape(column) for column in columns if "{" in column or "}" in column]
    names = "|".join([*sorted(braced, key=len, reverse=True), r"[^{}]*"])
    return re.compile(r"\\\{\{|\{\{(?P<name>" + names + r")\}\}|\{\{(?!\{)")


def _index(columns: Sequence[str]) -> dict[str, int]:
    """Column indexes by exact name and by tidied name; the exact one wins, then the first."""
    tidied = {_tidy(column): at for at, column in reversed(list(enumerate(columns)))}
    return tidied | {column: at for at, column in enumerate(columns)}


def _find(name: str, index: dict[str, int]) -> int | None:
    return index.get(name, index.get(_tidy(name)))


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip())


def _merged(pieces: list[str | int]) -> tuple[str | int, ...]:
    """Neighbouring texts as one, empty ones dropped."""
    merged: list[str | int] = []
    for piece in pieces:
        if piece == "":
            continue
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
