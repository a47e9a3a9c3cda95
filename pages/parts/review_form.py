"""What a reader makes of one answer: one key marks it and goes on."""

from hashlib import sha256

import streamlit as st

from lib.kept_marks import answer_key
from lib.review import VERDICTS, Mark, Progress, Verdict
from pages.parts.joined_table import Table
from pages.parts.marks import say, unsay
from pages.parts.result_table import Choice, choose

_KEYS: dict[Verdict, str] = {"OK": "O", "wrong": "W", "unsure": "U"}
_ICONS: dict[Verdict, str] = {
    "OK": ":material/check:",
    "wrong": ":material/close:",
    "unsure": ":material/question_mark:",
}


def review_form(table: Table, at: int, after: Choice) -> None:
    """The verdicts, the note and the corrected text of one row's answer; none for a row without an answer.

    Every widget's key names the answer: what is pressed or typed while the screen changes lands on no other row.
    """
    row, result = table.joined.rows[at], table.joined.result(at)
    if result is None or row.state == "Failed":
        return
    made = table.review.marks.get(row.custom_id, Mark())
    about = (row.custom_id, result.answer)
    own = sha256(f"{row.custom_id} {answer_key(result.answer)}".encode()).hexdigest()[:12]
    with st.container(key="results_review_form", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            for verdict in VERDICTS:
                _button(verdict, made, own, about, after)
            if any(made):
                st.button(
                    "Take the mark back",
                    key=f"unmark {own}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=unsay,
                    args=about,
                )
            st.caption(said_progress(table.review.progress), width="content")
        _texts(made, own, about)


def _button(verdict: Verdict, made: Mark, own: str, about: tuple[str, str], after: Choice) -> None:
    st.button(
        verdict[0].upper() + verdict[1:],
        key=f"mark {verdict} {own}",
        icon=_ICONS[verdict],
        type="primary" if made.verdict == verdict else "secondary",
        shortcut=_KEYS[verdict],
        help="Marks this answer and goes on to the next one.",
        on_click=_mark,
        args=(verdict, about, after),
    )


def _mark(verdict: Verdict, about: tuple[str, str], after: Choice) -> None:
    say(*about, verdict=verdict)
    choose(after)


def said_progress(progress: Progress) -> str:
    """`37 of 400 reviewed: 30 OK, 7 wrong.`"""
    said = [f"{number:,} {verdict}" for verdict, number in progress.verdicts.items() if number]
    return f"{progress}: {', '.join(said)}." if said else f"{progress}."


def _texts(made: Mark, own: str, about: tuple[str, str]) -> None:
    """A note and a corrected text, one step away until there is one."""
    with st.expander("Note and corrected text", bool(made.note or made.corrected), icon=":material/edit_note:"):
        for field, label, draw in (("note", "Note", st.text_input), ("corrected", "Corrected text", st.text_area)):
            key = f"{field} {own}"
            st.session_state[key] = getattr(made, field)
            draw(label, key=key, on_change=_write, args=(field, key, about))
        st.caption("Kept with the verdict, and part of the downloads.")


def _write(field: str, key: str, about: tuple[str, str]) -> None:
    say(*about, **{field: st.session_state[key] or ""})
