"""Saving everything of a tab as one file."""

from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.desk import write_desk
from pages.parts.results.session_labels import HAND_LABELS, LABELS_SAVED
from pages.parts.shared.saved_work import WORK, WORK_SAVED
from pages.parts.shell.session_desk import desk_of, has_work

_PLACE = "place of saving"
"""The session's key for the button's container, until the button is drawn."""


def hold_save_everything() -> None:
    """Makes the button's place: at the start of a run, what there will be to save is not known yet."""
    st.session_state[_PLACE] = st.container(width="content")


def show_save_everything() -> None:
    """Draws the button, at the end of a run, for a file with everything of this tab as it is at the click."""
    place = st.session_state.pop(_PLACE, None)
    if place is None:
        return
    context = get_script_run_ctx()
    is_empty = not has_work(st.session_state.to_dict())
    about = (
        "There is nothing to save yet."
        if is_empty
        else "One file with the sheet, the settings, all loaded files, marks, corrections and labels, and what "
        "you chose on each page. Load it into any uploader here, on any day and any machine, and all of it is back."
    )
    with place:
        st.download_button(
            "Save everything",
            partial(_saved, context.session_id if context else ""),
            f"batchdesk_{datetime.now():%Y-%m-%d}.zip",
            "application/zip",
            key="desk_download",
            on_click="ignore",
            type="tertiary",
            icon=":material/save:",
            disabled=is_empty,
            help=about,
        )


def _saved(session_id: str) -> bytes:
    """The file's bytes. It is made outside the page's run, so it asks the session itself, which is open then.

    Raises:
        LookupError: the session has ended; an empty file would pass for everything.
    """
    session = get_instance().get_app_session(session_id)
    if session is None:
        raise LookupError(session_id)
    values = session.session_state.filtered_state
    desk = desk_of(values)
    data = write_desk(desk, datetime.now().isoformat(" ", "seconds"))
    values.get("marks saved", {}).update(desk.marks)
    values.get(LABELS_SAVED, set()).update(values.get(HAND_LABELS, ()))
    values.get(WORK_SAVED, set()).update(values.get(WORK, {}).values())
    return data
