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
    const state = "data-test-connection-state";
    const press = (key, then) => {
        const button = document.querySelector(`.st-key-${key} button`);
        if (window.batchdesk.away) return;
        if (!button || button.disabled) return requestAnimationFrame(() => press(key, then));
        button.click();
        then?.();
    };
    window.batchdesk = { press, session: "SESSION", away: false };
    new MutationObserver(([{ target }]) => {
        const was = window.batchdesk.away;
        window.batchdesk.away = target.getAttribute(state) !== "CONNECTED";
        if (was && !window.batchdesk.away) press("back_again");
    }).observe(document.body, { subtree: true, attributeFilter: [state] });
} else if (window.batchdesk.session !== "SESSION") {
    window.batchdesk.press("session_lost", () => { window.batchdesk.session = "SESSION"; });
}
</script>
"""


def come_back() -> None:
    """What a tab needs for it, to be drawn where nobody sees it."""
    context = get_script_run_ctx()
    session = sha256(context.session_id.encode()).hexdigest()[:12] if context else ""
    st.html(_SCRIPT.replace("SESSION", session), unsafe_allow_javascript=True)
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
