"""A warning about dropped files that never arrived, because their inbox was emptied during the upload.

An inbox that has taken its files is replaced by a new one. A file that was dropped a moment later
disappears with the old one, and so does the error about a file that is too large. Only the tab sees
that. Only the app knows whether it replaced the inbox, or the user left it behind.
"""

import time

import streamlit as st

from pages.parts.shared.page_scripts import run_script
from pages.parts.shared.session import LAST_EMPTIED

_LATE = "files are late"

_SECONDS = 300
"""For which a loss may follow the emptying of an inbox: the tab tells of it only when the run has ended."""


def watch_inboxes() -> None:
    """Adds the script and the hidden button that it presses."""
    run_script("missed_uploads")
    st.button("A file came too late", key="late_files", on_click=_note_loss)


def show_late_files() -> None:
    """Warns that a file is missing, until the user closes the warning."""
    if _LATE in st.session_state:
        st.warning(
            "At least one file is not loaded. It was still uploading while Batchdesk read the others, or it is too "
            "large. Compare the list of files and upload the missing one again.",
            icon=":material/upload_file:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="late_files_read", on_click=_forget_loss)


def _note_loss() -> None:
    if time.monotonic() < st.session_state.get(LAST_EMPTIED, -_SECONDS) + _SECONDS:
        st.session_state[_LATE] = True


def _forget_loss() -> None:
    st.session_state.pop(_LATE, None)
