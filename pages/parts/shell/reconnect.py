"""A tab that comes back after its connection was lost: to its session, or to none.

Streamlit leaves the page as it was, also where the session behind it is gone: the app was restarted,
or the tab was away for longer than sessions are kept. So a tab that is connected again runs the app,
and one that finds itself in another session than before says so.
"""

from hashlib import sha256

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_SCRIPT = """
<script>
if (!window.batchdesk) {
    const button = (key) => document.querySelector(`.st-key-${key} button:not(:disabled)`);
    const app = (name) => document.querySelector("[data-testid=stApp]")?.getAttribute(`data-test-${name}-state`);
    const runAgain = () => {
        if (app("connection") !== "CONNECTED") return;
        if (button("back_again")) button("back_again").click();
        else requestAnimationFrame(runAgain);
    };
    const tell = () => {  // a click while the app is at work may be lost: again, until the app has heard
        if (window.batchdesk.known === window.batchdesk.session) return;
        if (app("script") === "notRunning") button("session_lost")?.click();
        setTimeout(tell, 500);
    };
    let away = false;
    new MutationObserver(() => {
        const was = away;
        away = app("connection") !== "CONNECTED";
        if (was && !away) runAgain();
    }).observe(document.body, { subtree: true, attributeFilter: ["data-test-connection-state"] });
    window.batchdesk = { tell, known: "SESSION" };
}
window.batchdesk.session = "SESSION";
if (HEARD) window.batchdesk.known = "SESSION";
window.batchdesk.tell();
</script>
"""


def come_back() -> None:
    """What a tab needs for it, to be drawn where nobody sees it."""
    context = get_script_run_ctx()
    session = sha256(context.session_id.encode()).hexdigest()[:12] if context else ""
    heard = "true" if "session is lost" in st.session_state else "false"
    st.html(_SCRIPT.replace("SESSION", session).replace("HEARD", heard), unsafe_allow_javascript=True)
    st.button("Run again", key="back_again")
    st.button("The session is gone", key="session_lost", on_click=_say, args=(True,))


def show_lost_session() -> None:
    """Says that everything is gone, until its person has read it."""
    if st.session_state.get("session is lost"):
        st.warning(
            "The app was restarted, or this tab was without a connection for too long: its files and settings "
            "are gone. Load them again. A saved recipe brings the settings back, a download the review marks.",
            icon=":material/cloud_off:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="session_lost_read", on_click=_say)


def _say(lost: bool = False) -> None:
    st.session_state["session is lost"] = lost
