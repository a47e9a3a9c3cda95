"""Labelling: one row in focus, its answer hidden until it has a label, a key for each label.

A press runs only this part of the page again, so that the next row is there at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from time import monotonic_ns

import streamlit as st

from lib.common.own_columns import batchdesk_columns
from lib.review import HandLabel, LabelKey, labels_by
from lib.review.hand_labels import set_label
from lib.review.label_sample import LabelSample
from lib.review.prompt_columns import prompt_columns
from pages.parts.results.codebook_panel import show_codebooks
from pages.parts.results.label_choices import LabelChoices, add_typed_label, answer_values
from pages.parts.results.label_sampling import FOCUS
from pages.parts.results.row_cells import longest_column, scroll_box
from pages.parts.results.row_detail import show_request
from pages.parts.results.session_labels import (
    has_unsaved_labels,
    label_keys,
    labels_version,
    moment,
    replace_labels,
    session_labels,
)
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.page_scripts import run_script
from pages.parts.shared.session import FILES, derived

READER = "results_label_reader"
IS_LABELLING = "labelling"
"""The session's keys for the reader's name, and for whether rows are being labelled now."""

DRAFT = "label draft"
"""The session's key for the labels chosen so far of a row that may have several, with the row's key."""

_LAST, _SHOWS_KEYS, _FAULT = "label last", "label keys shown", "label fault"
_TEXT_CHARACTERS = 20_000
_KEYS = (
    "**1** to **9**: the label · **←** or **Backspace**: the row before · **→**: the row after · **S**: skip · "
    "**D**: save several labels, or none · **?**: these keys"
)


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


@st.fragment
def show_record(labelling: Labelling) -> None:
    """The row in focus with its labels; every press stays in this part of the page."""
    place = labelling.place()
    row = labelling.rows[place]
    st.session_state[FOCUS] = labelling.key(row)
    label = labelling.labels().get(row)
    _show_progress(labelling, place)
    _show_last(labelling, row)
    text, judgement = st.columns([5, 3], gap="medium")
    with text, st.container(border=True, gap="small", key="label_text"):
        _show_text(labelling, row)
    with judgement, st.container(gap="small", key="label_panel"):
        _show_labels(labelling, place, label)
        _show_moves(labelling, place)
        if label:
            _show_answer(labelling, row, label)
        show_codebooks(labelling.table, labelling.choices.column)
    with st.container(key="label_script"):
        run_script("label_keys", row=_digest(labelling, row))
        if has_unsaved_labels():
            run_script("leaving", run=monotonic_ns(), unsaved="true")


def _show_progress(labelling: Labelling, place: int) -> None:
    total = len(labelling.rows)
    done = total - len(labelling.unlabelled())
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="label_progress"):
        st.progress(done / total, text=f"{done:,} of {total:,} labelled by {plain(labelling.reader)}")
        st.caption(f"Row {place + 1:,} of {total:,}", width="content")
        st.button(
            "Keys",
            key="label_keys",
            type="tertiary",
            icon=":material/keyboard:",
            help="Shows the keys. Press ? for it.",
            on_click=_toggle_keys,
        )
        if st.button("Stop for now", key="label_stop", icon=":material/pause:"):
            st.session_state[IS_LABELLING] = False
            st.rerun()
    if done == total:
        st.success(
            "All rows of the sample have a label. Quality scores the answers against them.", icon=":material/check:"
        )
    if st.session_state.get(_SHOWS_KEYS):
        st.caption(_KEYS)


def _show_last(labelling: Labelling, row: int) -> None:
    """The label that was just given, with its answer."""
    last = st.session_state.get(_LAST)
    labels = labelling.labels()
    found = next((other for other in labels if other != row and labelling.key(other) == last), None)
    if found is not None:
        said, answer = _values_text(labels[found].values), _answer_text(labelling, found)
        agree = _agree(labelling, found, labels[found])
        icon = ":green[:material/check:]" if agree else ":orange[:material/difference:]"
        st.caption(f"{icon} The last row: you said **{plain(said)}**, the answer is **{plain(answer)}**.")


def _show_text(labelling: Labelling, row: int) -> None:
    """What the answer is about: the cells that the prompt uses; else the sheet's row, or what was sent."""
    joined = labelling.table.joined
    sheet, sheet_row = joined.sheet, joined.rows.sheet_rows[row]
    if sheet is None or sheet_row is None:
        show_request(joined, row)
        return
    st.markdown(f"**Row {sheet.numbers[sheet_row]} of the sheet**")
    digest = labelling.table.version[0]
    names = derived("prompt columns", digest, lambda: prompt_columns(joined), owner=FILES)
    if not names:
        ours = batchdesk_columns(sheet.columns)
        names = [name for index, name in enumerate(sheet.columns) if index not in ours]
        first = longest_column(sheet)
        names.sort(key=lambda name: name != first)
    cells = {name: sheet.column(name)[sheet_row] for name in names}
    with scroll_box(sum(map(len, cells.values()))), st.container(gap="xsmall"):
        for name, text in cells.items():
            st.caption(plain(name))
            st.text(truncated(text, _TEXT_CHARACTERS) or "(empty)")


def _show_labels(labelling: Labelling, place: int, label: HandLabel | None) -> None:
    """A button for each label, and a field where a label can be typed."""
    choices, row = labelling.choices, labelling.rows[place]
    chosen = _draft(labelling, row, label) if choices.are_several else _values_of(label)
    digest = _digest(labelling, row)
    st.markdown(f"**{plain(choices.name)}**" if choices.name != "answer" else "**Your label**")
    with st.container(gap="xsmall", key="label_options"):
        for option, key in zip(choices.options, choices.keys(), strict=True):
            take = (
                partial(_toggle, labelling, row, option)
                if choices.are_several
                else partial(_take, labelling, place, (option,))
            )
            st.button(
                plain(truncated(option, 80)),
                key=f"label {sha256(option.encode('utf-8', 'replace')).hexdigest()[:8]} {digest}",
                type="primary" if option in chosen else "secondary",
                shortcut=key or None,
                width="stretch",
                on_click=take,
            )
    if choices.may_be_typed:
        _show_field(labelling, place, label, digest)
    if choices.are_several:
        st.button(
            "Save and go on" if chosen else "None of these",
            key=f"label save {digest}",
            icon=":material/check:",
            shortcut="D",
            width="stretch",
            on_click=_take,
            args=(labelling, place, chosen),
        )


def _show_field(labelling: Labelling, place: int, label: HandLabel | None, digest: str) -> None:
    """A field for a label or a score in the reader's own words."""
    key, is_number = f"label typed {digest}", labelling.choices.allowed.kind == "number"
    if key not in st.session_state and label and not labelling.choices.options:
        st.session_state[key] = _values_text(label.values)
    words = "Score" if is_number else "Another label" if labelling.choices.options else "Label"
    with st.container(key="label_field"):
        st.text_input(
            words, key=key, on_change=_take_typed, args=(key, labelling, place), placeholder="Type, then Enter"
        )
    digest_of_fault, fault = st.session_state.get(_FAULT, ("", ""))
    if digest_of_fault == digest:
        st.markdown(f":red[:material/error: {plain(fault)}]")


def _show_moves(labelling: Labelling, place: int) -> None:
    row, last = labelling.rows[place], len(labelling.rows) - 1
    digest = _digest(labelling, row)
    with st.container(horizontal=True, gap="xsmall", key="label_moves"):
        with st.container(key="label_previous", width="content"):
            st.button(
                "Previous",
                key=f"label previous {digest}",
                icon=":material/chevron_left:",
                shortcut="Left",
                disabled=place == 0,
                on_click=_go,
                args=(labelling, max(place - 1, 0)),
            )
        st.button(
            "Next",
            key=f"label next {digest}",
            icon=":material/chevron_right:",
            shortcut="Right",
            disabled=place == last,
            on_click=_go,
            args=(labelling, min(place + 1, last)),
        )
        st.button(
            "Skip",
            key=f"label skip {digest}",
            icon=":material/skip_next:",
            shortcut="S",
            help="Goes on to the next row without a label. This one comes again at the end.",
            on_click=_go,
            args=(labelling, next(iter(labelling.unlabelled(place)), place)),
        )


def _show_answer(labelling: Labelling, row: int, label: HandLabel) -> None:
    """The answer, once the row has a label; and what the label was before, if it was changed."""
    with st.container(border=True, gap="xsmall", key="label_answer"):
        if _agree(labelling, row, label):
            st.badge("Same as the answer", icon=":material/check:", color="green")
        else:
            st.badge("The answer differs", icon=":material/difference:", color="orange")
        st.text(f"Answer: {_answer_text(labelling, row)}")
        if label.was_changed:
            st.caption(f"You said {plain(_values_text(label.blind))} before you saw the answer.")
        st.button(
            "Remove label",
            key=f"label remove {_digest(labelling, row)}",
            type="tertiary",
            icon=":material/undo:",
            on_click=_remove,
            args=(labelling, row),
        )


def _take(labelling: Labelling, place: int, values: tuple[str, ...]) -> None:
    """Takes the label of the row in focus and goes on. A press that was meant for the row before changes nothing."""
    key = labelling.key(labelling.rows[place])
    if st.session_state.get(FOCUS) != key:
        return
    _store(labelling, key, values)
    st.session_state[_LAST] = key
    st.session_state[FOCUS] = labelling.key(labelling.rows[next(iter(labelling.unlabelled(place)), place)])


def _take_typed(key: str, labelling: Labelling, place: int) -> None:
    text = " ".join((st.session_state[key] or "").split())
    st.session_state.pop(_FAULT, None)
    if not text:
        return
    if fault := labelling.choices.allowed.fault(text):
        st.session_state[_FAULT] = (_digest(labelling, labelling.rows[place]), fault)
        return
    if labelling.choices.options or labelling.choices.allowed.kind != "number":
        st.session_state.pop(key, None)
    if labelling.choices.options:
        add_typed_label(labelling.choices.name, text)
    if labelling.choices.are_several:
        _toggle(labelling, labelling.rows[place], text)
    else:
        _take(labelling, place, (text,))


def _toggle(labelling: Labelling, row: int, option: str) -> None:
    """Adds a label to those chosen so far, or removes it; they keep the order of the options."""
    key = labelling.key(row)
    if st.session_state.get(FOCUS) != key:
        return
    chosen = set(_draft(labelling, row, labelling.labels().get(row))) ^ {option}
    order = (*labelling.choices.options, option)
    st.session_state[DRAFT] = (key, tuple(dict.fromkeys(each for each in order if each in chosen)))


def _draft(labelling: Labelling, row: int, label: HandLabel | None) -> tuple[str, ...]:
    key, values = st.session_state.get(DRAFT) or (None, ())
    if key == labelling.key(row):
        return tuple(values)
    return _values_of(label)


def _values_of(label: HandLabel | None) -> tuple[str, ...]:
    return (label.values or ()) if label else ()


def _remove(labelling: Labelling, row: int) -> None:
    _store(labelling, labelling.key(row), None)
    st.session_state[FOCUS] = labelling.key(row)


def _store(labelling: Labelling, key: LabelKey, values: tuple[str, ...] | None) -> None:
    label = HandLabel(labelling.reader, labelling.choices.name, key, values, moment())
    replace_labels(set_label(session_labels(), label))
    st.session_state[DRAFT] = None


def _go(labelling: Labelling, place: int) -> None:
    st.session_state[FOCUS] = labelling.key(labelling.rows[place])


def _toggle_keys() -> None:
    st.session_state[_SHOWS_KEYS] = not st.session_state.get(_SHOWS_KEYS, False)


def _agree(labelling: Labelling, row: int, label: HandLabel) -> bool:
    cell = labelling.table.original_cells(labelling.choices.column)[row]
    said = {each for value in _values_of(label) for each in answer_values(labelling.choices, value)}
    return said == set(answer_values(labelling.choices, cell))


def _answer_text(labelling: Labelling, row: int) -> str:
    cell = labelling.table.original_cells(labelling.choices.column)[row]
    return truncated(str(cell or ""), _TEXT_CHARACTERS) or "(empty)"


def _values_text(values: Sequence[str] | None) -> str:
    return ", ".join(values or ()) or "none of the labels"


def _digest(labelling: Labelling, row: int) -> str:
    """Part of every widget's key, so that a press while the screen changes reaches no other row."""
    return sha256(repr(labelling.key(row)).encode("utf-8", "replace")).hexdigest()[:12]
