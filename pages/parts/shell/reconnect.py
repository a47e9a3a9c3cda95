"""A script for a tab whose connection was lost: it runs the app again; and the message if the session is gone.

Streamlit leaves the page as it was even if its session has ended, because the app was restarted or
the tab was offline for longer than sessions are kept. In the run that the script starts, a new session
asks the tab what it had.
"""

import streamlit as st

from lib.common.phrasing import listed
from pages.parts.shared.formatting import plain

LOST = "session is lost"
"""The session's key for what was lost with an earlier session: the names of the files, and of the rest."""

_SCRIPT = """
<script>
if (!window.batchdeskConnection) {
    window.batchdeskConnection = true;
    const isConnected = () =>
        document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-connection-state") === "CONNECTED";
    const runAgain = () => {
        if (!isConnected()) return;
        const button = document.querySelector(".st-key-back_again button:not(:disabled)");
        if (button) button.click();
        else requestAnimationFrame(runAgain);
    };
    let away = false;
    new MutationObserver(() => {
        const was = away;
        away = !isConnected();
        if (was && !away) runAgain();
    }).observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });
}
</script>
"""


def watch_connection() -> None:
    """Adds the script and the hidden button that it presses."""
    st.html(_SCRIPT, unsafe_allow_javascript=True)
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
