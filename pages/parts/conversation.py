"""A request as a readable conversation."""

from collections.abc import Sequence

import streamlit as st

from lib.request import Turn
from pages.parts.words import plain, short

_MOST_CHARACTERS = 20_000
_AVATARS = {
    "system": ":material/settings:",
    "developer": ":material/settings:",
    "user": ":material/person:",
    "assistant": ":material/smart_toy:",
}


def show_turns(turns: Sequence[Turn]) -> None:
    """Each message under its role, as plain text."""
    for turn in turns:
        show_turn(turn.role, turn.text)


def show_turn(role: str, text: str) -> None:
    """One message; a very long one is cut on the screen only, and says so."""
    with st.chat_message(role, avatar=_AVATARS.get(role, ":material/chat:")):
        st.caption(plain(role.capitalize()))
        st.text(short(text, _MOST_CHARACTERS))
        if len(text) > _MOST_CHARACTERS:
            st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters.")


def show_json(text: str) -> None:
    """JSON as it is, wrapped; a very long one is cut on the screen only, and says so."""
    st.code(short(text, _MOST_CHARACTERS), language="json", wrap_lines=True)
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters; the file has all.")
