"""The filters above the table: states, search, marks and values, and the settings of the table itself."""

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted
from lib.join.request_counts import WORDS
from lib.review.marks import VERDICTS
from pages.parts.results.answer_columns import show_column_switches
from pages.parts.results.causes import choose_cause, chosen_cause
from pages.parts.results.shown_rows import (
    ShownRows,
    TableSettings,
    TableView,
    searched_rows,
    shown_rows,
    values_to_choose,
)
from pages.parts.results.table_data import TableData
from pages.parts.results.value_filter import column_filters, show_active_filters, show_value_filter
from pages.parts.shared.column_picker import choose_column, choose_columns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.session import set_defaults

_PAGE_SIZES = (25, 50, 100, 250, 500)
_VERDICTS = {"Not reviewed": "", **{verdict.capitalize(): verdict for verdict in VERDICTS}}
_VERDICT_LABELS = {"Ok": "Marked OK", "Wrong": "Marked wrong", "Unsure": "Marked unsure"}


def show_filters(table: TableData) -> ShownRows:
    """Draws the filters; returns the rows that they leave, in order."""
    set_defaults({"results_page_size": 100})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states, text = _chosen_states(), _search_text()
        value_panel = st.popover("Filter", icon=":material/filter_list:", key="results_values_popover")
        with st.popover("Columns and sorting", icon=":material/tune:", key="results_table_settings"):
            settings = _table_settings(table)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = TableView(
            states=states,
            verdicts=_chosen_verdicts(table),
            flags=_chosen_flags(table),
            cause=_chosen_cause(table),
            column_filters=column_filters(table),
            text=text,
            settings=settings,
        )
        show_active_filters(view.column_filters)
    searched = searched_rows(table, view)
    if isinstance(searched, Problem):
        show_remarks([searched])
        searched = []
    with value_panel:
        show_value_filter(table, lambda column: values_to_choose(table, view, searched, column))
    return shown_rows(table, view, searched)


def show_row_count(table: TableData, shown: ShownRows) -> None:
    """How many rows are shown, how many are reviewed, and how to see more of them."""
    sentences = [f"{counted(len(shown.rows), 'row')} of {len(table.joined.rows):,}."]
    if table.review.marks:
        sentences.append(f"{table.review.progress}.")
    if len(shown.rows) > shown.view.settings.page_size:
        sentences.append("Click a heading to sort this page; “Columns and sorting” sorts all rows.")
    sentences.append("Choose a row to see all of it (by keyboard: Shift+Space in the table).")
    st.caption(" ".join(sentences))


def _chosen_states() -> tuple[str, ...]:
    chosen = st.pills(
        "Show only", WORDS, selection_mode="multi", key="results_status", persist_state="session", width="content"
    )
    return tuple(chosen or ())


def _search_text() -> str:
    text = st.text_input(
        "Search all columns",
        key="results_search",
        type="search",
        icon=":material/search:",
        persist_state="session",
    )
    return (text or "").strip()


def _chosen_verdicts(table: TableData) -> tuple[str, ...]:
    """Offered once anything is marked."""
    if not table.review.marks:
        return ()
    chosen = st.pills(
        "Review",
        list(_VERDICTS),
        selection_mode="multi",
        key="results_review",
        format_func=lambda name: _VERDICT_LABELS.get(name, name),
        persist_state="session",
        width="content",
    )
    return tuple(_VERDICTS[name] for name in chosen or ())


def _chosen_flags(table: TableData) -> tuple[str, ...]:
    """Offered where some answers are not what the requests asked for."""
    flagged = table.answer_columns.flagged
    if not flagged:
        return ()
    chosen = st.pills(
        "Answers to check",
        list(flagged),
        selection_mode="multi",
        key="results_flags",
        format_func=lambda name: f"{plain(name)} ({len(flagged.get(name, ())):,})",
        persist_state="session",
        width="content",
    )
    return tuple(name for name in chosen or () if name in flagged)


def _chosen_cause(table: TableData) -> str:
    """The key of the only cause whose rows are shown, with a button that shows all again."""
    cause = next((cause for cause in table.causes if cause.key == chosen_cause()), None)
    if cause is None:
        return ""
    st.button(
        f"Only: {plain(truncated(cause.title, 60))}",
        key="results_cause",
        icon=":material/close:",
        help="Show the rows of all causes again.",
        on_click=choose_cause,
        args=("",),
    )
    return cause.key


def _table_settings(table: TableData) -> TableSettings:
    is_pattern = st.toggle(
        "Search by pattern",
        key="results_pattern",
        persist_state="session",
        help="Reads the search as a regular expression (RE2) and ignores capitals: "
        "^Yes finds cells that begin with “yes”.",
    )
    names = list(table.columns)
    columns = choose_columns("results_columns", "Columns, in this order", names, "All columns")
    sort = choose_column("results_sort", "Sort by", names, "Sheet order")
    descending = st.toggle(
        "Z to A", key="results_descending", persist_state="session", help="Sorts numbers from the largest down."
    )
    show_column_switches(table.answer_columns)
    page_size = st.selectbox("Rows per page", _PAGE_SIZES, key="results_page_size", persist_state="session")
    return TableSettings(bool(is_pattern), sort, bool(descending), columns, page_size)
