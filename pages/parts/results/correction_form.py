"""The fields of one answer to read and to correct, the original beside each corrected one; and Undo."""

from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.review import MarkKey
from lib.review.corrections import correctable
from pages.parts.results.session_marks import correct_answer, edits, row_keys, undo_correction
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated

_MOST_FIELDS = 60
_MOST_CHARACTERS = 50_000
"""Characters that a browser edits without delay; a longer answer is only shown."""

_LONG_TEXT, _BOX_HEIGHT = 1_000, 320
"""Characters from which a text scrolls in its field, and the field's height in pixels."""

_ORIGINAL_CHARACTERS = 1_500


class _Place(NamedTuple):
    """One column of one row's answer."""

    key: MarkKey
    column: str
    text: str
    original: str
    is_corrected: bool

    @property
    def digest(self) -> str:
        """Part of every widget's key, so that a text that arrives while the screen changes reaches no other answer."""
        return sha256(f"{self.key} {self.column}".encode("utf-8", "replace")).hexdigest()[:12]


def is_correctable(table: TableData, row: int, column: str) -> bool:
    """Whether a person can correct a column of a row: it has an answer, which is a text that a browser can edit."""
    result = table.joined.answer(row)
    if result is None or result.has_vectors or column not in _correctable(table):
        return False
    return len(_text(table.columns[column][row])) <= _MOST_CHARACTERS


def show_limit(table: TableData, row: int) -> None:
    """Why a very long answer cannot be corrected."""
    text = _text(table.joined.columns[table.joined.answer_column][row])
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"Batchdesk corrects answers of up to {_MOST_CHARACTERS:,} characters. This one has {len(text):,}.")


def show_fields(table: TableData, row: int) -> None:
    """The fields of a JSON answer, each in a text area; those that are empty are folded."""
    names = [name for name in _correctable(table) if name != table.joined.answer_column]
    places = [_place(table, row, name) for name in names]
    filled = [place for place in places if place.text or place.original]
    for place in filled[:_MOST_FIELDS]:
        _show_field(place, place.column)
    if len(filled) > _MOST_FIELDS:
        st.caption(
            f"{counted(len(filled) - _MOST_FIELDS, 'more field is', 'more fields are')} in the whole answer below."
        )
    if empty := [place for place in places if place not in filled][:_MOST_FIELDS]:
        with st.expander("Empty fields", icon=":material/add:"):
            for place in empty:
                _show_field(place, place.column)


def show_answer_field(table: TableData, row: int, label: str) -> None:
    """The whole answer in a text area."""
    _show_field(_place(table, row, table.joined.answer_column), label)


def show_undo() -> None:
    """A button that undoes the last correction, if there is one. Z, since Ctrl+Z undoes the typing in a field."""
    if made := edits():
        st.button(
            "Undo",
            key="results_undo",
            icon=":material/undo:",
            shortcut="Z",
            help=f"Undoes your last correction, of {plain(truncated(made[-1].column, 40))}.",
            on_click=_undo,
        )


def _show_field(place: _Place, label: str) -> None:
    key = f"correct {place.digest}"
    st.session_state[key] = place.text
    with st.container(gap="xxsmall"):
        st.text_area(
            plain(label),
            key=key,
            height=_BOX_HEIGHT if len(place.text) > _LONG_TEXT else "content",
            on_change=_take,
            args=(key, place),
        )
        if place.is_corrected:
            _show_original(place)


def _show_original(place: _Place) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge("corrected", icon=":material/edit:", color="orange")
        st.text(f"Original: {truncated(place.original, _ORIGINAL_CHARACTERS) or '(empty)'}", width="content")
        st.button(
            "Back to the original",
            key=f"original {place.digest}",
            icon=":material/undo:",
            type="tertiary",
            on_click=_restore,
            args=(place,),
        )


def _correctable(table: TableData) -> list[str]:
    answers = table.answer_columns
    fields = [name for name in answers.field_names if name != answers.check]
    return list(correctable([table.joined.answer_column, *fields]).values())


def _place(table: TableData, row: int, column: str) -> _Place:
    text = _text(table.columns[column][row])
    originals = table.corrected.originals.get(column, {})
    key = row_keys(table.joined, table.version[0]).key(row)
    return _Place(key, column, text, _text(originals.get(row, text)), row in originals)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _take(key: str, place: _Place) -> None:
    correct_answer(place.key, place.column, st.session_state[key] or "", place.original)


def _restore(place: _Place) -> None:
    correct_answer(place.key, place.column, place.original, place.original)


def _undo() -> None:
    if not edits():  # a second press may arrive before the button is gone
        return
    edit = undo_correction()
    st.toast(f"{plain(truncated(edit.column, 40))} is as it was before.", icon=":material/undo:")
