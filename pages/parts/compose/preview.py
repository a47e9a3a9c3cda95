"""A preview of any row's request, as a conversation and as the exact line of the file."""

from bisect import bisect_left

import streamlit as st

from lib.common.phrasing import counted, listed
from lib.compose import Composition, Recipe, compose
from lib.compose.marked_turns import marked_turns, unused_columns
from lib.sheets import Sheet
from pages.parts.compose.example_picture import show_picture
from pages.parts.compose.layout import CONVERSATION, GLANCE
from pages.parts.compose.open_points import Doubts, is_ready, open_points
from pages.parts.shared.conversation import show_json, show_marked
from pages.parts.shared.formatting import plain, truncated

_ROW_FIELD = 130
"""Width of the field for a row's number."""

_ROW_ICON = ":material/table_rows:"


def show_preview(composition: Composition | None, doubts: Doubts) -> None:
    """The request of the chosen row, with buttons to the previous and next, and a field for any row."""
    with st.container(border=True, gap="xsmall"):
        if composition is None:
            show_picture()
            return
        request = _chosen_request(composition)
        with st.container(horizontal=True, vertical_alignment="center"):
            title = f"Request {request + 1:,} of {len(composition):,}" if len(composition) else "No row is left to send"
            st.markdown(f"**{title}**", width="content")
            _show_readiness(composition, doubts)
        if len(composition):
            _navigate(composition, request)
            _show_request(composition, request)


def show_glance(sheet: Sheet, recipe: Recipe) -> None:
    """A preview of the chosen row alone, while the requests of all rows are written."""
    row = min(bisect_left(sheet.numbers, _wanted_number(sheet)), len(sheet) - 1)
    composition = compose(sheet.single_row(row), recipe)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**One of {len(sheet):,} requests**", width="content")
            st.badge("Updating", icon=":material/hourglass_top:", color="gray")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button("Previous", icon=":material/chevron_left:", key="glance Previous", disabled=True)
            st.number_input(
                "Row",
                value=sheet.numbers[row],
                key="glance row",
                icon=_ROW_ICON,
                width=_ROW_FIELD,
                label_visibility="collapsed",
                disabled=True,
            )
            st.button("Next", icon=":material/chevron_right:", key="glance Next", disabled=True)
        if len(composition):
            _show_request(composition, 0, GLANCE)


def _show_request(composition: Composition, request: int, key: str = CONVERSATION) -> None:
    with st.container(key=key, gap="xsmall"):
        for place, turn in enumerate(marked_turns(composition, request)):
            show_marked(turn, can_focus=place == 0)
    _show_columns(composition)
    with st.expander("The exact line in the file", icon=":material/data_object:"):
        show_json(composition.line(request).decode().removesuffix("\n"))


def _show_readiness(composition: Composition, doubts: Doubts) -> None:
    """A badge that says whether the batch can be downloaded."""
    if is_ready(composition, doubts):
        st.badge(f"{counted(len(composition), 'request')} ready", icon=":material/check:", color="green")
    else:
        st.badge(open_points(composition, doubts), icon=":material/arrow_downward:", color="orange")


def _show_columns(composition: Composition) -> None:
    """A caption that names the marked columns and the unused ones."""
    used = composition.resolved.templates.content_columns
    text = f"Marked: from {', '.join(truncated(name, 40) for name in used)}. " if used else ""
    unused = unused_columns(composition)
    text += f"Not used: {listed(unused, 4, say=lambda name: truncated(name, 40))}." if unused else ""
    if text:
        st.caption(plain(text))


def _chosen_request(composition: Composition) -> int:
    """The index of the request to show. The session keeps its row number, because other rows may be left out later."""
    wanted = bisect_left(composition.sheet.numbers, _wanted_number(composition.sheet))
    return min(bisect_left(composition.rows, wanted), len(composition) - 1)


def _navigate(composition: Composition, request: int) -> None:
    """The buttons and the field that choose a row."""
    numbers = composition.sheet.numbers
    wanted = _wanted_number(composition.sheet)
    st.session_state["compose_row"] = number = numbers[composition.rows[request]]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _step(composition, request - 1, "Previous", ":material/chevron_left:")
        st.number_input(
            "Row",
            numbers[0],
            numbers[-1],
            key="compose_row",
            icon=_ROW_ICON,
            width=_ROW_FIELD,
            label_visibility="collapsed",
            on_change=_jump,
        )
        _step(composition, request + 1, "Next", ":material/chevron_right:")
        if wanted != number:
            st.caption(f"Row {wanted} is not sent.", width="content")


def _wanted_number(sheet: Sheet) -> int:
    """The number of the row that the user chose, else of the first row."""
    number: int = st.session_state.get("preview row") or sheet.numbers[0]
    return number


def _step(composition: Composition, request: int, label: str, icon: str) -> None:
    exists = 0 <= request < len(composition)
    number = composition.sheet.numbers[composition.rows[request]] if exists else None
    st.button(label, icon=icon, key=f"preview {label}", disabled=not exists, on_click=_go, args=(number,))


def _go(number: int | None) -> None:
    st.session_state["preview row"] = number


def _jump() -> None:
    _go(st.session_state["compose_row"])
