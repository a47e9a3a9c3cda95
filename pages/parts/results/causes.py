"""Why rows have no good answer: each cause with what to do about it, and its rows one press away."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from lib.common.phrasing import counted
from lib.failures import Cause
from lib.failures.known_errors import Helps
from pages.parts.shared.formatting import plain, truncated

_IN_SIGHT = 3
_WORDS = 600
_WIDTH = 900
"""Pixels: on a narrow screen the button then stands below the words."""

_ICONS: dict[Helps, str] = {
    "yes": ":material/replay:",
    "later": ":material/schedule:",
    "changed": ":material/build:",
    "no": ":material/block:",
    "unknown": ":material/help:",
}


def show_causes(found: Sequence[Cause]) -> None:
    """The causes with the most rows in sight, the others one step away."""
    if not found:
        return
    with st.container(border=True, gap="small", key="results_causes"):
        st.markdown("**Why rows have no good answer**")
        for cause in found[:_IN_SIGHT]:
            _show(cause)
        if rest := found[_IN_SIGHT:]:
            rows = sum(len(cause.rows) for cause in rest)
            with st.expander(f"{counted(len(rest), 'more cause')} ({counted(rows, 'row')})", icon=":material/list:"):
                for cause in rest:
                    _show(cause)


def _show(cause: Cause) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width=_WIDTH, gap="xxsmall"):
            st.markdown(f"{_ICONS[cause.helps]} **{counted(len(cause.rows), 'row')}: {plain(cause.title)}**")
            st.caption(plain(f"{cause.happened} {cause.retry} {cause.advice}"))
            if cause.kind == "unknown" and cause.words:
                st.text(truncated(cause.words, _WORDS))
        shown = chosen_cause() == cause.key
        st.button(
            "Show all rows" if shown else "Show these rows",
            key=f"cause {sha256(cause.key.encode()).hexdigest()[:10]}",
            icon=":material/filter_alt_off:" if shown else ":material/filter_alt:",
            type="tertiary",
            on_click=choose_cause,
            args=("" if shown else cause.key,),
        )


def chosen_cause() -> str:
    """The key of the cause whose rows alone are shown; empty for none."""
    key: str = st.session_state.get("cause shown", "")
    return key


def choose_cause(key: str) -> None:
    """Shows the rows of one cause alone, or, with an empty key, of all."""
    st.session_state["cause shown"] = key
