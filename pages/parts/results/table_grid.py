"""The joined table on the screen, one page of rows at a time; a click in it chooses a row."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.common.own_columns import Cell
from lib.join import Joined
from lib.join.request_counts import WORDS
from pages.parts.results.column_layout import (
    BESIDE_DETAIL,
    CELL_CHARACTERS,
    WHOLE_WIDTH,
    fit_into_lines,
    page_layout,
    state_column,
)
from pages.parts.results.ledger import COLOURS
from pages.parts.results.row_choice import RowKey, choice_moves, row_key, set_choice, take_outside_choice
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import row_heading, truncated
from pages.parts.shared.session import digest_of

_HEAD, _ONE_LINE, _THREE_LINES = 36, 35, 66
"""Pixels of the table's head, and of its rows: Streamlit wraps texts in rows of more than 64."""

_CORRECTED = "✎"
_LINES = 3
TABLE_HEIGHT = 566
"""Pixels for a table with more rows than fit into a laptop's screen."""


def page_to_show(shown: ShownRows, position: int | None) -> int:
    """The page to show, counted from 0. A choice made outside the table turns the page."""
    view, size = shown.view, shown.view.settings.page_size
    last_view, last_page = st.session_state.get("results_page", (None, 1))
    page: int = last_page if last_view == view else 1
    chosen: int | None = st.session_state.get(_page_key(shown))
    if take_outside_choice() and position is not None:
        page = position // size + 1
    elif chosen is not None and last_view == view:
        page = chosen
    page = min(page, _page_count(shown))
    st.session_state["results_page"] = (view, page)
    return page - 1


def show_page_choice(shown: ShownRows, page: int) -> None:
    """The control that turns the page; a choice made outside the table gives it a new key."""
    if (page_count := _page_count(shown)) > 1:
        st.pagination(page_count, default=page + 1, key=_page_key(shown), max_visible_pages=5)


def draw_page(table: TableData, shown: ShownRows, page: int, position: int | None) -> None:
    """One page of the table with the chosen row marked."""
    settings = shown.view.settings
    first = page * settings.page_size
    rows = shown.rows[first : first + settings.page_size]
    chosen = [position - first] if position is not None and 0 <= position - first < len(rows) else []
    row_keys = [row_key(table, row) for row in rows]
    key = f"rows {digest_of(table.layout, row_keys)}"
    if st.session_state.get("results_moves shown") != choice_moves():  # the browser keeps its own selection
        st.session_state["results_moves shown"] = choice_moves()
        st.session_state[key] = {"selection": {"rows": chosen, "columns": [], "cells": []}}
    room = WHOLE_WIDTH if position is None else BESIDE_DETAIL
    widths, is_cut = page_layout(table, settings.columns, rows, room)
    frame = _frame(table, {name: table.columns[name] for name in widths}, rows)
    if is_cut:
        frame = fit_into_lines(frame, widths, _LINES)
    states = state_column(table.joined)
    row_height = _THREE_LINES if is_cut else _ONE_LINE
    with st.container(key="results_table"):
        st.dataframe(
            _with_badges(frame, states),
            key=key,
            column_config=_columns(widths, states),
            height=min(TABLE_HEIGHT, _HEAD + 2 + row_height * len(rows)),
            row_height=row_height,
            on_select=lambda: _take_choice(key, row_keys),
            selection_mode=["single-row", "single-cell"],
            selection_default={"selection": {"rows": _rows_at_first(key, chosen)}},
            alt=f"Rows {first + 1} to {first + len(rows)} of the joined table",
        )


def _rows_at_first(key: str, chosen: list[int]) -> list[int]:
    """The rows that were chosen when this key came up: another default would make the browser draw a new table."""
    default: tuple[str, list[int]] = st.session_state.get("results_default", ("", []))
    if default[0] != key:
        default = st.session_state["results_default"] = (key, chosen)
    return default[1]


def _page_count(shown: ShownRows) -> int:
    return max(1, -(-len(shown.rows) // shown.view.settings.page_size))


def _page_key(shown: ShownRows) -> str:
    return f"page {digest_of(shown.view, _page_count(shown))} {choice_moves()}"


def _take_choice(key: str, row_keys: Sequence[RowKey]) -> None:
    """The row of the cell or of the box that was clicked; the browser empties the other of the two."""
    selection = st.session_state[key]["selection"]
    rows = [row for row, _ in selection.get("cells", ())] or selection["rows"]
    set_choice(row_keys[rows[0]] if rows else None)


def _columns(widths: Mapping[str, int], states: str) -> dict[str, Any]:
    """Texts, and the states as badges that stay in sight."""
    columns: dict[str, Any] = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    if states in columns:
        colours: list[Any] = [COLOURS[word] for word in WORDS]
        columns[states] = st.column_config.MultiselectColumn(width=96, options=WORDS, color=colours, pinned=True)
    return columns


def _with_badges(frame: pd.DataFrame, states: str) -> pd.DataFrame:
    """The states as one-item lists, which are drawn as coloured badges."""
    if states not in frame:
        return frame
    badges = frame.copy(deep=False)
    badges[states] = [[state] if state else [] for state in frame[states]]
    return badges


def _frame(table: TableData, columns: Mapping[str, Sequence[Cell]], rows: Sequence[int]) -> pd.DataFrame:
    """One page as text, with the start of each cell only: the row's detail has the whole of it.

    A pencil marks what a person corrected.
    """
    cells = {
        name: [truncated(str(column[row]), CELL_CHARACTERS) if column[row] is not None else "" for row in rows]
        for name, column in columns.items()
    }
    for name, originals in table.corrected.originals.items():
        if name in cells:
            pairs = zip(cells[name], rows, strict=True)
            cells[name] = [f"{_CORRECTED} {text}" if row in originals else text for text, row in pairs]
    joined = table.joined
    index = pd.Index(_row_numbers(joined, rows), name=row_heading(joined.columns), dtype=str)
    return pd.DataFrame(cells, index=index, dtype=str)


def _row_numbers(joined: Joined, rows: Sequence[int]) -> list[str]:
    """The sheet's own row numbers; without a sheet, a count."""
    sheet = joined.sheet
    if sheet is None:
        return [str(row + 1) for row in rows]
    sheet_rows = [joined.rows[row].sheet_row for row in rows]
    return ["" if sheet_row is None else str(sheet.numbers[sheet_row]) for sheet_row in sheet_rows]
