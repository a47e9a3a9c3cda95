"""What was removed on a page: one press brings it back."""

from collections.abc import Callable

import streamlit as st

from pages.parts.shared.formatting import plain

PutBack = Callable[[], None]


def remember_removed(place: str, name: str, put_back: PutBack) -> None:
    """Keeps what was removed until something is loaded there."""
    st.session_state.setdefault(_key(place), []).append((name, put_back))


def forget_removed(place: str) -> None:
    """Frees what was removed."""
    st.session_state.pop(_key(place), None)


def show_removed(place: str) -> None:
    """The offer to bring back what was removed, the last first."""
    removed: list[tuple[str, PutBack]] = st.session_state.get(_key(place), [])
    if not removed:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":gray[{plain(removed[-1][0])} was removed.]", width="content")
        st.button(
            "Bring it back",
            icon=":material/undo:",
            type="tertiary",
            key=f"{place.replace(' ', '_')}_bring_back",
            on_click=_bring_back,
            args=(place,),
        )


def _bring_back(place: str) -> None:
    removed: list[tuple[str, PutBack]] = st.session_state.get(_key(place), [])
    if removed:  # the second of two quick clicks may find nothing
        removed.pop()[1]()


def _key(place: str) -> str:
    return f"removed from {place}"
