"""One cell of an answer as a field to correct: a list to choose from where the schema has one, else a text."""

from hashlib import sha256
from typing import Literal, NamedTuple

import streamlit as st

from lib.analysis.json_columns import list_items, list_text
from lib.common.own_columns import Cell
from lib.review import MarkKey
from lib.schema.allowed_values import AllowedValues
from pages.parts.results.session_marks import correct_answer
from pages.parts.shared.formatting import plain, truncated

_LONG_TEXT, _BOX_HEIGHT = 1_000, 320
"""Characters from which a text scrolls in its field, and the field's height in pixels."""

_ORIGINAL_CHARACTERS = 1_500
_REJECTED = "correction rejected"
"""Key of the last number that was not taken: the digest of its cell, and the text."""


class AnswerCell(NamedTuple):
    """One column of one row's answer."""

    key: MarkKey
    column: str
    text: str
    original: str
    is_corrected: bool
    allowed: AllowedValues

    @property
    def digest(self) -> str:
        """Part of every widget's key, so that a text that arrives while the screen changes reaches no other answer."""
        return sha256(f"{self.key} {self.column}".encode("utf-8", "replace")).hexdigest()[:12]


def cell_text(cell: Cell) -> str:
    """A cell as text."""
    return "" if cell is None else str(cell)


def show_field(cell: AnswerCell, label: str) -> None:
    """The field, what is wrong with a number in it, and the original of a corrected text."""
    key = f"correct {cell.allowed.kind} {cell.digest}"
    with st.container(gap="xxsmall"):
        if cell.allowed.kind == "one":
            _choose_one(cell, label, key)
        elif cell.allowed.kind == "several":
            _choose_several(cell, label, key)
        else:
            _write_text(cell, label, key)
        if cell.is_corrected:
            _show_original(cell)


def _choose_one(cell: AnswerCell, label: str, key: str) -> None:
    st.session_state[key] = cell.text or None
    st.selectbox(
        plain(label),
        _options(cell, [cell.text, cell.original]),
        index=None if cell.allowed.may_be_empty or not cell.text else 0,
        key=key,
        placeholder="Empty",
        accept_new_options=cell.allowed.has_others,
        on_change=_take,
        args=(key, cell),
    )


def _choose_several(cell: AnswerCell, label: str, key: str) -> None:
    items = list(dict.fromkeys(list_items(cell.text)))
    st.session_state[key] = items
    st.multiselect(
        plain(label),
        _options(cell, [*items, *list_items(cell.original)]),
        key=key,
        placeholder="Empty",
        accept_new_options=cell.allowed.has_others,
        on_change=_take,
        args=(key, cell),
    )


def _options(cell: AnswerCell, present: list[str]) -> list[str]:
    """The values to choose from: those of the schema, then what the answer has or had instead."""
    return list(dict.fromkeys([*cell.allowed.options, *filter(None, present)]))


def _write_text(cell: AnswerCell, label: str, key: str) -> None:
    digest, rejected = st.session_state.get(_REJECTED, ("", ""))
    is_rejected = digest == cell.digest
    text = st.session_state[key] = rejected if is_rejected else cell.text
    if cell.allowed.kind == "number":
        st.text_input(plain(label), key=key, on_change=_take, args=(key, cell))
    else:
        height: Literal["content"] | int = _BOX_HEIGHT if len(text) > _LONG_TEXT else "content"
        st.text_area(plain(label), key=key, height=height, on_change=_take, args=(key, cell))
    if is_rejected:
        still = plain(truncated(cell.text, 40)) or "empty"
        st.markdown(f":red[:material/error: {plain(cell.allowed.fault(text))} The answer is still {still}.]")
    elif cell.is_corrected and (fault := cell.allowed.fault(text)):
        st.markdown(f":orange[:material/warning: {plain(fault)} In the Excel file, this column is text now.]")


def _show_original(cell: AnswerCell) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge("corrected", icon=":material/edit:", color="orange")
        st.text(f"Original: {truncated(cell.original, _ORIGINAL_CHARACTERS) or '(empty)'}", width="content")
        st.button(
            "Back to the original",
            key=f"original {cell.digest}",
            icon=":material/undo:",
            type="tertiary",
            on_click=_restore,
            args=(cell,),
        )


def _take(key: str, cell: AnswerCell) -> None:
    """Takes a correction, unless the schema wants another number."""
    value = st.session_state[key]
    text = list_text(value) if isinstance(value, list) else value or ""
    st.session_state.pop(_REJECTED, None)
    if cell.allowed.fault(text) and not cell.allowed.has_others and text != cell.original:
        st.session_state[_REJECTED] = (cell.digest, text)
    else:
        correct_answer(cell.key, cell.column, text, cell.original)


def _restore(cell: AnswerCell) -> None:
    st.session_state.pop(_REJECTED, None)
    correct_answer(cell.key, cell.column, cell.original, cell.original)
