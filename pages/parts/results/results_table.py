"""The joined table on the screen: one page of rows, and the row that is chosen.

What is chosen is a custom_id, never a place: a filter, another order or another file moves places.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import pandas as pd
import streamlit as st

from lib.common.columns import Cell
from lib.join import Joined
from lib.review import Mark
from pages.parts.results.filters import ShownRows, show_row_count
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import row_heading, truncated
from pages.parts.shared.session import FILES, derived, digest_of

_MOST_CHARACTERS = 200
_ROWS_IN_SIGHT = 13
_AHEAD = 720
"""Pixels for the columns before the answer, which is then whole on a laptop's screen."""

RowKey = str | tuple[str, int]
"""A row: its custom_id; of a row that was not sent, the table's digest and the sheet's row."""


def show_results_table(table: TableData, shown: ShownRows) -> int | None:
    """The page of the table; gives the place of the chosen row among the shown ones."""
    show_row_count(table, shown)
    if not shown.rows:
        st.info("No row matches. Change the filter or the search.", icon=":material/filter_alt_off:")
        return None
    chosen = _chosen(table, shown)
    page = _page(shown, chosen)
    _draw(table, shown, page, chosen)
    return chosen


def _choice_of(table: TableData, at: int) -> RowKey:
    row = table.joined.rows[at]
    return row.custom_id or (table.digest, row.sheet_row or 0)


def _chosen(table: TableData, shown: ShownRows) -> int | None:
    """The chosen row's place among the shown ones; a choice that is not among them ends."""
    choice: RowKey | None = st.session_state.get("results_chosen")
    if choice is None:
        return None
    places = derived("row places", table.digest, lambda: _places(table), owner=FILES)
    at = places.get(choice)
    if at is None or at not in shown.rows:
        st.session_state["results_chosen"] = None
        return None
    return shown.rows.index(at)


def _places(table: TableData) -> dict[RowKey, int]:
    rows = table.joined.rows
    return {custom_id or (table.digest, rows.sheet_rows[at] or 0): at for at, custom_id in enumerate(rows.custom_ids)}


def choose_row(choice: RowKey | None) -> None:
    """Chooses a row from outside the table, whose page then follows."""
    st.session_state["results_chosen"] = choice
    st.session_state["results_follow"] = True
    st.session_state["results_moves"] = st.session_state.get("results_moves", 0) + 1


def _page(shown: ShownRows, chosen: int | None) -> int:
    """The page to show, from 0. A choice made elsewhere turns the page: the control gets a new key then."""
    view, size = shown.view, shown.view.page_size
    pages = -(-len(shown.rows) // size)
    about, kept = st.session_state.get("results_page", (None, 1))
    page: int = kept if about == view else 1
    if st.session_state.pop("results_follow", False) and chosen is not None:
        page = chosen // size + 1
    page = min(page, pages)
    if pages > 1:
        key = f"page {digest_of(view, pages)} {st.session_state.get('results_moves', 0)}"
        page = st.pagination(pages, default=page, key=key)
    st.session_state["results_page"] = (view, page)
    return page - 1


def _draw(table: TableData, shown: ShownRows, page: int, chosen: int | None) -> None:
    first = page * shown.view.page_size
    rows = shown.rows[first : first + shown.view.page_size]
    on_page = [chosen - first] if chosen is not None and 0 <= chosen - first < len(rows) else []
    choices = [_choice_of(table, at) for at in rows]
    # A new key for other rows, and whenever the choice moves from outside the table: the browser keeps its own.
    key = f"rows {digest_of(table.digest, choices)} {st.session_state.get('results_moves', 0)}"
    every = table.columns
    columns = {name: every[name] for name in _visible(table, shown.view.columns, rows)}
    with st.container(key="results_table"):
        frame = _frame(table.joined, columns, rows)
        st.dataframe(
            frame,
            key=key,
            column_config=_widths(table, frame),
            height=_height(len(rows)),
            on_select=lambda: _take_choice(key, choices),
            selection_mode="single-row",
            selection_default={"selection": {"rows": on_page}},
            alt=f"Rows {first + 1} to {first + len(rows)} of the joined table",
        )


def _height(rows: int) -> int:
    """Pixels for all of a few rows; of more, the half of one at the end says that there are."""
    return 38 + 35 * rows if rows <= _ROWS_IN_SIGHT else 38 + 35 * _ROWS_IN_SIGHT - 17


def _visible(table: TableData, columns: Sequence[str], rows: Sequence[int]) -> Sequence[str]:
    """The chosen columns. If none is chosen all, and the marks before the answers as far as there are any.

    On a page without any answer the errors stand in the answers' place.
    """
    if columns:
        return columns
    review = list(table.review.columns)
    said = [name for name, used in zip(review, _used(table), strict=True) if used] if review else []
    names = [name for name in table.columns if name not in review]
    answers = table.joined.columns[table.joined.answer_column]
    at = names.index(_first_of_answer(table))
    if not any(answers[row] for row in rows):
        said = [*said, table.joined.error_column]
    return list(dict.fromkeys([*names[:at], *said, *names[at:]]))


def _first_of_answer(table: TableData) -> str:
    """The column with which the answers begin: their own, or the first of their fields."""
    return next(iter(table.answers.inside), table.joined.answer_column)


def _used(table: TableData) -> list[bool]:
    """Which of the review columns any mark fills."""
    marks = table.review.marks.values()
    return [any(mark[at] for mark in marks) for at in range(len(Mark()))]


def _widths(table: TableData, frame: pd.DataFrame) -> dict[str, Any]:
    """Columns no wider than what they hold, so that the answer stands on the screen beside its row."""
    most = dict.fromkeys(table.answers.inside, 240) | {table.joined.answer_column: 340, table.joined.error_column: 240}
    letters = {name: max(len(name), *frame[name].str.len()) for name in frame.columns}
    widths = {name: min(max(60, 24 + 8 * count), most.get(name, 170)) for name, count in letters.items()}
    ahead = list(takewhile(lambda name: name not in most, widths))
    widest = _widest([widths[name] for name in ahead], _AHEAD)
    widths |= {name: min(widths[name], widest) for name in ahead}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _widest(widths: Sequence[int], room: int) -> int:
    """How wide the widest columns may be, so that all of them take no more than that: 80 at least."""
    for at, width in enumerate(sorted(widths)):
        share = room // (len(widths) - at)
        if width > share:
            return max(80, share)
        room -= width
    return max(widths, default=0)


def _take_choice(key: str, choices: Sequence[RowKey]) -> None:
    places = st.session_state[key]["selection"]["rows"]
    st.session_state["results_chosen"] = choices[places[0]] if places else None


def _frame(joined: Joined, columns: Mapping[str, Sequence[Cell]], shown: Sequence[int]) -> pd.DataFrame:
    """One page as text, each cell's start only: the detail has the whole of it."""
    cells = {
        name: [truncated(str(column[at]), _MOST_CHARACTERS) if column[at] is not None else "" for at in shown]
        for name, column in columns.items()
    }
    heading = row_heading(joined.columns)
    return pd.DataFrame(cells, index=pd.Index(_numbers(joined, shown), name=heading, dtype=str), dtype=str)


def _numbers(joined: Joined, shown: Sequence[int]) -> list[str]:
    """The sheet's own row numbers; without a sheet, a count."""
    sheet = joined.sheet
    if sheet is None:
        return [str(at + 1) for at in shown]
    places = [joined.rows[at].sheet_row for at in shown]
    return ["" if place is None else str(sheet.numbers[place]) for place in places]


def step_through(table: TableData, shown: ShownRows, chosen: int) -> None:
    """Previous and next through the shown rows."""
    rows = shown.rows
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to, icon, letter in (("Previous", chosen - 1, "left", "P"), ("Next", chosen + 1, "right", "N")):
            possible = 0 <= to < len(rows)
            st.button(
                f"{label} row",
                icon=f":material/chevron_{icon}:",
                key=f"results {label} {digest_of(_choice_of(table, rows[chosen]))}",
                disabled=not possible,
                shortcut=letter,
                on_click=choose_row,
                args=(_choice_of(table, rows[to]) if possible else None,),
            )
        st.button(
            "Close", icon=":material/close:", type="tertiary", key="results close", on_click=choose_row, args=(None,)
        )
        st.caption(f"Row {chosen + 1:,} of {len(rows):,} shown.", width="content")


def next_answered_row(table: TableData, shown: ShownRows, chosen: int) -> RowKey:
    """The next shown row that has an answer; the row itself if it is the last one."""
    rows = shown.rows
    following = rows[chosen + 1 :]
    return _choice_of(table, next(filter(table.joined.answer, following), rows[chosen]))
