"""The choice of what to cut in requests that are too long for the model: a column and a length, before and after."""

from typing import Any

import streamlit as st

from lib.batch.shorter_text import shortened
from lib.common.phrasing import counted
from lib.failures import Cause, Change
from lib.failures.shortening import Shortening, cell_of, long_columns, shortening, suggested_length
from pages.parts.results.retry_plan import column_key, value_key
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import FILES, derived

_AROUND = 120
"""Characters that are shown before and after the cut."""


def columns_to_shorten(table: TableData, cause: Cause) -> list[str]:
    """The sheet's columns whose texts are in the requests of a cause, the longest first."""
    key = (table.digest, cause.key)
    return derived(f"long columns {cause.key}", key, lambda: long_columns(table.joined, cause.rows), owner=FILES)


def suggest_shortening(table: TableData, cause: Cause, change: Change) -> None:
    """Chooses the column with the longest texts, and the length that fits by the provider's counts."""
    if st.session_state.get(column_key(cause)) not in (columns := columns_to_shorten(table, cause)):
        st.session_state[column_key(cause)] = columns[0] if columns else None
    _suggest_length(table, cause, change)


def show_shortening(table: TableData, cause: Cause, change: Change) -> None:
    """The column, the number of characters to keep, and what that changes."""
    columns = columns_to_shorten(table, cause)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Column to shorten",
            columns,
            key=column_key(cause),
            width=240,
            persist_state="session",
            on_change=_suggest_length,
            args=(table, cause, change),
        )
        _show_length(value_key(cause, change))
    column, most = st.session_state[column_key(cause)], st.session_state[value_key(cause, change)]
    if column and most:
        key = (table.digest, cause.key, column, most)
        counts = derived(
            f"shortening {cause.key}", key, lambda: shortening(table.joined, cause.rows, column, most), owner=FILES
        )
        _show_counts(table, counts, column, most)


def _show_length(key: str) -> None:
    options: dict[str, Any] = {"key": key, "persist_state": "session", "width": 240}
    st.number_input(
        "Characters to keep",
        1,
        None,
        None,
        step=100,
        placeholder="A number",
        help="Batchdesk keeps the start of each text and writes into the request how many characters are cut.",
        **options,
    )


def _suggest_length(table: TableData, cause: Cause, change: Change) -> None:
    column = st.session_state[column_key(cause)]
    st.session_state[value_key(cause, change)] = column and suggested_length(table.joined, cause.rows, column)


def _show_counts(table: TableData, counts: Shortening, column: str, most: int) -> None:
    """How many texts are cut, and the first one before and after."""
    parts = [f"{counted(len(counts.cut), 'text')} cut"]
    if counts.short:
        parts.append(f"{counts.short:,} short enough")
    if counts.absent:
        parts.append(f"{counts.absent:,} not changed, because the request does not have the text of the cell")
    st.caption(plain(f"{column}: {', '.join(parts)}."))
    if not counts.cut:
        return
    cell = cell_of(table.joined, counts.cut[0], column).strip()
    before, after = cell[max(0, most - _AROUND) : most + _AROUND], shortened(cell, most)[max(0, most - _AROUND) :]
    start = "…" if most > _AROUND else ""
    end = "…" if len(cell) > most + _AROUND else ""
    st.caption(f"The first of them, {len(cell):,} characters, before and after:")
    st.code(f"- {start}{before}{end}\n+ {start}{after}", language=None, wrap_lines=True)
