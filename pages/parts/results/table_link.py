"""Buttons that open another view, such as the table with only some rows."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.parts.results.causes import choose_cause
from pages.parts.results.value_filter import clear_column_filters

REVIEW_TASKS = CHECK, LABEL = "Check the answers", "Label a sample"

REVIEW_TASK = "results_review_task"
"""Key of the choice of the task in the view Review."""


def show_labelling_button() -> None:
    """A button that opens the task to label a sample by hand."""
    st.button("Label a sample", key="label_open", icon=":material/sell:", on_click=_open_labelling)


def _open_labelling() -> None:
    open_view("Review")
    st.session_state[REVIEW_TASK] = LABEL


def open_view(view: str) -> None:
    """Opens a view of Results."""
    st.session_state["results_view"] = view


def show_rows_button(rows: Sequence[int], key: str, choose: Callable[..., None], *args: str) -> None:
    """A button that opens the table with only these rows; `choose` sets the one filter that leaves them."""
    these = "this row" if len(rows) == 1 else f"these {len(rows):,} rows"
    st.button(
        f"Show {these}", key=f"show {key}", icon=":material/table_rows:", on_click=_show_only, args=(choose, *args)
    )


def choose_one(key: str, name: str) -> None:
    """Chooses the only option of a filter."""
    st.session_state[key] = [name]


def _show_only(choose: Callable[..., None], *args: str) -> None:
    for key in ("results_status", "results_flags", "results_review"):
        st.session_state[key] = []
    st.session_state["results_search"] = ""
    choose_cause("")
    clear_column_filters()
    choose(*args)
    open_view("Table")
