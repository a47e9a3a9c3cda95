"""A script for a tab whose connection was lost: it runs the app again, and warns if the session is gone.

Streamlit leaves the page as it was even if its session has ended, because the app was restarted or
the tab was offline for longer than sessions are kept.
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
    const tell = () => {  // a click during a run may be lost, so repeat it until the app confirms
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


def watch_connection() -> None:
    """Adds the script and the hidden buttons that it presses."""
    context = get_script_run_ctx()
    session = sha256(context.session_id.encode()).hexdigest()[:12] if context else ""
    heard = "true" if "session is lost" in st.session_state else "false"
    st.html(_SCRIPT.replace("SESSION", session).replace("HEARD", heard), unsafe_allow_javascript=True)
    st.button("Run again", key="back_again")
    st.button("The session is gone", key="session_lost", on_click=_set_lost, args=(True,))


def show_lost_session() -> None:
    """Warns that the session is gone, until the user closes the warning."""
    if st.session_state.get("session is lost"):
        st.warning(
            "The app was restarted, or this tab was offline for too long. Its files and settings are gone. "
            "Load the files again. Saved settings restore the settings, and an export restores marks and corrections.",
            icon=":material/cloud_off:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="session_lost_read", on_click=_set_lost)


def _set_lost(lost: bool = False) -> None:
    st.session_state["session is lost"] = lost
