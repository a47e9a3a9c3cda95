"""The fields for choices and stop words, with the items that Batchdesk reads in them, and a question if in doubt."""

from collections.abc import Sequence

import streamlit as st

from lib.common.phrasing import counted
from lib.compose.stop_words import offered_stop_words, read_stop_words, write_stop_words
from lib.compose.typed_lists import TypedList, read_list, write_list
from lib.providers.fields import MOST_STOPS
from pages.parts.compose.recipe_widgets import key_of
from pages.parts.shared.formatting import plain, truncated

_SHOWN = 30
"""Items shown; a longer list ends with the number of the others."""

_ITEM = 60
_LABEL = 90
"""Characters of an item, and of the items on a button."""


def choices_field(number: int, key: str) -> None:
    """The field for the choices of a column, with the choices that it holds."""
    st.text_area(
        f"Choices of column {number}",
        key=f"{key} choices",
        height="content",
        placeholder="One on each line, or separated by commas: good, bad, neither",
        help="Commas, semicolons, bars, slashes, tabs, bullets and numbers separate choices. One on each line always "
        "works. Put a choice that contains such a sign in quotes.",
        persist_state="session",
    )
    typed = read_list(st.session_state[f"{key} choices"] or "")
    if not typed.is_certain:
        _ask_reading(typed, key)
    elif len(typed.items) == 1 and st.session_state[f"{key} one choice"] != typed.items[0]:
        _ask_single(typed.items[0], key)
    else:
        _show_items(typed.items, "choice")


def stop_field() -> None:
    """The field for the stop words, with the words that it holds."""
    key = key_of("stop")
    help_text = (
        f"The answer ends before any of these. Write one on each line, up to {MOST_STOPS}. "
        "Write \\\\n for a line break, \\\\t for a tab, and quotes around a word that begins or ends with a blank."
    )
    st.text_area("Stop sequences", key=key, height="content", help=help_text, persist_state="session")
    text = st.session_state[key] or ""
    _show_items(read_stop_words(text), "stop sequence")
    if offered := offered_stop_words(text):
        label = f"Use {counted(len(offered), 'stop sequence')}: {_joined(offered)}"
        args = (key, write_stop_words(offered))
        st.button(label, key="stop offer", on_click=st.session_state.__setitem__, args=args)


def _show_items(items: Sequence[str], noun: str) -> None:
    """The items of a list, after their number."""
    if not items:
        return
    shown = " · ".join(f"**{_visible(item)}**" for item in items[:_SHOWN])
    more = f" and {len(items) - _SHOWN:,} more" if len(items) > _SHOWN else ""
    st.markdown(f"{counted(len(items), noun)}: {shown}{more}")


def _visible(item: str) -> str:
    """An item with its blank ends, line breaks and tabs as signs."""
    ends = len(item) - len(item.lstrip(" ")), len(item) - len(item.rstrip(" "))
    shown = "␣" * ends[0] + item.strip(" ") + "␣" * ends[1] if item.strip(" ") else "␣" * len(item)
    return plain(truncated(shown.replace("\n", "↵").replace("\t", "⇥"), _ITEM))


def _joined(items: Sequence[str]) -> str:
    return truncated(" · ".join(map(_visible, items)), _LABEL)


def _ask_reading(typed: TypedList, key: str) -> None:
    """The readings of a list, side by side; a press writes the list so that it has only this one."""
    with st.container(border=True, gap="small"):
        st.markdown(":material/help: **Which choices do you mean?**")
        for index, items in enumerate(typed.readings):
            label = f"Use {counted(len(items), 'choice')}: {_joined(items)}"
            args = (key, write_list(items), items[0] if len(items) == 1 else "")
            st.button(label, key=f"{key} reading {index}", on_click=_settle, args=args)


def _ask_single(item: str, key: str) -> None:
    with st.container(border=True, gap="small"):
        st.markdown(
            f":material/help: **Only one choice: {plain(truncated(item, _ITEM))}.** Every answer would be this."
        )
        st.caption("Write each choice on its own line, or keep this one.")
        st.button("Keep this one choice", key=f"{key} keep one", on_click=_settle, args=(key, write_list([item]), item))


def _settle(key: str, text: str, one_choice: str) -> None:
    st.session_state[f"{key} choices"] = text
    st.session_state[f"{key} one choice"] = one_choice
