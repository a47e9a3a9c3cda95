"""The doubts about how a sheet is read, each settled with one press, and the settled ones as quiet lines."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.common import Problem
from lib.sheets import Question, Sheet
from lib.sheets.doubts import (
    Settled,
    SheetChoices,
    keep_sheet,
    open_doubts,
    open_offers,
    reopen,
    settle_question,
    settled_doubts,
)
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.import_panel import ChangeChoices
from pages.parts.shared.reading_table import show_reading_rows
from pages.parts.shared.session import digest_of

_SIDE_BY_SIDE = 3
_LABEL = 80
"""Characters of a reading's label on its button."""

_MOST_KEPT = 3
"""Doubts of one kind that are shown one by one."""


def show_doubts(sheet: Sheet, choices: SheetChoices, change: ChangeChoices, prefix: str) -> None:
    """Open doubts with their buttons, then the questions that nothing waits for, then the settled doubts.

    Args:
        prefix: the start of each widget's key.
    """
    for problems in open_doubts(sheet, choices).values():
        questions = [problem for problem in problems if isinstance(problem, Question)]
        for question in questions:
            _show_question(question, change, prefix)
        if others := [problem for problem in problems if not isinstance(problem, Question)]:
            _show_plain_doubts(others, change, prefix)
    for question in open_offers(sheet, choices):
        _show_offer(question, change, prefix)
    if settled := settled_doubts(sheet, choices):
        with st.container(horizontal=True):
            for number, doubt in enumerate(settled):
                _show_settled(doubt, number, change, prefix)


def _show_question(question: Question, change: ChangeChoices, prefix: str) -> None:
    """The readings side by side; a phone shows one below the other."""
    st.warning(plain(str(question)), icon=":material/help:")
    numbers = range(len(question.readings))
    for start in numbers[::_SIDE_BY_SIDE]:
        side_by_side = numbers[start : start + _SIDE_BY_SIDE]
        for place, number in zip(st.columns(max(2, len(side_by_side))), side_by_side, strict=False):
            with place.container(border=True, height="stretch", vertical_alignment="distribute"):
                show_reading_rows(question.readings[number].rows)
                with st.container(horizontal=True, vertical_alignment="center"):
                    _reading_button(question, number, change, prefix)
                    if number == 0:
                        st.badge("In use now", color="gray")


def _show_offer(question: Question, change: ChangeChoices, prefix: str) -> None:
    """A question that nothing waits for, on one line."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/info: {plain(str(question))}", width="content")
        for number in range(len(question.readings)):
            _reading_button(question, number, change, prefix, ":material/check:" if number == 0 else None)


def _reading_button(
    question: Question, number: int, change: ChangeChoices, prefix: str, icon: str | None = None
) -> None:
    st.button(
        plain(truncated(question.readings[number].label, _LABEL)),
        key=f"{prefix} reading {question.kind} {number}",
        icon=icon,
        on_click=change,
        args=(partial(_use_reading, digest_of(question), number),),
    )


def _use_reading(digest: str, number: int, sheet: Sheet, choices: SheetChoices) -> SheetChoices:
    for note in sheet.notes:
        if isinstance(note, Question) and digest_of(note) == digest:
            return settle_question(choices, note, note.readings[number])
    return choices  # a second quick press: the question is settled


def _show_plain_doubts(problems: Sequence[Problem], change: ChangeChoices, prefix: str) -> None:
    """Doubts of one kind, and the button that keeps the sheet as it is."""
    lines = [plain(str(problem)) for problem in problems[:_MOST_KEPT]]
    if more := len(problems) - len(lines):
        lines.append(f"and {more:,} more like this")
    kind = problems[0].kind
    text, button = st.columns([6, 1], vertical_alignment="center")
    text.warning("  \n".join(lines), icon=":material/help:")
    button.button(
        "Keep as it is",
        key=f"{prefix} keep {kind}",
        width="stretch",
        on_click=change,
        args=(partial(_keep, kind),),
    )


def _keep(kind: str, sheet: Sheet, choices: SheetChoices) -> SheetChoices:
    doubts = [doubt for doubt in open_doubts(sheet, choices).get(kind, ()) if not isinstance(doubt, Question)]
    return keep_sheet(choices, doubts) if doubts else choices


def _show_settled(settled: Settled, number: int, change: ChangeChoices, prefix: str) -> None:
    """A quiet text, and the button that opens the doubt again."""
    text = settled.label or f"Kept as it is: {settled.kept[0].message}"
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
        st.caption(f":material/check: {plain(truncated(text))}", width="content")
        st.button(
            "Change",
            key=f"{prefix} change {settled.kind} {number}",
            type="tertiary",
            on_click=change,
            args=(partial(_ask_again, digest_of(settled)),),
        )


def _ask_again(digest: str, sheet: Sheet, choices: SheetChoices) -> SheetChoices:
    found = [settled for settled in choices.settled if digest_of(settled) == digest]
    return reopen(choices, found[0]) if found else choices
