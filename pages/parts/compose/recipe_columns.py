"""Select boxes for columns that keep a choice while a sheet without that column is loaded."""

import streamlit as st

from lib.compose.recipe import missing_column
from lib.sheets import Sheet
from pages.parts.compose.recipe_widgets import NONE, key_of
from pages.parts.shared.formatting import option_label
from pages.parts.shared.problem_list import show_remarks


def choose_recipe_column(field: str, label: str, none: str, sheet: Sheet | None, help_text: str = "") -> None:
    """A select box for a recipe's field that names a column; `none` is the label for no column."""
    key = key_of(field)
    wanted = _wanted_column(field, st.session_state[key] or NONE, sheet)
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


def _wanted_column(field: str, chosen: str, sheet: Sheet | None) -> str:
    """The chosen column. If this sheet lacks it, a warning says so, and a sheet that has it restores the choice."""
    wanted: str = st.session_state.get(f"wanted {field}") or chosen
    if sheet is None or wanted == NONE:
        return wanted
    missing = wanted not in sheet.columns
    if missing:
        show_remarks([missing_column(field, wanted, sheet.columns)])
    st.session_state[f"wanted {field}"] = wanted if missing else ""
    return wanted


def choose_recipe_columns(field: str, label: str, sheet: Sheet | None, help_text: str = "") -> None:
    """A multiselect for a recipe's field that names several columns."""
    key = key_of(field)
    missing_before: list[str] = st.session_state.get(f"wanted {field}") or []
    wanted = list(dict.fromkeys([*st.session_state[key], *missing_before]))
    columns = list(sheet.columns) if sheet else wanted
    if sheet:
        missing = [name for name in wanted if name not in sheet.columns]
        show_remarks([missing_column(field, name, sheet.columns) for name in missing])
        st.session_state[f"wanted {field}"] = missing
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
