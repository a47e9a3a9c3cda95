"""What a tab keeps in its own storage for the time after a reload, which no other tab and no other browser has.

It keeps the secret of its desk, and for the case that the session is gone the settings, what was chosen,
and the names of what the session alone had. It also keeps the text that was being typed at the reload.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

_COOKIE = "batchdesk"
"""Says only that this browser had a desk: without it, the tab is not asked."""

_TYPED = "batchdesk_typed"
"""The text that was being typed, by the CSS class of its field."""

_SCRIPT = f"""
export default ({{ data, setTriggerValue }}) => {{
    if (!data.secret) {{
        const read = (name) => JSON.parse(sessionStorage.getItem(name)) ?? {{}};
        setTriggerValue("answer", {{ ...read("{_COOKIE}"), typed: read("{_TYPED}") }});
        return;
    }}
    try {{
        sessionStorage.setItem("{_COOKIE}", JSON.stringify(data));
    }} catch {{  // too much for the tab: the secret alone brings back all of it while the session lives
        sessionStorage.setItem("{_COOKIE}", JSON.stringify({{ secret: data.secret, files: data.files }}));
    }}
    sessionStorage.removeItem("{_TYPED}");
    document.cookie = "{_COOKIE}=1; path=/; SameSite=Strict";
    if (!window.batchdeskSends) {{
        window.batchdeskSends = true;
        addEventListener("beforeunload", () => {{  // a text that is being typed is kept: sent now, it may be too late
            const field = document.activeElement;
            const box = field?.closest("[data-testid=stTextInput], [data-testid=stTextArea]");
            const classes = box?.closest("[class*=st-key-]")?.classList ?? [];
            const key = [...classes].find((name) => name.startsWith("st-key-"));
            const isKept = key && field.type != "password";  // a key for a provider is not kept
            sessionStorage.setItem("{_TYPED}", JSON.stringify(isKept ? {{ [key]: field.value }} : {{}}));
            field?.blur();
        }});
    }}
}};
"""

COMPONENTS = ("desk_asked", "desk_secret", "desk_told")
"""Keys of the script's places on the page."""


def had_desk() -> bool:
    """Whether this browser had a desk in some tab."""
    return st.context.cookies.get(_COOKIE) == "1"


def ask_tab() -> dict[str, Any]:
    """What the tab was told last; empty if it had no desk. The run ends here until the tab has answered."""
    answer: dict[str, Any] | None = _script()(key="desk_asked", data={}, on_answer_change=_ignore).answer
    if answer is None:
        st.stop()
    return answer


def tell_secret(secret: str) -> None:
    """Tells the tab a new secret at once: what the old one stood for must not come back."""
    _script()(key="desk_secret", data={"secret": secret}, on_answer_change=_ignore)


def tell_tab(told: Mapping[str, Any]) -> None:
    """Tells the tab what it needs after a reload, `secret` among it."""
    _script()(key="desk_told", data=dict(told), on_answer_change=_ignore)


@st.cache_resource(show_spinner=False)
def _script() -> Any:
    return st.components.v2.component("batchdesk_desk", js=_SCRIPT)


def _ignore() -> None:
    """Streamlit tells an app a component's answer only if it has a function for it."""
