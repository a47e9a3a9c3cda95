"""The browser's own question before it leaves the app while some work is in no file.

The script counts what the app says at the end of each run, and after each download, which starts no run.
A text that is being typed counts until the app has heard of it. A reload by the keyboard needs no
question, because it brings everything back; a reload by the browser's button looks like a closed tab.
"""

import time

import streamlit as st
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import get_instance

from pages.parts.results.session_labels import has_unsaved_labels
from pages.parts.results.session_marks import unsaved_marks
from pages.parts.shared.page_scripts import run_script
from pages.parts.shared.saved_work import has_unsaved_work

_KEY = "leaving"

_SECONDS = 0.05
"""Between two looks whether the tab's runs have ended."""


def ask_before_leaving() -> None:
    """Makes the browser ask before it leaves, as long as some work is in no file. It belongs at the end of a run."""
    with st.container(key=_KEY):
        _ask()


@st.fragment(key=_KEY)
def _ask() -> None:
    unsaved = str(bool(unsaved_marks()) or has_unsaved_labels() or has_unsaved_work()).lower()
    # The run differs each time, so that what the app says always counts last.
    run_script("leaving", run=time.monotonic_ns(), unsaved=unsaved)


def ask_again(session_id: str) -> None:
    """Tells the tab whether to ask, when its runs have ended. Only the server's own thread may call this."""
    session = get_instance().get_app_session(session_id)
    if session is None:
        return
    if session._scriptrunner:
        session._event_loop.call_later(_SECONDS, ask_again, session_id)
        return
    state = ClientState()
    state.CopyFrom(session._client_state)
    state.fragment_id = session._fragment_storage.resolve_target(_KEY)[0]
    session.request_rerun(state)
