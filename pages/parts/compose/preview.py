"""Any row's request, as a conversation and as the exact line of the file."""

from bisect import bisect_left
from collections.abc import Sequence

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted, listed
from lib.compose import Composition, Recipe, compose
from lib.compose.preview import marked_turns, unused_columns
from lib.sheets import Sheet
from pages.parts.shared.conversation import show_json, show_marked
from pages.parts.shared.formatting import plain, truncated


def show_preview(composition: Composition | None) -> None:
    """The request of the chosen row, with previous, next and a jump to any row."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Preview of a request**", width="content")
            if composition is not None:
                _show_readiness(composition)
        for problem in _blocking(composition):
            st.caption(f":material/error: {plain(str(problem))}")
        if composition is None:
            st.caption("Load a sheet to see exactly what will be sent.")
        elif len(composition):
            _show_request(composition, _navigate(composition))
        else:
            st.caption("No row is left to send.")


def show_glance(sheet: Sheet, recipe: Recipe) -> None:
    """The same of the chosen row alone, for as long as all the others are being written."""
    at = min(bisect_left(sheet.numbers, _wanted(sheet)), len(sheet) - 1)
    composition = compose(sheet.single_row(at), recipe)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("**Preview of a request**", width="content")
            st.badge("Updating", icon=":material/hourglass_top:", color="gray")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.button("Previous", icon=":material/chevron_left:", key="glance Previous", disabled=True)
            st.number_input("Row", value=sheet.numbers[at], key="glance row", width=130, disabled=True)
            st.button("Next", icon=":material/chevron_right:", key="glance Next", disabled=True)
            st.caption(f"One of {len(sheet):,} rows.", width="content")
        if len(composition):
            _show_request(composition, 0)


def _show_request(composition: Composition, at: int) -> None:
    for turn in marked_turns(composition, at):
        show_marked(turn)
    _show_columns(composition)
    with st.expander("The exact line in the file", icon=":material/data_object:", expanded=True):
        show_json(composition.line(at).decode().removesuffix("\n"))


def _show_readiness(composition: Composition) -> None:
    """Whether the batch can be downloaded, beside what is being written."""
    if composition.ready:
        st.badge(f"{counted(len(composition), 'request')} ready", icon=":material/check:", color="green")
    else:
        st.badge("Something to settle below", icon=":material/arrow_downward:", color="orange")


def _blocking(composition: Composition | None) -> Sequence[Problem]:
    """What must be fixed first: it stands below in full, out of sight of what is being written."""
    problems = composition.problems if composition else ()
    return [problem for problem in problems if problem.severity == "blocks"][:1]


def _show_columns(composition: Composition) -> None:
    """What the marks are, and which columns the requests leave alone."""
    sheet, used = composition.sheet, composition.templates.columns
    said = f"Marked: from {', '.join(truncated(sheet.columns[place], 40) for place in used)}. " if used else ""
    unused = unused_columns(composition)
    said += f"Not used: {listed(unused, 6, say=lambda name: truncated(name, 40))}." if unused else ""
    if said:
        st.caption(plain(said))


def _navigate(composition: Composition) -> int:
    """The index of the request to show. The row's number is the only state: rows may come and go."""
    numbers = composition.sheet.numbers
    wanted = _wanted(composition.sheet)
    at = min(bisect_left(composition.rows, bisect_left(numbers, wanted)), len(composition) - 1)
    st.session_state["compose_row"] = row = numbers[composition.rows[at]]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _step(composition, at - 1, "Previous", ":material/chevron_left:")
        st.number_input("Row", numbers[0], numbers[-1], key="compose_row", width=130, on_change=_jump)
        _step(composition, at + 1, "Next", ":material/chevron_right:")
        skipped = f" Row {wanted} is not sent." if wanted != row else ""
        st.caption(f"Request {at + 1:,} of {len(composition):,}.{skipped}", width="content")
    return at


def _wanted(sheet: Sheet) -> int:
    """The number of the row that was asked for."""
    number: int = st.session_state.get("preview row") or sheet.numbers[0]
    return number


def _step(composition: Composition, to: int, label: str, icon: str) -> None:
    there = 0 <= to < len(composition)
    number = composition.sheet.numbers[composition.rows[to]] if there else None
    st.button(label, icon=icon, key=f"preview {label}", disabled=not there, on_click=_go, args=(number,))


def _go(number: int | None) -> None:
    st.session_state["preview row"] = number


def _jump() -> None:
    _go(st.session_state["compose_row"])
