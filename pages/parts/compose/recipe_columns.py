"""A choice of a column, or of several, that outlives a sheet which lacks them."""

import streamlit as st

from lib.compose.recipe import missing_column
from lib.sheets import Sheet
from pages.parts.compose.recipe_widgets import NONE, key_of
from pages.parts.shared.formatting import option_label
from pages.parts.shared.problem_list import show_remarks


def choose_column(field: str, label: str, none: str, sheet: Sheet | None, help_text: str = "") -> None:
    """A select box for a field of the recipe that names a column; `none` is what it says for no column."""
    key = key_of(field)
    wanted = _wanted(field, st.session_state[key] or NONE, sheet)
    columns = sheet.columns if sheet else ()
    if sheet:
        st.session_state[key] = wanted if wanted in columns else NONE
    st.selectbox(
        label,
        [NONE, *columns] if sheet else list(dict.fromkeys([NONE, wanted])),
        key=key,
        format_func=lambda column: option_label(column, none),
        help=help_text or None,
        on_change=_forget_wanted,
        args=(field,),
        persist_state="session",
    )


def _wanted(field: str, chosen: str, sheet: Sheet | None) -> str:
    """The chosen column; one that this sheet lacks is said to be missing, and comes back with a sheet that has it."""
    wanted: str = st.session_state.get(f"wanted {field}") or chosen
    if sheet is None or wanted == NONE:
        return wanted
    there = wanted in sheet.columns
    if not there:
        show_remarks([missing_column(field, wanted, sheet.columns)])
    st.session_state[f"wanted {field}"] = "" if there else wanted
    return wanted


def choose_columns(field: str, label: str, sheet: Sheet | None, help_text: str = "") -> None:
    """The same for a field that names several columns."""
    key = key_of(field)
    kept: list[str] = st.session_state.get(f"wanted {field}") or []
    wanted = list(dict.fromkeys([*st.session_state[key], *kept]))
    columns = list(sheet.columns) if sheet else wanted
    if sheet:
        lacking = [name for name in wanted if name not in sheet.columns]
        show_remarks([missing_column(field, name, sheet.columns) for name in lacking])
        st.session_state[f"wanted {field}"] = lacking
        st.session_state[key] = [name for name in wanted if name in sheet.columns]
    st.multiselect(
        label,
        columns,
        key=key,
        help=help_text or None,
        placeholder="No column",
        on_change=_forget_wanted,
        args=(field,),
        persist_state="session",
    )


def _forget_wanted(field: str) -> None:
    st.session_state.pop(f"wanted {field}", None)
