"""A request as a readable conversation, or as JSON."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from lib.batch.conversation import Turn
from lib.compose.marked_turns import MarkedTurn
from pages.parts.shared.formatting import plain, truncated

_MOST_CHARACTERS = 20_000
_AVATARS = {
    "system": ":material/settings:",
    "developer": ":material/settings:",
    "user": ":material/person:",
    "assistant": ":material/smart_toy:",
}


def show_turns(turns: Sequence[Turn]) -> None:
    """Every message under its role, as plain text."""
    for turn in turns:
        show_turn(turn.role, turn.text)


def show_turn(role: str, text: str) -> None:
    """One message. A very long one is cut on the screen, with a caption that says so."""
    with st.chat_message(role, avatar=_AVATARS.get(role, ":material/chat:")):
        st.caption(plain(role.capitalize()))
        st.text(truncated(text, _MOST_CHARACTERS))
        if len(text) > _MOST_CHARACTERS:
            st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters.")


_TEXT = "white-space: pre-wrap; overflow-wrap: anywhere"
_MARK = "background: color-mix(in srgb, currentColor 14%, transparent); color: inherit; border-radius: 0.2em"


def show_marked(turn: MarkedTurn, can_focus: bool = False) -> None:
    """A message with the row's own text marked. Every character is escaped.

    Args:
        can_focus: whether the keyboard reaches the message, so that the arrow keys scroll the box that it is in.
    """
    with st.chat_message(turn.role, avatar=_AVATARS[turn.role]):
        st.caption(plain(turn.role.capitalize()))
        html, room = "", _MOST_CHARACTERS
        for span in turn.spans:
            shown = escape(span.text[:room])
            html += shown if span.column is None else f'<mark style="{_MARK}">{shown}</mark>'
            room = max(0, room - len(span.text))
        focus = ' tabindex="0"' if can_focus else ""
        st.html(f'<div style="{_TEXT}"{focus}>{html}</div>')
        if not room:
            st.caption(f"The first {_MOST_CHARACTERS:,} of {len(turn.text):,} characters.")


def show_json(text: str) -> None:
    """JSON as it is, wrapped. A very long one is cut on the screen, with a caption that says so."""
    st.code(
        truncated(text, _MOST_CHARACTERS), language=None, wrap_lines=True
    )  # the colours of JSON have too little contrast
    if len(text) > _MOST_CHARACTERS:
        st.caption(f"The first {_MOST_CHARACTERS:,} of {len(text):,} characters. The file has all.")
