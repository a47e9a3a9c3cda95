"""The form for examples and earlier messages, which the model reads before the prompt."""

import secrets

import streamlit as st

from pages.parts.compose.recipe_widgets import TURNS

_ROLES = {"user": "User asks", "assistant": "Assistant answers"}


def turns_form() -> None:
    """Pairs of a user's message and the assistant's answer; both may use columns."""
    keys: list[str] = st.session_state[TURNS]
    with st.container(key="compose_turns_panel"):
        st.caption(
            "The model reads these before the prompt: examples of good answers, or the conversation so far. "
            "Columns such as \\{\\{Column name\\}\\} work here too."
        )
        for number, key in enumerate(keys, 1):
            _turn(number, key)
        st.button("Add an example", icon=":material/add:", key="turns add", type="tertiary", on_click=_add)


def _turn(number: int, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        role = st.selectbox(
            f"Who writes message {number}",
            list(_ROLES),
            key=f"{key} role",
            format_func=lambda role: _ROLES[role],
            label_visibility="collapsed",
            width=170,
            persist_state="session",
        )
        hint = "An example of a prompt" if role == "user" else "A good answer to it"
        st.text_area(
            f"Message {number}",
            key=f"{key} text",
            placeholder=hint,
            height=68,
            label_visibility="collapsed",
            width="stretch",
            persist_state="session",
        )
        st.button(
            f"Remove message {number}", icon=":material/close:", key=f"{key} remove", on_click=_remove, args=(key,)
        )


def _add() -> None:
    for role in _ROLES:
        key = secrets.token_hex(4)
        st.session_state[TURNS].append(key)
        st.session_state.update({f"{key} role": role, f"{key} text": ""})


def _remove(key: str) -> None:
    st.session_state[TURNS].remove(key)
