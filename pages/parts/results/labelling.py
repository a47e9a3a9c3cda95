"""What one reader labels: the rows of the sample, the place in it, and what each press does."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from lib.review import HandLabel, LabelKey, labels_by
from lib.review.hand_labels import set_label
from lib.review.label_sample import LabelSample
from pages.parts.results.label_choices import LabelChoices, add_typed_label, answer_values
from pages.parts.results.label_sampling import FOCUS
from pages.parts.results.session_labels import (
    label_keys,
    labels_version,
    moment,
    replace_labels,
    session_labels,
)
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import truncated
from pages.parts.shared.session import FILES, derived

READER = "results_label_reader"
IS_LABELLING = "labelling"
"""The session's keys for the reader's name, and for whether rows are being labelled now."""

DRAFT = "label draft"
"""The session's key for the labels chosen so far of a row that may have several, with the row's key."""

LAST = "label last"
"""The session's key for the row that got a label last."""

FAULT = "label fault"
"""The session's key for what is wrong with a typed score, with the field it is in."""

TEXT_CHARACTERS = 20_000
"""Most characters of a text on the screen."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """What one reader labels."""

    table: TableData
    sample: LabelSample
    choices: LabelChoices
    reader: str
    rows: Sequence[int]
    """The rows of the sample that are loaded, in its order."""

    def key(self, row: int) -> LabelKey:
        """What a label of a row belongs to."""
        return label_keys(self.table.joined, self.table.version[0]).key(row)

    def labels(self) -> dict[int, HandLabel]:
        """The reader's labels so far, by row."""
        return derived(
            "labels of reader",
            (self.table.version[0], labels_version(), self.reader, self.choices.name),
            self._labels,
            owner=FILES,
        )

    def _labels(self) -> dict[int, HandLabel]:
        keys = label_keys(self.table.joined, self.table.version[0])
        found = labels_by(session_labels(), self.reader, self.choices.name, keys)
        return {row: label for row, label in enumerate(found) if label}

    def unlabelled(self, after: int = -1) -> list[int]:
        """The places in the sample without a label, first those behind a place."""
        labels = self.labels()
        places = [place for place, row in enumerate(self.rows) if row not in labels]
        return [*(place for place in places if place > after), *(place for place in places if place < after)]

    def place(self) -> int:
        """The place in focus: the one the reader went to, else the first without a label."""
        focus = st.session_state.get(FOCUS)
        places = (place for place, row in enumerate(self.rows) if focus and self.key(row) == focus)
        return next(places, next(iter(self.unlabelled()), len(self.rows) - 1))


def sample_rows(table: TableData, sample: LabelSample) -> list[int]:
    """The rows of a sample that are loaded, in its order."""
    keys = label_keys(table.joined, table.version[0])
    key = (table.version[0], sample)
    return derived(
        "sample rows", key, lambda: [row for each in sample.keys for row in keys.rows(each)[:1]], owner=FILES
    )


def take_label(labelling: Labelling, place: int, values: tuple[str, ...]) -> None:
    """Takes the label of the row in focus and goes on. A press that was meant for the row before changes nothing."""
    key = labelling.key(labelling.rows[place])
    if st.session_state.get(FOCUS) != key:
        return
    _store(labelling, key, values)
    st.session_state[LAST] = key
    st.session_state[FOCUS] = labelling.key(labelling.rows[next(iter(labelling.unlabelled(place)), place)])


def take_typed_label(key: str, labelling: Labelling, place: int) -> None:
    """Takes a label or a score that was typed into the field with this key, or says what is wrong with the score."""
    text = " ".join((st.session_state[key] or "").split())
    st.session_state.pop(FAULT, None)
    if not text:
        return
    if fault := labelling.choices.allowed.fault(text):
        st.session_state[FAULT] = (widget_digest(labelling, labelling.rows[place]), fault)
        return
    if labelling.choices.options or labelling.choices.allowed.kind != "number":
        st.session_state.pop(key, None)
    if labelling.choices.options:
        add_typed_label(labelling.choices.name, text)
    if labelling.choices.are_several:
        toggle_label(labelling, labelling.rows[place], text)
    else:
        take_label(labelling, place, (text,))


def toggle_label(labelling: Labelling, row: int, option: str) -> None:
    """Adds a label to those chosen so far, or removes it; they keep the order of the options."""
    key = labelling.key(row)
    if st.session_state.get(FOCUS) != key:
        return
    chosen = set(draft_of(labelling, row, labelling.labels().get(row))) ^ {option}
    order = (*labelling.choices.options, option)
    st.session_state[DRAFT] = (key, tuple(dict.fromkeys(each for each in order if each in chosen)))


def draft_of(labelling: Labelling, row: int, label: HandLabel | None) -> tuple[str, ...]:
    """The labels chosen so far of a row that may have several."""
    key, values = st.session_state.get(DRAFT) or (None, ())
    if key == labelling.key(row):
        return tuple(values)
    return values_of(label)


def values_of(label: HandLabel | None) -> tuple[str, ...]:
    """The values of a label; none without one."""
    return (label.values or ()) if label else ()


def remove_label(labelling: Labelling, row: int) -> None:
    """Removes the label of a row, which stays in focus."""
    _store(labelling, labelling.key(row), None)
    st.session_state[FOCUS] = labelling.key(row)


def _store(labelling: Labelling, key: LabelKey, values: tuple[str, ...] | None) -> None:
    label = HandLabel(labelling.reader, labelling.choices.name, key, values, moment())
    replace_labels(set_label(session_labels(), label))
    st.session_state[DRAFT] = None


def go_to(labelling: Labelling, place: int) -> None:
    """Brings a place of the sample into focus."""
    st.session_state[FOCUS] = labelling.key(labelling.rows[place])


def agrees(labelling: Labelling, row: int, label: HandLabel) -> bool:
    """Whether the label says the same as the answer, in whatever spelling."""
    cell = labelling.table.original_cells(labelling.choices.column)[row]
    said = {each for value in values_of(label) for each in answer_values(labelling.choices, value)}
    return said == set(answer_values(labelling.choices, cell))


def answer_text(labelling: Labelling, row: int) -> str:
    """The answer as the provider sent it, without corrections."""
    cell = labelling.table.original_cells(labelling.choices.column)[row]
    return truncated(str(cell or ""), TEXT_CHARACTERS) or "(empty)"


def values_text(values: Sequence[str] | None) -> str:
    """A label for a sentence."""
    return ", ".join(values or ()) or "none of the labels"


def widget_digest(labelling: Labelling, row: int) -> str:
    """Part of every widget's key, so that a press while the screen changes reaches no other row."""
    return sha256(repr(labelling.key(row)).encode("utf-8", "replace")).hexdigest()[:12]
