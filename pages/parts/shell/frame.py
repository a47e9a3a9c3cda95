"""What makes a page part of the app: its frame, its heading, and the way to forget everything."""

import gc
from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from pages.parts.results.unsaved_warning import warn_before_leaving
from pages.parts.shell.download_guard import wait_for_last_words
from pages.parts.shell.missed_uploads import show_late_files, watch_inboxes
from pages.parts.shell.reconnect import come_back, show_lost_session
from pages.parts.shell.sign_in import show_sign_out


def frame(pages: Mapping[str, Page]) -> None:
    """Called by the app once the menu stands: goes on to the page that was asked for on a cold server.

    Else it draws what every page has: what watches over the tab, and word of a session that is gone.
    """
    st.session_state["framed"] = True
    wanted = st.session_state.pop("wanted", None)
    if wanted in pages:
        st.switch_page(pages[wanted])
    with st.container(key="unseen"):
        come_back()
        warn_before_leaving()
        wait_for_last_words()
        watch_inboxes()
    show_lost_session()
    show_late_files()


def open_via_app(page_file: str) -> None:
    """Sends a page that was opened by its own URL through the app first.

    Until the app has run once, Streamlit runs such a page alone, without menu or title.
    """
    if "framed" not in st.session_state:
        st.session_state["wanted"] = Path(page_file).stem
        st.switch_page("app.py")


def heading(title: str, explanation: str) -> None:
    """A page's title, what it is for, and the button that forgets everything."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            show_sign_out()
            with st.popover("Forget my data", icon=":material/delete_forever:", type="tertiary"):
                st.write("Removes every file, setting and answer of this tab from the machine that runs the app.")
                st.button("Forget everything", key="forget", type="primary", on_click=forget)
    st.caption(explanation)


def forget() -> None:
    """Clears the session: files, settings, results, and what was derived from them."""
    st.session_state.clear()
    gc.collect()
