"""A warning about dropped files that never arrived, because their inbox was emptied during the upload.

An inbox that has taken its files is replaced by a new one. A file that was dropped a moment later
disappears with the old one, and so does the error about a file that is too large.
"""

import streamlit as st

from pages.parts.shared.page_scripts import run_script


def watch_inboxes() -> None:
    """Adds the script and the hidden button that it presses."""
    run_script("missed_uploads")
    st.button("A file came too late", key="late_files", on_click=_set_late, args=(True,))


def show_late_files() -> None:
    """Warns that a file is missing, until the user closes the warning."""
    if st.session_state.get("files are late"):
        st.warning(
            "At least one file is not loaded. It was still uploading while Batchdesk read the others, or it is too "
            "large. Compare the list of files and upload the missing one again.",
            icon=":material/upload_file:",
        )
        st.button("Close", icon=":material/close:", type="tertiary", key="late_files_read", on_click=_set_late)


def _set_late(late: bool = False) -> None:
    st.session_state["files are late"] = late
