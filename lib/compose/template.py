"""Text with `{{Column name}}` placeholders: parsed once, then filled from the cells of each row.

Double braces around a column's name are a placeholder; `\\{{` is a literal `{{`. All other text is
kept, including single braces and JSON. Braces inside a cell are never filled again.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from lib.common.lookalikes import visible_text

Fill = Callable[[int], str]
"""From a row of the sheet to the filled text."""


class ColumnSlot(NamedTuple):
    """The place of a column's cell in a template."""

    column: str


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: its pieces in order, each a fixed text or a slot."""

    pieces: tuple[str | ColumnSlot, ...]
    unknown: tuple[str, ...] = ()
    """Names of placeholders that are not columns of the sheet, in order."""

    has_open_braces: bool = False
    """Whether a `{{` has no `}}`."""

    single_braces: tuple[str, ...] = ()
    """Names in single braces, each once: `{Review}`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the template, each once, in order."""
        return tuple(dict.fromkeys(piece.column for piece in self.pieces if isinstance(piece, ColumnSlot)))

    @property
    def texts(self) -> tuple[str, ...]:
        """The fixed texts, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def constant(self) -> str | None:
        """The text, if it is the same for every row; else None."""
        return None if self.columns else "".join(self.texts)


def placeholder(column: str) -> str:
    """The placeholder of a column: `{{Column name}}`."""
    return "{{" + column + "}}"


def parse(text: str, columns: Sequence[str], inserts: Mapping[str, str] = MappingProxyType({})) -> Template:
    """The template in a text, with its placeholders matched to the sheet's columns.

    An exact name matches first. Otherwise, a name matches that looks the same on the screen: with other spaces, with a
    decomposed accent or with invisible characters. Letter case counts.

    Args:
        inserts: texts by the name of their placeholder, before a column of that name. Their braces are plain text.
    """
    names = _names(columns)
    pieces: list[str | ColumnSlot | _Insert] = []
    unknown: list[str] = []
    has_open_braces, end = False, 0
    for match in _pattern(columns).finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        name = match["name"]
        if name is None:
            pieces.append("{{")
            has_open_braces = has_open_braces or match[0] == "{{"
        elif name.strip() in inserts:
            pieces.append(_Insert(inserts[name.strip()]))
        elif (column := names.get(name, names.get(visible_text(name)))) is not None:
            pieces.append(ColumnSlot(column))
        else:
            pieces.append(match[0])
            unknown.append(name.strip())
    pieces.append(text[end:])
    filled = [piece.text if isinstance(piece, _Insert) else piece for piece in pieces]
    return Template(_merged(filled), tuple(dict.fromkeys(unknown)), has_open_braces, _single_braces(pieces))


class _Insert(NamedTuple):
    """A text in the place of its placeholder."""

    text: str


def _single_braces(pieces: Sequence[str | ColumnSlot | _Insert]) -> tuple[str, ...]:
    """The names in single braces, each once. Text with quotes or a colon is JSON or code, not a name."""
    own = _merged([ColumnSlot("") if isinstance(piece, _Insert) else piece for piece in pieces])
    return tuple(dict.fromkeys(name for text in own if isinstance(text, str) for name in _SINGLE.findall(text)))


_SINGLE = re.compile(r"""(?<!\{)\{ *([^{}\n"':]{0,80}[^{}\n"': ]) *\}(?!\})""")


def filler(template: Template, column: Callable[[str], Sequence[str]]) -> Fill:
    """A function that fills the template for a row.

    Args:
        column: gives the cells of a column by its name, as `Sheet.column` does.
    """
    constant = template.constant
    if constant is not None:
        return lambda row: constant
    pieces = [piece if isinstance(piece, str) else column(piece.column) for piece in template.pieces]
    if len(pieces) == 1:
        return pieces[0].__getitem__
    return lambda row: "".join([piece if type(piece) is str else piece[row] for piece in pieces])


def _pattern(columns: Sequence[str]) -> re.Pattern[str]:
    """An escaped `\\{{`, a placeholder, or a `{{` that is not closed.

    A name contains no braces, so that `{{{a}}}` is `{`, a placeholder and `}`. A column whose own name contains
    braces is matched by that name.
    """
    braced = [re.escape(column) for column in columns if "{" in column or "}" in column]
    names = "|".join([*sorted(braced, key=len, reverse=True), r"[^{}]*"])
    return re.compile(r"\\\{\{|\{\{(?P<name>" + names + r")\}\}|\{\{(?!\{)")


def _names(columns: Sequence[str]) -> dict[str, str]:
    """Columns by exact name and by visible name; the exact one wins, then the first."""
    visible = {visible_text(column): column for column in reversed(columns)}
    return visible | {column: column for column in columns}


def _merged(pieces: Iterable[str | ColumnSlot]) -> tuple[str | ColumnSlot, ...]:
    """Neighbouring texts as one; empty ones dropped."""
    merged: list[str | ColumnSlot] = []
    for piece in pieces:
        if piece == "":
            continue
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
