"""The joined table on the screen, one page of rows at a time; a click in it chooses a row."""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd
import streamlit as st

from lib.common.own_columns import Cell
from lib.join import Joined
from lib.review import Mark
from pages.parts.results.filters import show_row_count
from pages.parts.results.row_choice import (
    RowKey,
    choice_moves,
    chosen_position,
    row_key,
    set_choice,
    take_outside_choice,
)
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import row_heading, truncated
from pages.parts.shared.session import digest_of

_CELL_CHARACTERS = 200
_ROWS_IN_SIGHT = 13
_WIDTH_BEFORE_ANSWER = 720
"""Pixels for the columns before the answer, which is then whole on a laptop's screen."""


def show_results_table(table: TableData, shown: ShownRows) -> int | None:
    """Draws a page of the table; returns the chosen row's position among the shown rows."""
    show_row_count(table, shown)
    if not shown.rows:
        st.info("No row matches. Change the filter or the search.", icon=":material/filter_alt_off:")
        return None
    position = chosen_position(table, shown)
    _draw(table, shown, _page(shown, position), position)
    return position


def _page(shown: ShownRows, position: int | None) -> int:
    """The page to show, counted from 0. A choice made outside the table turns the page, by a new key of the control."""
    view, size = shown.view, shown.view.settings.page_size
    page_count = -(-len(shown.rows) // size)
    last_view, last_page = st.session_state.get("results_page", (None, 1))
    page: int = last_page if last_view == view else 1
    if take_outside_choice() and position is not None:
        page = position // size + 1
    page = min(page, page_count)
    if page_count > 1:
        page = st.pagination(page_count, default=page, key=f"page {digest_of(view, page_count)} {choice_moves()}")
    st.session_state["results_page"] = (view, page)
    return page - 1


def _draw(table: TableData, shown: ShownRows, page: int, position: int | None) -> None:
    settings = shown.view.settings
    first = page * settings.page_size
    rows = shown.rows[first : first + settings.page_size]
    chosen = [position - first] if position is not None and 0 <= position - first < len(rows) else []
    row_keys = [row_key(table, row) for row in rows]
    # A new key for other rows, and after each choice made outside the table: the browser keeps its own selection.
    key = f"rows {digest_of(table.digest, row_keys)} {choice_moves()}"
    columns = table.columns
    frame = _frame(table.joined, {name: columns[name] for name in _visible(table, settings.columns, rows)}, rows)
    with st.container(key="results_table"):
        st.dataframe(
            frame,
            key=key,
            column_config=_widths(table, frame),
            height=_height(len(rows)),
            on_select=lambda: _take_choice(key, row_keys),
            selection_mode="single-row",
            selection_default={"selection": {"rows": chosen}},
            alt=f"Rows {first + 1} to {first + len(rows)} of the joined table",
        )


def _height(row_count: int) -> int:
    """Pixels for all of a few rows; for more, a row cut in half at the end shows that there are more."""
    return 38 + 35 * row_count if row_count <= _ROWS_IN_SIGHT else 38 + 35 * _ROWS_IN_SIGHT - 17


def _visible(table: TableData, chosen: Sequence[str], rows: Sequence[int]) -> Sequence[str]:
    """The chosen columns; else all, with the marks in use before the answers.

    On a page without any answer, the errors also come before them.
    """
    if chosen:
        return chosen
    joined = table.joined
    first = _marks_in_use(table)
    answers = joined.columns[joined.answer_column]
    if not any(answers[row] for row in rows):
        first = [*first, joined.error_column]
    names = [name for name in table.columns if name not in table.review.columns]
    start = names.index(next(iter(table.answer_columns.field_names), joined.answer_column))
    return list(dict.fromkeys([*names[:start], *first, *names[start:]]))


def _marks_in_use(table: TableData) -> list[str]:
    """The columns of the review in which any mark has something."""
    marks = table.review.marks.values()
    used = [any(mark[index] for mark in marks) for index in range(len(Mark()))]
    return [name for name, is_used in zip(table.review.columns, used, strict=False) if is_used]


def _widths(table: TableData, frame: pd.DataFrame) -> dict[str, Any]:
    """Columns no wider than their cells, so that the answer is in sight beside its row."""
    joined = table.joined
    wide = dict.fromkeys(table.answer_columns.field_names, 240) | {joined.answer_column: 340, joined.error_column: 240}
    characters = {name: max(len(name), *frame[name].str.len()) for name in frame.columns}
    widths = {name: min(max(60, 24 + 8 * count), wide.get(name, 170)) for name, count in characters.items()}
    before = list(takewhile(lambda name: name not in wide, widths))
    most = _widest([widths[name] for name in before], _WIDTH_BEFORE_ANSWER)
    widths |= {name: min(widths[name], most) for name in before}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _widest(widths: Sequence[int], room: int) -> int:
    """The width to cut wide columns to, 80 at least, so that all columns fit into the room."""
    for index, width in enumerate(sorted(widths)):
        share = room // (len(widths) - index)
        if width > share:
            return max(80, share)
        room -= width
    return max(widths, default=0)


def _take_choice(key: str, row_keys: Sequence[RowKey]) -> None:
    selected = st.session_state[key]["selection"]["rows"]
    set_choice(row_keys[selected[0]] if selected else None)


def _frame(joined: Joined, columns: Mapping[str, Sequence[Cell]], rows: Sequence[int]) -> pd.DataFrame:
    """One page as text, with the start of each cell only: the row's detail has the whole of it."""
    cells = {
        name: [truncated(str(column[row]), _CELL_CHARACTERS) if column[row] is not None else "" for row in rows]
        for name, column in columns.items()
    }
    index = pd.Index(_row_numbers(joined, rows), name=row_heading(joined.columns), dtype=str)
    return pd.DataFrame(cells, index=index, dtype=str)


def _row_numbers(joined: Joined, rows: Sequence[int]) -> list[str]:
    """The sheet's own row numbers; without a sheet, a count."""
    sheet = joined.sheet
    if sheet is None:
        return [str(row + 1) for row in rows]
    sheet_rows = [joined.rows[row].sheet_row for row in rows]
    return ["" if sheet_row is None else str(sheet.numbers[sheet_row]) for sheet_row in sheet_rows]
