"""The view Review: check the answers one by one, or label a sample of rows without seeing the answers.

To check: one row in focus, its text, the answer beside it, and the marks with their keys on the right.
"""

import streamlit as st

from lib.join import Joined
from pages.parts.results.answer_detail import show_other_results
from pages.parts.results.codebook_panel import show_codebooks
from pages.parts.results.label_setup import show_label_setup
from pages.parts.results.review_form import progress_sentence, show_note_form, show_verdict_form
from pages.parts.results.review_marks import show_mark_files
from pages.parts.results.row_cells import longest_column
from pages.parts.results.row_choice import chosen_position, next_answered_row, show_row_buttons
from pages.parts.results.row_detail import show_answer, show_request, show_sheet_row, show_title
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.sources import JoinOptions
from pages.parts.results.table_data import TableData
from pages.parts.results.table_link import CHECK, LABEL, REVIEW_TASK, REVIEW_TASKS


def show_review_view(table: TableData, shown: ShownRows, options: JoinOptions) -> None:
    """The choice of the task, and the task."""
    task = st.segmented_control(
        "Task",
        REVIEW_TASKS,
        default=CHECK,
        key=REVIEW_TASK,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    if task == LABEL:
        show_label_setup(table, options)
    else:
        _show_checking(table, shown)


def _show_checking(table: TableData, shown: ShownRows) -> None:
    """The progress, the row in focus, and the files of an earlier review."""
    progress = table.review.progress
    done = sum(progress.verdicts.values())
    position = _position(table, shown)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.progress(min(1.0, done / progress.answers) if progress.answers else 0.0, text=progress_sentence(progress))
        if position is not None:
            with st.container(width=360):
                show_row_buttons(table, shown, position, is_closable=False)
    if position is None:
        st.info("The rows shown have no answer to check. Change the filter or the search.", icon=":material/info:")
    else:
        _show_focus(table, shown, position)
    show_mark_files(table)


def _position(table: TableData, shown: ShownRows) -> int | None:
    """The chosen row; else the first shown row whose answer is not checked, or the first with an answer."""
    if (position := chosen_position(table, shown)) is not None:
        return position
    with_answer = set(table.joined.with_answer())
    answered = [position for position, row in enumerate(shown.rows) if row in with_answer]
    marks = table.review.marks
    unchecked = (position for position in answered if not (mark := marks.get(shown.rows[position])) or not mark.verdict)
    return next(unchecked, answered[0] if answered else None)


def _show_focus(table: TableData, shown: ShownRows, position: int) -> None:
    joined, row = table.joined, shown.rows[position]
    text, answer, verdict = st.columns([5, 4, 3], gap="medium")
    with text, st.container(border=True, gap="small", key="results_focus"):
        show_title(joined, row)
        _show_question(joined, row)
    with answer:
        show_answer(table, row)
        show_other_results(joined, row)
        show_codebooks(table, row=row)
    with verdict:
        st.caption("Is this answer right? Press O for OK, W for wrong, U for unsure. The next row follows.")
        show_verdict_form(table, row, next_answered_row(table, shown, position), is_stacked=True)
        show_note_form(table, row)


def _show_question(joined: Joined, row: int) -> None:
    """What the answer is about: the row of the sheet, its longest text first; else what was sent."""
    joined_row = joined.rows[row]
    if joined.sheet is None or joined_row.sheet_row is None:
        show_request(joined, row)
        return
    show_sheet_row(joined.sheet, joined_row, longest_column(joined.sheet))
    if joined_row.request is not None:
        with st.expander("What was sent", icon=":material/outbox:"):
            show_request(joined, row)
