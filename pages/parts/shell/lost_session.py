"""A message for a tab whose session is gone: the app was restarted, or the tab was away for too long.

After a lost connection, Streamlit leaves the page as it was, even if its session has ended. Only a page
with a clock runs again. In that run, a new session asks the tab what it had.
"""

from datetime import timedelta

import streamlit as st

from lib.common.phrasing import listed
from pages.parts.shared.formatting import plain

LOST = "session is lost"
"""The session's key for what was lost with an earlier session: the names of the files, and of the rest."""


@st.fragment(run_every=timedelta(days=1))
def run_after_reconnecting() -> None:
    """A clock without a task, so that a tab runs the app again as soon as its connection is back."""


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
