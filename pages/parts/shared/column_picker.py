"""Choices of columns that are kept while a table without them is loaded."""

from collections.abc import Sequence

import streamlit as st

from pages.parts.shared.formatting import option_label

NO_COLUMN = ""
"""The value for no column. No column has this name."""


def choose_column(key: str, label: str, names: Sequence[str], none: str) -> str:
    """One of the columns; `none` is the label for no column."""
    wanted: str = st.session_state.setdefault(f"{key} wanted", NO_COLUMN)
    st.session_state[key] = wanted if wanted in names else NO_COLUMN
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
    wanted: list[str] = st.session_state.setdefault(f"{key} wanted", [])
    st.session_state[key] = [name for name in wanted if name in names]
    st.multiselect(label, names, key=key, placeholder=placeholder, on_change=_want, args=(key,))
    return tuple(st.session_state[key])


def _want(key: str) -> None:
    st.session_state[f"{key} wanted"] = st.session_state[key]
