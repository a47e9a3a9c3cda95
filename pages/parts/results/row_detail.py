"""All of one row: its state, the answer with its fields, what was sent, the sheet's cells, and the raw JSON."""

from functools import partial

import streamlit as st

from lib.batch.conversation import conversation
from lib.join import Joined
from lib.join.joined_table import JoinedRow
from lib.join.request_counts import Word
from lib.json.codec import pretty
from lib.sheets import Sheet
from pages.parts.results.answer_detail import show_other_results, show_whole_answer
from pages.parts.results.codebook_panel import show_codebooks
from pages.parts.results.correction_form import is_correctable, show_answer_field, show_fields, show_limit
from pages.parts.results.ledger import COLOURS
from pages.parts.results.review_form import show_note_form, show_verdict_form
from pages.parts.results.row_cells import scroll_box, show_cells
from pages.parts.results.row_choice import next_answered_row, show_row_buttons
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.results.table_grid import TABLE_HEIGHT
from pages.parts.shared.conversation import show_json, show_turns
from pages.parts.shared.formatting import plain

_EXPLANATIONS: dict[Word, str] = {
    "Missing": "Sent, and in none of the loaded files. Load all parts of the output, and the error file.",
    "Not sent": "No request was made from this row.",
    "Cut short": "The length limit stopped the answer. Send the row again with a higher limit.",
    "Refused": "The model or a content filter refused.",
    "Unknown": "The loaded batch has no request with this id.",
}


def show_row_detail(table: TableData, shown: ShownRows, position: int) -> None:
    """The chosen row in a pane beside the table, the answer first.

    Args:
        position: the row's position among the shown rows.
    """
    joined, row = table.joined, shown.rows[position]
    with st.container(height=TABLE_HEIGHT, border=True, gap="small", key="results_detail"):
        show_row_buttons(table, shown, position)
        show_title(joined, row)
        show_verdict_form(table, row, next_answered_row(table, shown, position))
        show_answer(table, row)
        show_other_results(joined, row)
        show_codebooks(table, row=row, is_open=False)
        show_request(joined, row)
        show_sheet_row(joined.sheet, joined.rows[row])
        show_note_form(table, row)
        _show_raw(joined, joined.rows[row])


def show_title(joined: Joined, row: int) -> None:
    """The row's number, state and id, its note, and what the state means where it is not OK."""
    joined_row = joined.rows[row]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if joined.sheet is not None and joined_row.sheet_row is not None:
            st.markdown(f"**Row {joined.sheet.numbers[joined_row.sheet_row]} of the sheet**", width="content")
        if joined_row.state:
            st.badge(joined_row.state, color=COLOURS[joined_row.state])
        with st.container(key="results_detail_id", width="content"):
            st.text(joined_row.custom_id or "no custom_id", width="content")
    if joined_row.note:
        st.caption(plain(joined_row.note))
    if joined_row.state in _EXPLANATIONS and (joined.sent or joined_row.state != "Not sent"):
        st.caption(_EXPLANATIONS[joined_row.state])


def show_answer(table: TableData, row: int) -> None:
    """The answer's fields to read and correct where it was split into columns, else all of it."""
    joined = table.joined
    show_text = None
    if is_correctable(table, row, joined.answer_column):
        show_text = partial(_show_editable, table, row)
    else:
        show_limit(table, row)
    if table.joined.answer(row) is None or not _has_fields(table, row):
        show_whole_answer(joined, row, show_text)
        return
    show_fields(table, row)
    with st.expander("The whole answer", icon=":material/notes:"):
        show_whole_answer(joined, row, show_text)


def _show_editable(table: TableData, row: int, answer: str) -> None:
    show_answer_field(table, row, "Whole answer" if _has_fields(table, row) else "Answer")


def _has_fields(table: TableData, row: int) -> bool:
    """Whether the answer fills any column of its own."""
    names = set(table.answer_columns.field_names) - {table.answer_columns.check}
    columns = table.columns
    return any(columns[name][row] not in ("", None) or row in table.corrected.originals.get(name, ()) for name in names)


def show_request(joined: Joined, row: int) -> None:
    """The messages that were sent."""
    if (request := joined.rows.requests[row]) is None:
        return
    turns = conversation(joined.sent[request[0]].body(request[1]))
    st.markdown("**What was sent**")
    with scroll_box(sum(len(turn.text) for turn in turns)):
        show_turns(turns)


def show_sheet_row(sheet: Sheet | None, row: JoinedRow, first: str = "") -> None:
    """The cells of the sheet's row.

    Args:
        first: the column to begin with.
    """
    if sheet is None or row.sheet_row is None:
        st.caption("No row of the sheet belongs to this result." if sheet else "No sheet is loaded.")
        return
    st.markdown("**In the sheet**")
    cells = list(zip(sheet.columns, sheet.row(row.sheet_row), strict=True))
    show_cells(sorted(cells, key=lambda cell: cell[0] != first))


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
