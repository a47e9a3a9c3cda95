"""All of the chosen row: its cells, what was sent, what came back, its review, and the raw JSON."""

from typing import Any

import streamlit as st

from lib.batch.conversation import conversation
from lib.join import Joined
from lib.join.joined_table import JoinedRow
from lib.join.request_counts import Word
from lib.json.codec import pretty
from lib.sheets import Sheet
from pages.parts.results.answer_detail import show_answer
from pages.parts.results.review_form import show_note_form, show_verdict_form
from pages.parts.results.row_cells import scroll_box, show_cells
from pages.parts.results.row_choice import next_answered_row, show_row_buttons
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.conversation import show_json, show_turns
from pages.parts.shared.formatting import plain

_COLOURS: dict[str, Any] = {
    "OK": "green",
    "Failed": "red",
    "Cut short": "orange",
    "Refused": "orange",
    "Missing": "gray",
    "Unknown": "violet",
    "Not sent": "gray",
}
_EXPLANATIONS: dict[Word, str] = {
    "Missing": "Sent, and in none of the loaded files. Load all parts of the output, and the error file.",
    "Not sent": "No request was made from this row.",
    "Cut short": "The length limit stopped the answer. Send the row again with a higher limit.",
    "Refused": "The model or a content filter refused.",
    "Unknown": "The loaded batch has no request with this id.",
}


def show_row_detail(table: TableData, shown: ShownRows, position: int) -> None:
    """The chosen row: the sheet's cells on the left, the answer and what was sent on the right.

    Args:
        position: the row's position among the shown rows.
    """
    show_row_buttons(table, shown, position)
    joined, row = table.joined, shown.rows[position]
    joined_row = joined.rows[row]
    with st.container(border=True, key="results_detail"):
        _show_title(joined_row, is_sent_known=bool(joined.sent))
        show_verdict_form(table, row, next_answered_row(table, shown, position))
        left, right = st.columns([2, 3], gap="medium")
        with left:
            _show_sheet_row(joined.sheet, joined_row)
        with right:
            show_answer(joined, row)
            _show_request(joined, joined_row)
        show_note_form(table, row)
        _show_raw(joined, joined_row)


def _show_title(row: JoinedRow, *, is_sent_known: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if row.state:
            st.badge(row.state, color=_COLOURS[row.state])
        st.code(row.custom_id or "no custom_id", language=None, width="content")
        if row.note:
            st.caption(plain(row.note), width="content")
    if row.state in _EXPLANATIONS and (is_sent_known or row.state != "Not sent"):
        st.caption(_EXPLANATIONS[row.state])


def _show_sheet_row(sheet: Sheet | None, row: JoinedRow) -> None:
    if sheet is None or row.sheet_row is None:
        st.caption("No row of the sheet belongs to this result." if sheet else "No sheet is loaded.")
        return
    st.markdown(f"**Row {sheet.numbers[row.sheet_row]} of the sheet**")
    show_cells(list(zip(sheet.columns, sheet.row(row.sheet_row), strict=True)))


def _show_request(joined: Joined, row: JoinedRow) -> None:
    if row.request is None:
        return
    file, request = row.request
    turns = conversation(joined.sent[file].body(request))
    st.markdown("**What was sent**")
    with scroll_box(sum(len(turn.text) for turn in turns)):
        show_turns(turns)


def _show_raw(joined: Joined, row: JoinedRow) -> None:
    """The JSON of the request and of all its result lines, read from the files again only when opened."""
    positions = joined.best_results.positions(row.custom_id)
    if row.request is None and not positions:
        return
    are_several = len(positions) > 1
    label = f"Raw JSON, {len(positions)} result lines" if are_several else "Raw JSON"
    panel = st.expander(label, icon=":material/data_object:", on_change="rerun", key="results_raw")
    if not panel.open:
        return
    with panel:
        if row.request is not None:
            file, request = row.request
            st.caption(f"Request in {plain(joined.sent[file].name)}")
            show_json(joined.sent[file].line(request).decode().strip())
        for file, result in positions:
            shown_above = " (shown above)" if (file, result) == row.result and are_several else ""
            st.caption(f"Result in {plain(joined.results[file].name)}{shown_above}")
            show_json(pretty(joined.results[file].raw(result)))
