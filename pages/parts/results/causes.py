"""The only cause whose rows are shown, if a person chose one."""

from hashlib import sha256

import streamlit as st

from lib.failures import Cause

CAUSE = "cause shown"
"""The session's key for the key of the only cause whose rows are shown."""


def chosen_cause() -> str:
    """The key of the only cause whose rows are shown; empty for all rows."""
    key: str = st.session_state.get(CAUSE, "")
    return key


def choose_cause(key: str) -> None:
    """Shows only the rows of one cause; an empty key shows all rows."""
    st.session_state[CAUSE] = key


def cause_digest(cause: Cause) -> str:
    """A short form of the cause's key, for the keys of widgets."""
    return sha256(cause.key.encode()).hexdigest()[:10]
