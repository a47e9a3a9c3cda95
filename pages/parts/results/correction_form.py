"""The fields of one answer to read and to correct, the original beside each corrected one; and Undo."""

import streamlit as st

from lib.common.phrasing import counted
from lib.review.corrections import correctable
from lib.schema.allowed_values import ANY_TEXT
from pages.parts.results.correction_field import AnswerCell, cell_text, show_field
from pages.parts.results.session_marks import edits, row_keys, undo_correction
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated

_MOST_FIELDS = 60
_MOST_CHARACTERS = 50_000
"""Characters that a browser edits without delay; a longer answer is only shown."""


def is_correctable(table: TableData, row: int, column: str) -> bool:
    """Whether a person can correct a column of a row: it has an answer, which is a text that a browser can edit."""
    result = table.joined.answer(row)
    if result is None or result.has_vectors or column not in _correctable(table):
        return False
    return len(cell_text(table.columns[column][row])) <= _MOST_CHARACTERS


def show_limit(table: TableData, row: int) -> None:
    """Why a very long answer cannot be corrected."""
    text = cell_text(table.joined.columns[table.joined.answer_column][row])
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"Batchdesk corrects answers of up to {_MOST_CHARACTERS:,} characters. This one has {len(text):,}.")


def show_fields(table: TableData, row: int) -> None:
    """The fields of a JSON answer, each in a field that fits its type; those that are empty are folded."""
    names = [name for name in _correctable(table) if name != table.joined.answer_column]
    places = [_place(table, row, name) for name in names]
    filled = [place for place in places if place.text or place.original]
    for place in filled[:_MOST_FIELDS]:
        show_field(place, place.column)
    if len(filled) > _MOST_FIELDS:
        st.caption(
            f"{counted(len(filled) - _MOST_FIELDS, 'more field is', 'more fields are')} in the whole answer below."
        )
    if empty := [place for place in places if place not in filled][:_MOST_FIELDS]:
        with st.expander("Empty fields", icon=":material/add:"):
            for place in empty:
                show_field(place, place.column)


def show_answer_field(table: TableData, row: int, label: str) -> None:
    """The whole answer in a text area."""
    show_field(_place(table, row, table.joined.answer_column), label)


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


def _correctable(table: TableData) -> list[str]:
    answers = table.answer_columns
    fields = [name for name in answers.field_names if name != answers.check]
    return list(correctable([table.joined.answer_column, *fields]).values())


def _place(table: TableData, row: int, column: str) -> AnswerCell:
    text = cell_text(table.columns[column][row])
    originals = table.corrected.originals.get(column, {})
    key = row_keys(table.joined, table.version[0]).key(row)
    allowed = table.answer_columns.allowed.get(column, ANY_TEXT)
    return AnswerCell(key, column, text, cell_text(originals.get(row, text)), row in originals, allowed)


def _undo() -> None:
    if not edits():  # a second press may arrive before the button is gone
        return
    edit = undo_correction()
    st.toast(f"{plain(truncated(edit.column, 40))} is as it was before.", icon=":material/undo:")
