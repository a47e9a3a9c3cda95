"""Why rows have no good answer: each cause with what to do about it, and a button that shows its rows."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from lib.common.phrasing import counted
from lib.failures import Cause
from lib.failures.known_cause import RetryHelps
from pages.parts.shared.formatting import plain, truncated

_CAUSES_IN_SIGHT = 3
_MESSAGE_CHARACTERS = 600
_TEXT_WIDTH = 900
"""Pixels: on a narrow screen the button then moves below the text."""

_ICONS: dict[RetryHelps, str] = {
    "yes": ":material/replay:",
    "later": ":material/schedule:",
    "changed": ":material/build:",
    "no": ":material/block:",
    "unknown": ":material/help:",
}


def show_causes(causes: Sequence[Cause]) -> None:
    """The causes with the most rows in sight, the others one click away."""
    if not causes:
        return
    with st.container(border=True, gap="small", key="results_causes"):
        st.markdown("**Why rows have no good answer**")
        for cause in causes[:_CAUSES_IN_SIGHT]:
            _show(cause)
        if rest := causes[_CAUSES_IN_SIGHT:]:
            rows = sum(len(cause.rows) for cause in rest)
            with st.expander(f"{counted(len(rest), 'more cause')} ({counted(rows, 'row')})", icon=":material/list:"):
                for cause in rest:
                    _show(cause)


def chosen_cause() -> str:
    """The key of the only cause whose rows are shown; empty for all rows."""
    key: str = st.session_state.get("cause shown", "")
    return key


def choose_cause(key: str) -> None:
    """Shows only the rows of one cause; an empty key shows all rows."""
    st.session_state["cause shown"] = key


def cause_digest(cause: Cause) -> str:
    """A short form of the cause's key, for the keys of widgets."""
    return sha256(cause.key.encode()).hexdigest()[:10]


def _show(cause: Cause) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width=_TEXT_WIDTH, gap="xxsmall"):
            st.markdown(f"{_ICONS[cause.helps]} **{counted(len(cause.rows), 'row')}: {plain(cause.title)}**")
            st.caption(plain(f"{cause.explanation} {cause.retry_advice} {cause.advice}"))
            if cause.kind == "unknown" and cause.message:
                st.text(truncated(cause.message, _MESSAGE_CHARACTERS))
        is_chosen = chosen_cause() == cause.key
        st.button(
            "Show all rows" if is_chosen else "Show these rows",
            key=f"cause {cause_digest(cause)}",
            icon=":material/filter_alt_off:" if is_chosen else ":material/filter_alt:",
            type="tertiary",
            on_click=choose_cause,
            args=("" if is_chosen else cause.key,),
        )
