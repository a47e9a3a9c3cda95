"""A script for a tab whose connection was lost: it runs the app again; and the message if the session is gone.

Streamlit leaves the page as it was even if its session has ended, because the app was restarted or
the tab was offline for longer than sessions are kept. In the run that the script starts, a new session
asks the tab what it had.
"""

import streamlit as st

from lib.common.phrasing import listed
from pages.parts.shared.formatting import plain
from pages.parts.shared.page_scripts import run_script

LOST = "session is lost"
"""The session's key for what was lost with an earlier session: the names of the files, and of the rest."""


def watch_connection() -> None:
    """Adds the script and the hidden button that it presses."""
    run_script("reconnect")
    st.button("Run again", key="back_again")


def show_lost_session() -> None:
    """Says what is gone with the session and what is back, until the user closes the message."""
    lost: tuple[list[str], list[str]] | None = st.session_state.get(LOST)
    if lost is None:
        return
    files, rest = lost
    again = f" Load these files again: {plain(listed(files))}." if files else ""
    gone = f" Also gone: {plain(listed(rest))}." if rest else ""
    st.warning(
        f"The app was restarted, or this tab was away for too long. Your settings and choices are back.{again}{gone} "
        "The file of “Save everything” brings all of it back. An export brings its marks and corrections back.",
        icon=":material/cloud_off:",
    )
    st.button("Close", icon=":material/close:", type="tertiary", key="session_lost_read", on_click=_close)


def _close() -> None:
    st.session_state.pop(LOST, None)
