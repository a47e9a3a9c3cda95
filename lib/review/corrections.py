"""Corrections: a person's text for a column of an answer, and the joined table with the corrected cells.

A correction is part of a mark, so it belongs to a custom_id, the prompt and the answer, never to a
place in the table. The answer itself stays as it came: its key needs it, and so does a retry.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lib.common.own_columns import ORIGINAL_SUFFIX, Cell, bare_name, free_name
from lib.join import Joined
from lib.review.mark_store import StoredMarks, mark_of, set_mark
from lib.review.marks import Mark, MarkKey, RowMarks, check_columns, sorted_corrections

_LINE_END = re.compile("\r\n?")
_PLAIN_NUMBER = re.compile(r"(?:-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?)?", re.ASCII)

FieldsOf = Callable[[str], Mapping[str, str] | None]
"""The cells that a text fills as an answer, by the names of the fields' columns; None if it is not a JSON object."""


class Edit(NamedTuple):
    """One change of a correction, with what undoes it."""

    key: MarkKey
    column: str
    before: str | None
    """The correction before; None if there was none."""


def correct(
    stored: StoredMarks, key: MarkKey, column: str, text: str, original: str
) -> tuple[StoredMarks, Edit | None]:
    """The marks with a text for a column of one answer, and the edit; no edit if nothing changes.

    The original text removes the correction.

    Args:
        column: the column's name in the table.
    """
    name = bare_name(column)
    before = dict(mark_of(stored, key).corrections).get(name)
    after = None if _is_same(text, original) else text
    if before == after or (before is not None and _is_same(before, text)):
        return stored, None
    return _with(stored, key, name, after), Edit(key, name, before)


def undo(stored: StoredMarks, edit: Edit) -> StoredMarks:
    """The marks as they were before an edit of a correction; all else in them stays."""
    return _with(stored, edit.key, edit.column, edit.before)


def _with(stored: StoredMarks, key: MarkKey, column: str, text: str | None) -> StoredMarks:
    mark = mark_of(stored, key)
    texts = dict(mark.corrections)
    texts.pop(column, None)
    if text is not None:
        texts[column] = text
    return set_mark(stored, key, mark._replace(corrections=sorted_corrections(texts)))


def _is_same(one: str, other: str) -> bool:
    """Whether two texts are equal but for their line ends, which a browser changes."""
    return _LINE_END.sub("\n", one) == _LINE_END.sub("\n", other)


def correctable(columns: Iterable[str]) -> dict[str, str]:
    """The columns of answers that can be corrected, by their bare names: those that no other shares."""
    names = list(columns)
    counts = Counter(map(bare_name, names))
    return {bare: name for name in names if counts[bare := bare_name(name)] == 1}


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected cells of a table."""

    cells: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """The columns in which any cell is corrected, whole."""

    originals: Mapping[str, Mapping[int, Cell]] = field(default_factory=dict)
    """What the answers said in the corrected cells, by column and row."""

    by_row: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """The columns for which a person gave a text, by row. A corrected answer may fill more columns than its own."""

    waiting: int = 0
    """Number of corrections of columns that the table does not have."""

    def applied_to(self, joined: Joined) -> Joined:
        """The joined table with its corrected answers; the results in it stay as they came."""
        own = {name: self.cells[name] for name in joined.columns if name in self.cells}
        return replace(joined, columns={**joined.columns, **own}) if own else joined

    def numbers(self, names: Iterable[str]) -> frozenset[str]:
        """Those columns of numbers in which each correction is a number too, as a workbook gives it back."""
        return frozenset(
            name
            for name in names
            if all(_PLAIN_NUMBER.fullmatch(str(self.cells[name][row])) for row in self.originals.get(name, ()))
        )

    def original_columns(self, row_count: int, taken: Mapping[str, object]) -> dict[str, Sequence[Cell]]:
        """For each corrected column one with the originals: empty but for the corrected rows."""
        columns: dict[str, Sequence[Cell]] = {}
        for name, cells in self.originals.items():
            free = free_name(f"{name}{ORIGINAL_SUFFIX}", {**taken, **columns})
            columns[free] = [cells.get(row, "") for row in range(row_count)]
        return columns


def corrected_cells(
    joined: Joined, fields: Mapping[str, Sequence[Cell]], marks: RowMarks, fields_of: FieldsOf
) -> Corrected:
    """The table's cells with the corrections of its answers.

    A corrected answer that is a JSON object fills the columns of its fields; corrections of single fields count more.

    Args:
        fields: the columns made from JSON answers.
    """
    columns: dict[str, Sequence[Cell]] = {joined.answer_column: joined.columns[joined.answer_column], **fields}
    names = correctable(columns)
    changes = {row: _texts(names, mark, fields_of) for row, mark in marks.items() if mark.corrections}
    originals: dict[str, dict[int, Cell]] = defaultdict(dict)
    corrected: dict[str, list[Cell]] = {}
    for row, texts in changes.items():
        for name, text in texts.items():
            if text != (columns[name][row] or ""):
                originals[name][row] = columns[name][row]
                corrected.setdefault(name, list(columns[name]))[row] = text
    given = {row: [names[each.column] for each in marks[row].corrections if each.column in names] for row in changes}
    named = {row: [name for name in of if row in originals[name]] for row, of in given.items()}
    return Corrected(
        cells=corrected,
        originals={name: originals[name] for name in columns if originals.get(name)},
        by_row={row: of for row, of in named.items() if of},
        waiting=sum(len(marks[row].corrections) - len(of) for row, of in given.items()),
    )


def mark_columns(
    joined: Joined, fields: Mapping[str, Sequence[Cell]], marks: RowMarks, corrected: Corrected
) -> dict[str, Sequence[Cell]]:
    """The marks as columns of an export under free names, and behind them the originals of corrected answers.

    Args:
        fields: the columns made from the answers.
        marks: without any, there are no columns.
    """
    if not marks:
        return {}
    taken: dict[str, Sequence[Cell]] = {**joined.columns, **fields}
    columns: dict[str, Sequence[Cell]] = {}
    for name, cells in check_columns(joined, marks, corrected.by_row).items():
        columns[free_name(name, {**taken, **columns})] = cells
    return columns | corrected.original_columns(len(joined.rows), {**taken, **columns})


def _texts(names: Mapping[str, str], mark: Mark, fields_of: FieldsOf) -> dict[str, str]:
    """The corrected cells of one row by column; `names` has the columns by their bare names."""
    given = {names[column]: text for column, text in mark.corrections if column in names}
    answer = next((text for column, text in mark.corrections if column == "answer"), "")
    filled = fields_of(answer) if answer.strip() else None
    if filled is None:
        return given
    fields = [name for bare, name in names.items() if bare != "answer"]
    return {**{name: filled.get(name, "") for name in fields}, **given}
