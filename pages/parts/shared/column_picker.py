"""Choices of columns that are kept while a table without them is loaded."""

from collections.abc import Collection, Sequence

import streamlit as st

from pages.parts.shared.formatting import option_label

NO_COLUMN = ""
"""The value for no column. No column has this name."""


def choose_column(key: str, label: str, names: Sequence[str], none: str) -> str:
    """One of the columns; `none` is the label for no column."""
    st.session_state[key] = wanted_column(key, names)
    st.selectbox(
        label,
        [NO_COLUMN, *names],
        key=key,
        format_func=lambda name: option_label(name, none),
        on_change=_want,
        args=(key,),
    )
    chosen: str = st.session_state[key]
    return chosen


def choose_columns(key: str, label: str, names: Sequence[str], placeholder: str) -> tuple[str, ...]:
    """Some of the columns, in the order chosen."""
    st.session_state[key] = list(wanted_columns(key, names))
    st.multiselect(label, names, key=key, placeholder=placeholder, on_change=_want, args=(key,))
    return tuple(st.session_state[key])


def wanted_column(key: str, names: Collection[str]) -> str:
    """The column chosen last, if it is there; its widget need not be drawn."""
    wanted: str = st.session_state.get(f"{key} wanted", NO_COLUMN)
    return wanted if wanted in names else NO_COLUMN


def wanted_columns(key: str, names: Collection[str]) -> tuple[str, ...]:
    """The columns chosen last that are there; their widget need not be drawn."""
    return tuple(name for name in st.session_state.get(f"{key} wanted", ()) if name in names)


def _want(key: str) -> None:
    st.session_state[f"{key} wanted"] = st.session_state[key]
