"""The chosen row of the table: kept by its custom_id, since filters, sorting and other files move indexes."""

import streamlit as st

from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.session import FILES, derived, digest_of

RowKey = str | tuple[str, int]
"""A row's custom_id; for a row that was not sent, the table's layout and the row's index in the sheet."""

CHOSEN_ROW, _FOLLOW_KEY, _MOVES_KEY = "results_chosen", "results_follow", "results_moves"


def row_key(table: TableData, row: int) -> RowKey:
    """What identifies a row of the joined table."""
    joined = table.joined.rows[row]
    return joined.custom_id or (table.layout, joined.sheet_row or 0)


def chosen_position(table: TableData, shown: ShownRows) -> int | None:
    """The chosen row's position among the shown rows; a choice that is not among them ends."""
    choice: RowKey | None = st.session_state.get(CHOSEN_ROW)
    if choice is None:
        return None
    rows = derived("rows by key", table.layout, lambda: _rows_by_key(table), owner=FILES)
    row = rows.get(choice)
    if row is None or row not in shown.rows:
        st.session_state[CHOSEN_ROW] = None
        return None
    return shown.rows.index(row)


def set_choice(choice: RowKey | None) -> None:
    """Takes a choice made in the table itself."""
    st.session_state[CHOSEN_ROW] = choice


def choose_row(choice: RowKey | None) -> None:
    """Takes a choice made outside the table: the table's page follows."""
    set_choice(choice)
    st.session_state[_FOLLOW_KEY] = True
    st.session_state[_MOVES_KEY] = choice_moves() + 1


def choice_moves() -> int:
    """Number of choices made outside the table."""
    moves: int = st.session_state.get(_MOVES_KEY, 0)
    return moves


def take_outside_choice() -> bool:
    """Whether the choice was made outside the table since the last call."""
    return bool(st.session_state.pop(_FOLLOW_KEY, False))


def next_answered_row(table: TableData, shown: ShownRows, position: int) -> RowKey:
    """The next shown row that has an answer; the row itself if it is the last one."""
    following = shown.rows[position + 1 :]
    return row_key(table, next(filter(table.joined.answer, following), shown.rows[position]))


def show_row_buttons(table: TableData, shown: ShownRows, position: int, *, is_closable: bool = True) -> None:
    """Buttons for the previous and the next of the shown rows, and one that closes the row."""
    rows = shown.rows
    here = digest_of(row_key(table, rows[position]))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for label, target, icon, letter in (
            ("Previous", position - 1, "left", "P"),
            ("Next", position + 1, "right", "N"),
        ):
            exists = 0 <= target < len(rows)
            st.button(
                f"{label} row",
                icon=f":material/chevron_{icon}:",
                key=f"results {label} {here}",
                disabled=not exists,
                shortcut=letter,
                on_click=choose_row,
                args=(row_key(table, rows[target]) if exists else None,),
            )
        if is_closable:
            st.button(
                "Close",
                icon=":material/close:",
                type="tertiary",
                key="results close",
                on_click=choose_row,
                args=(None,),
            )
        st.caption(f"{position + 1:,} of {len(rows):,}", width="content")


def _rows_by_key(table: TableData) -> dict[RowKey, int]:
    rows = table.joined.rows
    return {
        custom_id or (table.layout, rows.sheet_rows[row] or 0): row for row, custom_id in enumerate(rows.custom_ids)
    }
