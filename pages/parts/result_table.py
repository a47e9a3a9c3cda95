"""The joined table on the screen: filter, search, one page of rows, and the row that is chosen."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from lib.join import Joined, search
from lib.ledger import WORDS
from lib.problems import counted
from pages.parts.state import derived
from pages.parts.words import row_heading, short

ROWS_A_PAGE = 100
_MOST_CHARACTERS = 200


def show_results(joined: Joined, digest: str) -> tuple[list[int], int | None]:
    """The table's page; gives the filtered rows and the chosen one, as indexes into the joined table."""
    states, text = _filters()
    rows: list[int] = derived("filtered", (digest, states, text), lambda: search(joined, text, states))
    st.caption(f"{counted(len(rows), 'row')} of {len(joined.rows):,}. Choose a row to see all of it.")
    if not rows:
        st.info("No row matches. Change the filter or the search.", icon=":material/filter_alt_off:")
        return rows, None
    view = sha256(repr((digest, states, text)).encode()).hexdigest()[:12]
    chosen = _chosen(rows, view)
    page = _page(rows, view)
    _draw(joined, rows, page, chosen, view)
    return rows, None if chosen is None else _stepped(rows, chosen)


def _filters() -> tuple[tuple[str, ...], str]:
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
    return tuple(states or ()), (text or "").strip()


def _chosen(rows: Sequence[int], view: str) -> int | None:
    """The chosen row's place in the filtered rows. It is kept by view: a filter changes what a place means."""
    about, at = st.session_state.get("results_chosen", ("", None))
    return at if about == view and at is not None and at < len(rows) else None


def _choose(view: str, at: int | None) -> None:
    st.session_state["results_chosen"] = (view, at)
    st.session_state["results_moves"] = st.session_state.get("results_moves", 0) + 1
    if at is not None:
        st.session_state["results_page"] = (view, at // ROWS_A_PAGE + 1)


def _page(rows: Sequence[int], view: str) -> int:
    """The page to show, from 0. A choice made elsewhere turns the page: the control gets a new key then."""
    pages = -(-len(rows) // ROWS_A_PAGE)
    if pages == 1:
        return 0
    about, page = st.session_state.get("results_page", ("", 1))
    key = f"page {view} {st.session_state.get('results_moves', 0)}"
    page = st.pagination(pages, default=page if about == view else 1, key=key)
    st.session_state["results_page"] = (view, page)
    return page - 1


def _draw(joined: Joined, rows: Sequence[int], page: int, chosen: int | None, view: str) -> None:
    first = page * ROWS_A_PAGE
    shown = rows[first : first + ROWS_A_PAGE]
    on_page = [chosen - first] if chosen is not None and 0 <= chosen - first < len(shown) else []
    # A new key whenever the choice moves from outside the table, since the browser keeps its own.
    key = f"rows {view} {page} {st.session_state.get('results_moves', 0)}"
    with st.container(key="results_table"):
        frame = _frame(joined, shown)
        st.dataframe(
            frame,
            key=key,
            column_config=_widths(joined, frame),
            height=38 + 35 * min(len(shown), 12),
            on_select=lambda: _take_choice(key, view, first),
            selection_mode="single-row",
            selection_default={"selection": {"rows": on_page}},
            alt=f"Rows {first + 1} to {first + len(shown)} of the joined table",
        )


def _widths(joined: Joined, frame: pd.DataFrame) -> dict[str, Any]:
    """Columns no wider than what they hold, so that the answer stands on the screen beside its row."""
    most = {joined.answer_column: 340, joined.error_column: 240}
    letters = {name: max(len(name), *frame[name].str.len()) for name in frame.columns}
    widths = {name: min(max(60, 24 + 8 * count), most.get(name, 170)) for name, count in letters.items()}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _take_choice(key: str, view: str, first: int) -> None:
    places = st.session_state[key]["selection"]["rows"]
    st.session_state["results_chosen"] = (view, first + places[0] if places else None)


def _frame(joined: Joined, shown: Sequence[int]) -> pd.DataFrame:
    """One page as text, each cell's start only: the detail has the whole of it."""
    cells = {
        name: [short(str(column[at]), _MOST_CHARACTERS) if column[at] is not None else "" for at in shown]
        for name, column in joined.columns.items()
    }
    return pd.DataFrame(
        cells, index=pd.Index(_numbers(joined, shown), name=row_heading(joined.columns), dtype=str), dtype=str
    )


def _numbers(joined: Joined, shown: Sequence[int]) -> list[str]:
    """The sheet's own row numbers; without a sheet, a count."""
    sheet = joined.sheet
    if sheet is None:
        return [str(at + 1) for at in shown]
    places = [joined.rows[at].sheet_row for at in shown]
    return ["" if place is None else str(sheet.numbers[place]) for place in places]


def _stepped(rows: Sequence[int], chosen: int) -> int:
    """Previous and next through the filtered rows; gives the index in the joined table."""
    view = st.session_state["results_chosen"][0]
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, to, icon in (("Previous", chosen - 1, "left"), ("Next", chosen + 1, "right")):
            st.button(
                f"{label} row",
                icon=f":material/chevron_{icon}:",
                key=f"results {label}",
                disabled=not 0 <= to < len(rows),
                on_click=_choose,
                args=(view, to),
            )
        st.button(
            "Close", icon=":material/close:", type="tertiary", key="results close", on_click=_choose, args=(view, None)
        )
        st.caption(f"Row {chosen + 1:,} of {len(rows):,} shown.", width="content")
    return rows[chosen]
