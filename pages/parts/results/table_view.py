"""The view Table: a page of the joined table, and beside it all of the chosen row."""

import streamlit as st

from lib.common.phrasing import counted
from pages.parts.results.filters import row_count_sentence
from pages.parts.results.row_choice import chosen_position
from pages.parts.results.row_detail import show_row_detail
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.results.table_grid import draw_page, page_to_show, show_page_choice
from pages.parts.results.table_link import open_view
from pages.parts.shared.formatting import plain, truncated

_CAUSES_NAMED = 3


def show_table_view(table: TableData, shown: ShownRows) -> None:
    """The table, with the reasons of the failures that are filtered for, and the chosen row's detail."""
    _show_reasons(table, shown)
    if not shown.rows:
        st.info("No row matches. Change the filter or the search.", icon=":material/filter_alt_off:")
        return
    position = chosen_position(table, shown)
    page = page_to_show(shown, position)
    with st.container(horizontal=True, gap="small"):
        with st.container(width="stretch"):
            draw_page(table, shown, page, position)
        if position is not None:
            with st.container(width=490):
                show_row_detail(table, shown, position)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(row_count_sentence(table, shown), width="stretch")
        show_page_choice(shown, page)


def _show_reasons(table: TableData, shown: ShownRows) -> None:
    """Why the rows of the chosen states have no good answer, in a line, and the way to what helps."""
    if not set(shown.view.states) - {"OK", "Unknown", "Not sent", "No answer"}:
        return
    rows = set(shown.rows)
    counts = [(sum(row in rows for row in cause.rows), cause.title) for cause in table.causes]
    named = sorted(((count, title) for count, title in counts if count), reverse=True)
    if not named:
        return
    reasons = "; ".join(f"{counted(count, 'row')}: {truncated(title, 80)}" for count, title in named[:_CAUSES_NAMED])
    rest = f"; {counted(len(named) - _CAUSES_NAMED, 'more cause')}" if len(named) > _CAUSES_NAMED else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/help: {plain(f'{reasons}{rest}.')}", width="content")
        st.button("See what helps", key="results_reasons", type="tertiary", on_click=open_view, args=("Problems",))
