"""The form that reviews one answer: a key press marks it and moves to the next one."""

from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from lib.review import Mark, MarkKey
from lib.review.marks import VERDICTS, Progress, Verdict
from pages.parts.results.row_choice import RowKey, choose_row
from pages.parts.results.session_marks import clear_mark, row_keys, update_mark
from pages.parts.results.table_data import TableData

_SHORTCUTS: dict[Verdict, str] = {"OK": "O", "wrong": "W", "unsure": "U"}
_ICONS: dict[Verdict, str] = {
    "OK": ":material/check:",
    "wrong": ":material/close:",
    "unsure": ":material/question_mark:",
}


class _ReviewedAnswer(NamedTuple):
    """One row's answer with its mark."""

    key: MarkKey
    mark: Mark

    @property
    def digest(self) -> str:
        """Part of every widget's key, so that a click or a text while the screen changes reaches no other answer."""
        return sha256(str(self.key).encode()).hexdigest()[:12]


def show_verdict_form(table: TableData, row: int, next_row: RowKey) -> None:
    """The verdicts on one row's answer, if it has one."""
    reviewed = _reviewed_answer(table, row)
    if reviewed is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="results_review_form"):
        for verdict in VERDICTS:
            _show_verdict_button(verdict, reviewed, next_row)
        if any(reviewed.mark):
            st.button(
                "Remove mark",
                key=f"unmark {reviewed.digest}",
                type="tertiary",
                icon=":material/undo:",
                on_click=clear_mark,
                args=(reviewed.key,),
            )
        if reviewed.mark.verdict:
            st.caption(f"Marked {reviewed.mark.verdict}.", width="content")


def show_note_form(table: TableData, row: int, *, is_folded: bool = True) -> None:
    """A note on one row's answer and a corrected text, folded until there is one."""
    reviewed = _reviewed_answer(table, row)
    if reviewed is None:
        return
    mark = reviewed.mark
    is_open = not is_folded or bool(mark.note or mark.corrected)
    with st.expander("Note and corrected text", is_open, icon=":material/edit_note:"):
        for field, label, draw in (("note", "Note", st.text_input), ("corrected", "Corrected text", st.text_area)):
            key = f"{field} {reviewed.digest}"
            st.session_state[key] = getattr(mark, field)
            draw(label, key=key, on_change=_take_text, args=(field, key, reviewed))
        st.caption("Batchdesk keeps both with the verdict and adds them to the downloads.")


def progress_sentence(progress: Progress) -> str:
    """`37 of 400 reviewed: 30 OK, 7 wrong.`"""
    verdicts = [f"{count:,} {verdict}" for verdict, count in progress.verdicts.items() if count]
    return f"{progress}: {', '.join(verdicts)}." if verdicts else f"{progress}."


def _reviewed_answer(table: TableData, row: int) -> _ReviewedAnswer | None:
    if table.joined.answer(row) is None:
        return None
    key = row_keys(table.joined, table.version[0]).key(row)
    return _ReviewedAnswer(key, table.review.marks.get(row, Mark()))


def _show_verdict_button(verdict: Verdict, reviewed: _ReviewedAnswer, next_row: RowKey) -> None:
    st.button(
        verdict[0].upper() + verdict[1:],
        key=f"mark {verdict} {reviewed.digest}",
        icon=_ICONS[verdict],
        type="primary" if reviewed.mark.verdict == verdict else "secondary",
        shortcut=_SHORTCUTS[verdict],
        help="Marks this answer and moves to the next one.",
        on_click=_take_verdict,
        args=(verdict, reviewed, next_row),
    )


def _take_verdict(verdict: Verdict, reviewed: _ReviewedAnswer, next_row: RowKey) -> None:
    update_mark(reviewed.key, verdict=verdict)
    choose_row(next_row)


def _take_text(field: str, key: str, reviewed: _ReviewedAnswer) -> None:
    update_mark(reviewed.key, **{field: st.session_state[key] or ""})
