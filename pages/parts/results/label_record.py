"""Labelling: one row in focus, its answer hidden until it has a label, a key for each label.

A press runs only this part of the page again, so that the next row is there at once.
"""

from functools import partial
from hashlib import sha256
from time import monotonic_ns

import streamlit as st

from lib.common.own_columns import batchdesk_columns
from lib.review import HandLabel
from lib.review.prompt_columns import prompt_columns
from pages.parts.results.codebook_panel import show_codebooks
from pages.parts.results.label_sampling import FOCUS
from pages.parts.results.labelling import (
    FAULT,
    IS_LABELLING,
    LAST,
    TEXT_CHARACTERS,
    Labelling,
    agrees,
    answer_text,
    draft_of,
    go_to,
    remove_label,
    take_label,
    take_typed_label,
    toggle_label,
    values_of,
    values_text,
    widget_digest,
)
from pages.parts.results.row_cells import longest_column, scroll_box
from pages.parts.results.row_detail import show_request
from pages.parts.results.session_labels import (
    has_unsaved_labels,
)
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.page_scripts import run_script
from pages.parts.shared.session import FILES, derived

_SHOWS_KEYS = "label keys shown"
_KEYS = (
    "**1** to **9**: the label · **←** or **Backspace**: the row before · **→**: the row after · **S**: skip · "
    "**D**: save several labels, or none · **?**: these keys"
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
        run_script("label_keys", row=widget_digest(labelling, row))
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
    last = st.session_state.get(LAST)
    labels = labelling.labels()
    found = next((other for other in labels if other != row and labelling.key(other) == last), None)
    if found is not None:
        said, answer = values_text(labels[found].values), answer_text(labelling, found)
        agree = agrees(labelling, found, labels[found])
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
            st.text(truncated(text, TEXT_CHARACTERS) or "(empty)")


def _show_labels(labelling: Labelling, place: int, label: HandLabel | None) -> None:
    """A button for each label, and a field where a label can be typed."""
    choices, row = labelling.choices, labelling.rows[place]
    chosen = draft_of(labelling, row, label) if choices.are_several else values_of(label)
    digest = widget_digest(labelling, row)
    st.markdown(f"**{plain(choices.name)}**" if choices.name != "answer" else "**Your label**")
    with st.container(gap="xsmall", key="label_options"):
        for option, key in zip(choices.options, choices.keys(), strict=True):
            take = (
                partial(toggle_label, labelling, row, option)
                if choices.are_several
                else partial(take_label, labelling, place, (option,))
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
            on_click=take_label,
            args=(labelling, place, chosen),
        )


def _show_field(labelling: Labelling, place: int, label: HandLabel | None, digest: str) -> None:
    """A field for a label or a score in the reader's own words."""
    key, is_number = f"label typed {digest}", labelling.choices.allowed.kind == "number"
    if key not in st.session_state and label and not labelling.choices.options:
        st.session_state[key] = values_text(label.values)
    words = "Score" if is_number else "Another label" if labelling.choices.options else "Label"
    with st.container(key="label_field"):
        st.text_input(
            words, key=key, on_change=take_typed_label, args=(key, labelling, place), placeholder="Type, then Enter"
        )
    digest_of_fault, fault = st.session_state.get(FAULT, ("", ""))
    if digest_of_fault == digest:
        st.markdown(f":red[:material/error: {plain(fault)}]")


def _show_moves(labelling: Labelling, place: int) -> None:
    row, last = labelling.rows[place], len(labelling.rows) - 1
    digest = widget_digest(labelling, row)
    with st.container(horizontal=True, gap="xsmall", key="label_moves"):
        with st.container(key="label_previous", width="content"):
            st.button(
                "Previous",
                key=f"label previous {digest}",
                icon=":material/chevron_left:",
                shortcut="Left",
                disabled=place == 0,
                on_click=go_to,
                args=(labelling, max(place - 1, 0)),
            )
        st.button(
            "Next",
            key=f"label next {digest}",
            icon=":material/chevron_right:",
            shortcut="Right",
            disabled=place == last,
            on_click=go_to,
            args=(labelling, min(place + 1, last)),
        )
        st.button(
            "Skip",
            key=f"label skip {digest}",
            icon=":material/skip_next:",
            shortcut="S",
            help="Goes on to the next row without a label. This one comes again at the end.",
            on_click=go_to,
            args=(labelling, next(iter(labelling.unlabelled(place)), place)),
        )


def _show_answer(labelling: Labelling, row: int, label: HandLabel) -> None:
    """The answer, once the row has a label; and what the label was before, if it was changed."""
    with st.container(border=True, gap="xsmall", key="label_answer"):
        if agrees(labelling, row, label):
            st.badge("Same as the answer", icon=":material/check:", color="green")
        else:
            st.badge("The answer differs", icon=":material/difference:", color="orange")
        st.text(f"Answer: {answer_text(labelling, row)}")
        if label.was_changed:
            st.caption(f"You said {plain(values_text(label.blind))} before you saw the answer.")
        st.button(
            "Remove label",
            key=f"label remove {widget_digest(labelling, row)}",
            type="tertiary",
            icon=":material/undo:",
            on_click=remove_label,
            args=(labelling, row),
        )


def _toggle_keys() -> None:
    st.session_state[_SHOWS_KEYS] = not st.session_state.get(_SHOWS_KEYS, False)
