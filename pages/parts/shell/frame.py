"""The frame of a page: scripts, messages, the heading, and the button that forgets everything."""

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import StopException

from pages.parts.shell.desk import new_desk, offer_desk_elsewhere, remember_desk, return_desk
from pages.parts.shell.leaving import ask_before_leaving
from pages.parts.shell.lost_session import run_after_reconnecting, show_lost_session
from pages.parts.shell.missed_uploads import show_late_files, watch_inboxes
from pages.parts.shell.opened_desk import open_waiting_desk
from pages.parts.shell.phone_menu import close_menu_after_choice
from pages.parts.shell.saved_desk import hold_save_everything, show_save_everything
from pages.parts.shell.sign_in import show_sign_out
from pages.parts.shell.upload_focus import keep_upload_focus


def show_frame(pages: Mapping[str, Page]) -> None:
    """Draws the scripts and messages that every page has, after the menu.

    On a server that has just started, it goes on to the page that the user opened by its address.
    """
    words = st.container(key="returning")
    with st.container(key="unseen"):
        return_desk(words)
        st.session_state["framed"] = True
        wanted = st.session_state.pop("wanted", None)
        if wanted in pages:
            st.switch_page(pages[wanted])
        run_after_reconnecting()
        watch_inboxes()
        keep_upload_focus()
        close_menu_after_choice()
    show_lost_session()
    offer_desk_elsewhere()
    show_late_files()
    open_waiting_desk()


def end_frame() -> None:
    """What needs to know all that the run did: the button that saves everything, the memory of the tab, and whether
    the browser asks before it leaves."""
    show_save_everything()
    remember_desk()
    ask_before_leaving()


def end_page() -> NoReturn:
    """Ends a page before the end of its file. The frame is drawn to its end all the same, unlike after `st.stop`."""
    raise StopException


def open_via_app(page_file: str) -> None:
    """Sends a page that the user opened by its address through the app first.

    Until the app has run once, Streamlit runs such a page alone, without a menu or a title.
    """
    if "framed" not in st.session_state:
        st.session_state["wanted"] = Path(page_file).stem
        st.switch_page("app.py")


def heading(title: str, explanation: str) -> None:
    """A page's title and purpose in one row, and the button that forgets everything."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(horizontal=True, vertical_alignment="center", width="stretch", key="heading"):
            st.title(title, anchor=False, width="content")
            st.caption(explanation, width="stretch")
        with st.container(horizontal=True, width="content"):
            hold_save_everything()
            show_sign_out()
            with st.popover("Forget my data", icon=":material/delete_forever:", type="tertiary"):
                st.write("This removes every file, setting and answer of this tab from the machine that runs the app.")
                st.button("Forget everything", key="forget", type="primary", on_click=forget)


def forget() -> None:
    """Clears the session: files, settings, results, and all derived values."""
    new_desk()
    gc.collect()
