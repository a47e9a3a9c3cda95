"""What a reader makes of one answer: one key marks it and goes on."""

from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from lib.review import Mark
from lib.review.mark_store import answer_key
from lib.review.marks import VERDICTS, Progress, Verdict
from pages.parts.results.results_table import RowKey, choose_row
from pages.parts.results.session_marks import clear_mark, update_mark
from pages.parts.results.table_data import TableData

_KEYS: dict[Verdict, str] = {"OK": "O", "wrong": "W", "unsure": "U"}
_ICONS: dict[Verdict, str] = {
    "OK": ":material/check:",
    "wrong": ":material/close:",
    "unsure": ":material/question_mark:",
}


class _Reviewed(NamedTuple):
    """One row's answer, and what was said of it."""

    mark: Mark
    about: tuple[str, str]
    """The custom_id and the answer."""

    own: str
    """Names the answer in every widget's key: what is pressed or typed while the screen changes lands on no other."""


def _reviewed(table: TableData, at: int) -> _Reviewed | None:
    """None for a row without an answer."""
    row, result = table.joined.rows[at], table.joined.answer(at)
    if result is None:
        return None
    own = sha256(f"{row.custom_id} {answer_key(result.answer)}".encode()).hexdigest()[:12]
    return _Reviewed(table.review.marks.get(row.custom_id, Mark()), (row.custom_id, result.answer), own)


def verdict_form(table: TableData, at: int, after: RowKey) -> None:
    """The verdicts on one row's answer; none for a row without one."""
    reviewed = _reviewed(table, at)
    if reviewed is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="results_review_form"):
        for verdict in VERDICTS:
            _button(verdict, reviewed, after)
        if any(reviewed.mark):
            st.button(
                "Take the mark back",
                key=f"unmark {reviewed.own}",
                type="tertiary",
                icon=":material/undo:",
                on_click=clear_mark,
                args=reviewed.about,
            )
        said = f"Marked {reviewed.mark.verdict}. " if reviewed.mark.verdict else ""
        st.caption(f"{said}{progress_sentence(table.review.progress)}", width="content")


def _button(verdict: Verdict, reviewed: _Reviewed, after: RowKey) -> None:
    st.button(
        verdict[0].upper() + verdict[1:],
        key=f"mark {verdict} {reviewed.own}",
        icon=_ICONS[verdict],
        type="primary" if reviewed.mark.verdict == verdict else "secondary",
        shortcut=_KEYS[verdict],
        help="Marks this answer and goes on to the next one.",
        on_click=_mark,
        args=(verdict, reviewed.about, after),
    )


def _mark(verdict: Verdict, about: tuple[str, str], after: RowKey) -> None:
    update_mark(*about, verdict=verdict)
    choose_row(after)


def progress_sentence(progress: Progress) -> str:
    """`37 of 400 reviewed: 30 OK, 7 wrong.`"""
    said = [f"{number:,} {verdict}" for verdict, number in progress.verdicts.items() if number]
    return f"{progress}: {', '.join(said)}." if said else f"{progress}."


def note_form(table: TableData, at: int) -> None:
    """A note on one row's answer and a corrected text, one step away until there is one."""
    reviewed = _reviewed(table, at)
    if reviewed is None:
        return
    mark, about, own = reviewed
    with st.expander("Note and corrected text", bool(mark.note or mark.corrected), icon=":material/edit_note:"):
        for field, label, draw in (("note", "Note", st.text_input), ("corrected", "Corrected text", st.text_area)):
            key = f"{field} {own}"
            st.session_state[key] = getattr(mark, field)
            draw(label, key=key, on_change=_write, args=(field, key, about))
        st.caption("Kept with the verdict, and part of the downloads.")


def _write(field: str, key: str, about: tuple[str, str]) -> None:
    update_mark(*about, **{field: st.session_state[key] or ""})
