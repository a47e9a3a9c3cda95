"""Labels that people give by hand, each reader's own, and the rows of a table that they belong to.

A reader labels before the answer is in sight. A label that was changed afterwards keeps what it was
before, so that a report can say how many were.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lib.common.own_columns import LABEL_PREFIX, free_name
from lib.review.label_keys import LabelKey, LabelKeys
from lib.review.marks import names_in, names_text


class HandLabel(NamedTuple):
    """What one reader says of one row, for one column of the answers."""

    reader: str
    column: str
    """The labelled column of the answers, as `bare_name` gives it."""

    key: LabelKey
    values: tuple[str, ...] | None
    """One label, or several where the answers are lists, or none of them; a score as written; None if it was removed.
    """

    given: str = ""
    """The date and time in UTC, such as `2026-11-30 19:43:06`."""

    blind: tuple[str, ...] | None = None
    """The label as it was before the reader saw the answer, if it was changed afterwards; else None."""

    @property
    def was_changed(self) -> bool:
        """Whether the reader changed it after the answer was in sight."""
        return self.blind is not None and self.blind != self.values

    def is_about(self, other: "HandLabel") -> bool:
        """Whether both are one reader's label of one row and column."""
        same = self.reader == other.reader and self.column == other.column
        return same and self.key.is_same(other.key)


_NONE_APPLIES = "[]"
"""The cell of a label by which none of several labels applies, as the answers' own columns have it."""

StoredLabels = tuple[HandLabel, ...]
"""All labels of a session, at most one of each reader for a row and column, the latest last."""


def set_label(stored: StoredLabels, label: HandLabel) -> StoredLabels:
    """The labels with a new one in place of the reader's label of that row; one whose values are None removes it.

    The answer comes into sight with the first label. So a later one keeps the first as its `blind`, even after the
    label was removed.
    """
    before = label_of(stored, label)
    if before is not None:
        blind = before.values if before.blind is None else before.blind
        label = label._replace(blind=blind if blind != label.values else None)
    return _replaced(stored, label)


def label_of(stored: Iterable[HandLabel], label: HandLabel) -> HandLabel | None:
    """The stored label of the same reader, row and column."""
    return next((other for other in stored if other.is_about(label)), None)


def merge_labels(stored: StoredLabels, others: Iterable[HandLabel]) -> StoredLabels:
    """The labels with others, such as those of a file, which replace the labels of the same readers and rows."""
    merged: dict[tuple[str, str, str], StoredLabels] = {}
    for label in (*stored, *others):
        place = label.reader, label.column, label.key.custom_id
        merged[place] = _replaced(merged.get(place, ()), label)
    return tuple(label for of in merged.values() for label in of)


def labels_by(stored: StoredLabels, reader: str, column: str, keys: LabelKeys) -> list[HandLabel | None]:
    """The label of each row of a table by one reader, for one column of the answers; None without a label.

    Rows that share a request share its label.
    """
    labels: list[HandLabel | None] = [None] * len(keys)
    for label in stored:
        if label.values is not None and label.reader == reader and label.column == column:
            for row in keys.rows(label.key):
                labels[row] = label
    return labels


def values_by(stored: StoredLabels, reader: str, column: str, keys: LabelKeys) -> list[tuple[str, ...] | None]:
    """The values of each row's label by one reader, as `labels_by` finds them.

    None is a row without a label; an empty tuple is one to which none of several labels applies.
    """
    return [label and label.values for label in labels_by(stored, reader, column, keys)]


def readers_of(stored: StoredLabels, keys: LabelKeys) -> dict[tuple[str, str], int]:
    """Number of labels that belong to rows of a table, by reader and column, in the order of their first label."""
    counts: dict[tuple[str, str], int] = {}
    for label in stored:
        if label.values is not None and keys.rows(label.key):
            counts[label.reader, label.column] = counts.get((label.reader, label.column), 0) + 1
    return counts


def label_text(values: Sequence[str] | None) -> str:
    """The values of a label as one cell; `label_values` reads them again.

    >>> label_text(("late", "rude")), label_text(()), label_text(None)
    ('late; rude', '[]', '')
    """
    return "" if values is None else names_text(values) or _NONE_APPLIES


def label_values(text: str) -> tuple[str, ...] | None:
    """The values in such a cell."""
    return tuple(names_in(text)) if text.strip() else None


def label_column_names(sets: Sequence[tuple[str, str]], taken: Mapping[str, object]) -> list[str]:
    """The name of a column for each reader's labels, free in a table: with the labelled column if there are several.

    Args:
        sets: readers and labelled columns.

    >>> label_column_names([("Ana", "Mood"), ("Ben", "Mood")], {"Label by Ben": 0})
    ['Label by Ana', 'Label by Ben (batch)']
    """
    names: dict[str, str] = {}
    are_of_one = len({column for _, column in sets}) == 1
    for reader, column in sets:
        name = f"{LABEL_PREFIX}{reader}" if are_of_one else f"{LABEL_PREFIX}{reader}: {column}"
        free = free_name(name, {**taken, **names})
        names[free] = free
    return list(names)


def reworded_labels(stored: StoredLabels, keys: LabelKeys) -> StoredLabels:
    """The labels of rows that were sent another prompt, for the prompt of this table; each row's latest.

    Whether they hold for this prompt too is for a person to say.
    """
    has_label = {(label.reader, label.column, row) for label in stored for row in keys.rows(label.key)}
    moved: dict[tuple[str, str, int], HandLabel] = {}
    for label in stored:
        for row in keys.reworded_rows(label.key)[:1]:
            if (place := (label.reader, label.column, row)) not in has_label:
                moved[place] = label._replace(key=keys.key(row))
    return tuple(moved.values())


def _replaced(stored: StoredLabels, label: HandLabel) -> StoredLabels:
    """The labels with one in the place of the reader's label of that row, or at the end."""
    if not any(other.is_about(label) for other in stored):
        return (*stored, label)
    return tuple(label if other.is_about(label) else other for other in stored)
