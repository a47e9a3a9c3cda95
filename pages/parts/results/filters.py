"""What of the joined table is looked at: filters and search in sight, the table's settings one step away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import streamlit as st

from lib.analysis.filters import containing, in_states, matching, ordered
from lib.analysis.value_counts import Value, values_of, with_values
from lib.common import Problem
from lib.common.phrasing import counted
from lib.join.request_counts import WORDS
from lib.review.marks import VERDICTS, rows_marked
from pages.parts.results.answer_columns import show_column_switches
from pages.parts.results.causes import choose_cause, chosen_cause
from pages.parts.results.table_data import TableData
from pages.parts.results.value_filter import ColumnFilter, column_filters, show_active_filters, show_value_filter
from pages.parts.shared.column_picker import choose_one, choose_several
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.session import FILES, derived, set_defaults

PAGE_SIZES = (25, 50, 100, 250, 500)
_NOT_REVIEWED = "Not reviewed"
_REVIEWED = {_NOT_REVIEWED: "", **{verdict.capitalize(): verdict for verdict in VERDICTS}}
_REVIEW_LABELS = {"Ok": "Marked OK", "Wrong": "Marked wrong", "Unsure": "Marked unsure"}


@dataclass(frozen=True, slots=True)
class TableView:
    """What the user wants to see of the table."""

    states: tuple[str, ...]
    cause: str
    verdicts: tuple[str, ...]
    flags: tuple[str, ...]
    """What may be wrong with an answer that came."""

    wanted: tuple[ColumnFilter, ...]
    """Values of columns."""

    text: str
    pattern: bool
    """Whether the text is a regular expression."""

    sort: str
    descending: bool
    columns: tuple[str, ...]
    """Those shown, in that order; none chosen stands for all."""

    page_size: int


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows that a view shows, as indexes into the joined table."""

    view: TableView
    rows: Sequence[int]
    digest: str
    """Of the rows and their order."""

    narrowed: bool
    """Whether these are other rows than the table has, or in another order."""


def show_filters(table: TableData) -> ShownRows:
    """The filters, and the rows that are left in their order."""
    set_defaults({"results_page_size": 100})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states = st.pills(
            "Show only", WORDS, selection_mode="multi", key="results_status", persist_state="session", width="content"
        )
        text = st.text_input(
            "Search all columns",
            key="results_search",
            type="search",
            icon=":material/search:",
            persist_state="session",
        )
        panel = st.popover("Values", icon=":material/filter_list:", key="results_values_popover")
        with st.popover("Table", icon=":material/tune:", key="results_table_settings"):
            settings = _settings(table)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        verdicts, flags = _verdicts(table), _flags(table)
        cause = _cause(table)
        wanted = column_filters(table)
        show_active_filters(wanted)
    view = TableView(tuple(states or ()), cause, verdicts, flags, wanted, (text or "").strip(), *settings)
    found = _matches(table, view)
    with panel:
        show_value_filter(table, lambda column: _values_beside(table, view, found, column))
    return _rows(table, view, found)


def _verdicts(table: TableData) -> tuple[str, ...]:
    """Offered once anything is marked."""
    if not table.review.marks:
        return ()
    chosen = st.pills(
        "Review",
        list(_REVIEWED),
        selection_mode="multi",
        key="results_review",
        format_func=lambda name: _REVIEW_LABELS.get(name, name),
        persist_state="session",
        width="content",
    )
    return tuple(_REVIEWED[name] for name in chosen or ())


def _flags(table: TableData) -> tuple[str, ...]:
    """Offered where an answer is not what was asked for."""
    if not table.answers.flagged:
        return ()
    chosen = st.pills(
        "Answers",
        list(table.answers.flagged),
        selection_mode="multi",
        key="results_flags",
        format_func=lambda name: f"{plain(name)} ({len(table.answers.flagged.get(name, ())):,})",
        persist_state="session",
        width="content",
    )
    return tuple(name for name in chosen or () if name in table.answers.flagged)


def _settings(table: TableData) -> tuple[bool, str, bool, tuple[str, ...], int]:
    """How the text is searched, which columns in which order, and how many rows a page."""
    pattern = st.toggle(
        "Search by pattern",
        key="results_pattern",
        persist_state="session",
        help="The search is a regular expression then (RE2's), letter case aside: ^Yes finds cells that begin so.",
    )
    names = list(table.columns)
    columns = choose_several("results_columns", "Columns, in this order", names, "All columns")
    sort = choose_one("results_sort", "Sort by", names, "The table's own order")
    down = st.toggle("Largest first", key="results_descending", persist_state="session")
    show_column_switches(table.answers)
    size = st.selectbox("Rows a page", PAGE_SIZES, key="results_page_size", persist_state="session")
    return bool(pattern), sort, bool(down), columns, size


def _cause(table: TableData) -> str:
    """The cause that is shown alone, and the way back from it."""
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


def _matches(table: TableData, view: TableView) -> Sequence[int]:
    """The rows that the search finds."""
    found = derived("found", (table.digest, view.text, view.pattern), lambda: _found(table, view), owner=FILES)
    if not isinstance(found, Problem):
        return found
    show_remarks([found])
    return []


def _values_beside(table: TableData, view: TableView, found: Sequence[int], column: str) -> Sequence[Value]:
    """The values of a column in the rows that all filters but its own leave."""
    others = replace(view, wanted=tuple(wanted for wanted in view.wanted if wanted.column != column), sort="")
    key = (table.digest, table.version, column, others)
    return derived(
        "values", key, lambda: values_of(table.columns[column], _shown(table, others, found).rows), owner=FILES
    )


def _rows(table: TableData, view: TableView, found: Sequence[int]) -> ShownRows:
    """The rows that pass all filters, in order; each step is done anew only when something it needs changed."""
    used = {view.sort, *(wanted.column for wanted in view.wanted)}
    marked = table.version if view.verdicts or view.text or used & table.review.columns.keys() else ()
    filters = (view.states, view.cause, view.verdicts, view.flags, view.wanted)
    key = (table.digest, view.text, view.pattern, filters, view.sort, view.descending)
    return derived(
        "shown", (key, marked, view.columns, view.page_size), lambda: _shown(table, view, found), owner=FILES
    )


def _found(table: TableData, view: TableView) -> Sequence[int] | Problem:
    """The rows with the text in any of the columns that never change."""
    columns = {**table.joined.columns, **table.more}
    every = range(len(table.joined.rows))
    return (matching if view.pattern else containing)(columns, view.text, every)


def _shown(table: TableData, view: TableView, found: Sequence[int]) -> ShownRows:
    if view.text and table.review.columns:
        every = range(len(table.joined.rows))
        marked = (matching if view.pattern else containing)(table.review.columns, view.text, every)
        found = found if isinstance(marked, Problem) else sorted({*found, *marked})
    rows = _kept(found, in_states(table.joined, view.states))
    if view.cause:
        rows = _kept(rows, next(cause.rows for cause in table.causes if cause.key == view.cause))
    if view.flags:
        rows = _kept(rows, [at for name in view.flags for at in table.answers.flagged[name]])
    for column, texts in view.wanted:
        rows = with_values(table.columns[column], rows, texts)
    if view.verdicts:
        rows = _kept(rows, rows_marked(table.joined, table.review.marks, view.verdicts))
    if view.sort:
        rows = ordered(table.columns[view.sort], rows, view.descending)
    narrowed = bool(view.sort) or len(rows) < len(table.joined.rows)
    return ShownRows(view, rows, sha256(repr(rows).encode()).hexdigest()[:6], narrowed)


def _kept(rows: Sequence[int], wanted: Sequence[int]) -> Sequence[int]:
    """The rows that are among the wanted ones, in their order."""
    if isinstance(wanted, range):
        return rows
    among = set(wanted)
    return [at for at in rows if at in among]


def show_row_count(table: TableData, shown: ShownRows) -> None:
    """How many rows there are to see."""
    parts = [f"{counted(len(shown.rows), 'row')} of {len(table.joined.rows):,}."]
    if table.review.marks:
        parts.append(f"{table.review.progress}.")
    if len(shown.rows) > shown.view.page_size:
        parts.append("A click on a heading sorts this page; Table sorts all rows.")
    st.caption(f"{' '.join(parts)} Choose a row to see all of it (by keyboard: Shift+Space in the table).")
