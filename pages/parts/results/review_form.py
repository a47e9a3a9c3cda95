"""The form that checks one answer: a key press marks it and moves to the next one."""

from hashlib import sha256
from typing import Literal, NamedTuple

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


class _CheckedAnswer(NamedTuple):
    """One row's answer with its mark."""

    key: MarkKey
    mark: Mark

    @property
    def digest(self) -> str:
        """Part of every widget's key, so that a click or a text while the screen changes reaches no other answer."""
        return sha256(str(self.key).encode()).hexdigest()[:12]


def show_verdict_form(table: TableData, row: int, next_row: RowKey, *, is_stacked: bool = False) -> None:
    """The verdicts on one row's answer, if it has one: side by side, or one below the other."""
    checked = _checked_answer(table, row)
    if checked is None:
        return
    with st.container(horizontal=not is_stacked, vertical_alignment="center", gap="small", key="results_review_form"):
        for verdict in VERDICTS:
            _show_verdict_button(verdict, checked, next_row, "stretch" if is_stacked else "content")
        if checked.mark.verdict or checked.mark.note:
            st.button(
                "Remove mark",
                key=f"unmark {checked.digest}",
                type="tertiary",
                icon=":material/undo:",
                on_click=clear_mark,
                args=(checked.key,),
            )
        if checked.mark.verdict:
            st.caption(f"Marked {checked.mark.verdict}.", width="content")


def show_note_form(table: TableData, row: int) -> None:
    """A note on one row's answer."""
    checked = _checked_answer(table, row)
    if checked is None:
        return
    key = f"note {checked.digest}"
    st.session_state[key] = checked.mark.note
    st.text_input(
        "Note", key=key, placeholder="A note for the downloads", on_change=_take_note, args=(key, checked.key)
    )


def progress_sentence(progress: Progress) -> str:
    """`37 of 400 checked: 30 OK, 7 wrong. 2 corrected.`"""
    verdicts = [f"{count:,} {verdict}" for verdict, count in progress.verdicts.items() if count]
    corrected = f" {progress.corrected:,} corrected." if progress.corrected else ""
    return (f"{progress}: {', '.join(verdicts)}." if verdicts else f"{progress}.") + corrected


def _checked_answer(table: TableData, row: int) -> _CheckedAnswer | None:
    if table.joined.answer(row) is None:
        return None
    key = row_keys(table.joined, table.version[0]).key(row)
    return _CheckedAnswer(key, table.review.marks.get(row, Mark()))


def _show_verdict_button(
    verdict: Verdict, checked: _CheckedAnswer, next_row: RowKey, width: Literal["stretch", "content"]
) -> None:
    st.button(
        verdict[0].upper() + verdict[1:],
        key=f"mark {verdict} {checked.digest}",
        icon=_ICONS[verdict],
        type="primary" if checked.mark.verdict == verdict else "secondary",
        shortcut=_SHORTCUTS[verdict],
        help="Marks this answer and moves to the next one.",
        width=width,
        on_click=_take_verdict,
        args=(verdict, checked, next_row),
    )


def _take_verdict(verdict: Verdict, checked: _CheckedAnswer, next_row: RowKey) -> None:
    update_mark(checked.key, verdict=verdict)
    choose_row(next_row)


def _take_note(key: str, mark_key: MarkKey) -> None:
    update_mark(mark_key, note=st.session_state[key] or "")
