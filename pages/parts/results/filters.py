"""Which view is open, and the filters: search, marks, flags and values, and the settings of the table itself.

The folds of the filters are drawn only while they are open; what they chose stays in the session.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted
from lib.review.marks import CORRECTED, VERDICTS
from pages.parts.results.answer_columns import show_column_switches
from pages.parts.results.causes import choose_cause, chosen_cause
from pages.parts.results.certainty import show_certainty_switch
from pages.parts.results.correction_form import show_undo
from pages.parts.results.ledger import chosen_states
from pages.parts.results.review_form import progress_sentence
from pages.parts.results.shown_rows import (
    ShownRows,
    TableSettings,
    TableView,
    searched_rows,
    shown_rows,
    values_to_choose,
)
from pages.parts.results.table_data import TableData
from pages.parts.results.value_filter import column_filters, show_column_filters, show_value_filter
from pages.parts.shared.column_picker import choose_column, choose_columns, wanted_column, wanted_columns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.session import set_defaults

VIEWS = ("Table", "Problems", "Review", "Quality", "Charts", "Compare")

PAGE_SIZES = (25, 50, 100, 250, 500)
VERDICT_OPTIONS = {"Not checked": "", **{verdict.capitalize(): verdict for verdict in VERDICTS}, "Corrected": CORRECTED}
_VERDICT_LABELS = {"Ok": "Marked OK", "Wrong": "Marked wrong", "Unsure": "Marked unsure"}


def show_toolbar(table: TableData) -> str:
    """The choice of the view, the search, and the folds with filters and columns; returns the open view."""
    set_defaults({"results_page_size": 500, "results_view": VIEWS[0]})
    with st.container(horizontal=True, vertical_alignment="center", key="results_toolbar"):
        view = st.segmented_control(
            "View",
            VIEWS,
            key="results_view",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
            width="content",
        )
        st.text_input(
            "Search all columns",
            key="results_search",
            type="search",
            icon=":material/search:",
            placeholder="Search all columns",
            label_visibility="collapsed",
            persist_state="session",
        )
        fold = partial(st.popover, on_change="rerun")
        with fold("Filter", icon=":material/filter_list:", key="results_values_popover") as panel:
            if panel.open:
                _show_filters(table)
        with fold("Columns and sorting", icon=":material/tune:", key="results_table_settings") as panel:
            if panel.open:
                _show_table_settings(table)
        show_undo()
    return view or VIEWS[0]


def view_rows(table: TableData) -> ShownRows:
    """The rows that all filters leave, in order."""
    view = _table_view(table)
    searched = searched_rows(table, view)
    return shown_rows(table, view, [] if isinstance(searched, Problem) else searched)


def show_active_filters(table: TableData, shown: ShownRows) -> None:
    """A button for each filter that no other place shows, which removes it; and what is wrong with the search."""
    view = shown.view
    if isinstance(searched := searched_rows(table, view), Problem):
        show_remarks([searched])
    active = list(_removable(table, view))
    if not (active or view.column_filters):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, key, remove in active:
            st.button(f"Only: {plain(label)}", key=key, icon=":material/close:", help="Remove filter", on_click=remove)
        show_column_filters(view.column_filters)


def _removable(table: TableData, view: TableView) -> Iterator[tuple[str, str, Any]]:
    """The label and key of each active filter, and what removes it."""
    if view.cause:
        title = next(cause.title for cause in table.causes if cause.key == view.cause)
        yield truncated(title, 60), "results_cause", partial(choose_cause, "")
    for name in view.flags:
        yield truncated(name, 60), f"results_flag {name}", partial(_remove, "results_flags", name)
    for name in st.session_state.get("results_review") or () if table.review.marks else ():
        yield _VERDICT_LABELS.get(name, name), f"results_verdict {name}", partial(_remove, "results_review", name)


def _remove(key: str, name: str) -> None:
    st.session_state[key] = [other for other in st.session_state.get(key) or () if other != name]


def _table_view(table: TableData) -> TableView:
    """What the user wants to see, read from the session: its widgets may be in a closed fold."""
    state = st.session_state
    flagged = table.answer_columns.flagged
    causes = {cause.key for cause in table.causes}
    return TableView(
        states=chosen_states(),
        verdicts=tuple(
            map(VERDICT_OPTIONS.__getitem__, state.get("results_review") or [] if table.review.marks else [])
        ),
        flags=tuple(name for name in state.get("results_flags") or () if name in flagged),
        cause=cause if (cause := chosen_cause()) in causes else "",
        column_filters=column_filters(table),
        text=(state.get("results_search") or "").strip(),
        settings=TableSettings(
            is_pattern=bool(state.get("results_pattern")),
            sort=wanted_column("results_sort", table.columns),
            descending=bool(state.get("results_descending")),
            columns=wanted_columns("results_columns", table.columns),
            page_size=state.get("results_page_size", 500),
        ),
    )


def _show_filters(table: TableData) -> None:
    """Marks where anything is marked, doubtful answers where there are any, and the values of a column."""
    flagged = table.answer_columns.flagged
    if table.review.marks:
        _pills("Checked", list(VERDICT_OPTIONS), "results_review", _VERDICT_LABELS)
    if flagged:
        counts = {name: f"{plain(name)} ({len(rows):,})" for name, rows in flagged.items()}
        _pills("Answers to check", list(flagged), "results_flags", counts)
    view = _table_view(table)
    searched = searched_rows(table, view)
    rows = [] if isinstance(searched, Problem) else searched
    show_value_filter(table, lambda column: values_to_choose(table, view, rows, column))


def _pills(label: str, options: Sequence[str], key: str, labels: dict[str, str]) -> None:
    st.session_state[key] = [name for name in st.session_state.get(key) or () if name in options]
    st.pills(
        label,
        options,
        selection_mode="multi",
        key=key,
        format_func=lambda name: labels.get(name, name),
        persist_state="session",
    )


def _show_table_settings(table: TableData) -> None:
    names = list(table.columns)
    choose_columns("results_columns", "Columns, in this order", names, "All columns")
    choose_column("results_sort", "Sort by", names, "Sheet order")
    st.toggle("Z to A", key="results_descending", persist_state="session", help="Sorts numbers from the largest down.")
    show_column_switches(table.answer_columns)
    show_certainty_switch(table.joined, table.version[0])
    st.toggle(
        "Search by pattern",
        key="results_pattern",
        persist_state="session",
        help="Reads the search as a regular expression (RE2) and ignores capitals: "
        "^Yes finds cells that begin with “yes”.",
    )
    st.selectbox("Rows per page", PAGE_SIZES, key="results_page_size", persist_state="session")


def _about_corrections(table: TableData) -> Iterator[str]:
    """How the table marks corrections, and those that it does not show, which the session keeps."""
    if table.corrected.cells:
        yield "✎ marks what a person corrected."
    if count := table.review.corrections_elsewhere:
        yield f"{counted(count, 'corrected answer is', 'corrected answers are')} not in the loaded files, or replaced."
    if count := table.corrected.waiting:
        yield f"{counted(count, 'correction is', 'corrections are')} for columns that this table does not have."


def row_count_sentence(table: TableData, shown: ShownRows) -> str:
    """How many rows are shown, how many are checked, and how to see more of them."""
    sentences = [f"{counted(len(shown.rows), 'row')} of {len(table.joined.rows):,}."]
    if table.review.marks:
        sentences.append(progress_sentence(table.review.progress))
    sentences += _about_corrections(table)
    if len(shown.rows) > shown.view.settings.page_size:
        sentences.append("Click a heading to sort this page; “Columns and sorting” sorts all rows.")
    sentences.append("Click a row to see all of it (by keyboard: the arrow keys in the table).")
    return " ".join(sentences)
