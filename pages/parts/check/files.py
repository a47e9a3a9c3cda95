"""The files of Check: an inbox for batch input files, and the provider that gets them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from lib.common.phrasing import counted, listed
from lib.join.file_roles import batch_input_problem
from lib.providers import PROVIDERS, Provider
from pages.parts.check.line_editor import edits_digest, forget_line_edits, put_back_line_edits
from pages.parts.shared.example_files import leave_example, offer_example, show_example_notice
from pages.parts.shared.formatting import file_size, plain, truncated
from pages.parts.shared.other_page import page_instead_of_check, show_misplaced
from pages.parts.shared.saved_work import note_work
from pages.parts.shared.session import CHECKED_FILES, drop_owned, show_inbox
from pages.parts.shared.uploads import (
    CHECKED,
    LoadedFile,
    loaded_files,
    remove_file,
    show_upload_messages,
    take_uploads,
)

_INBOX = "check_file"
_LABEL = "Batch files to check (.jsonl)"
_MOST_NAMED = 2

_EXAMPLE = {"example from a colleague.jsonl": Path(__file__).parent / "example.jsonl"}
_PICTURE = (
    (":red-badge[Cannot be sent]", "Line 10: the request has no text. You edit the line or leave it out."),
    (":green-badge[Fixed]", "Line 3: the same id as line 2. It gets an id of its own."),
    (":green-badge[Fixed]", "Line 11: one comma too many. You see the line before and after."),
    (":blue-badge[Advice]", "Line 9 uses another model than the other lines."),
)
"""Findings in the example, as the page shows such findings."""


def take_batch_files() -> list[LoadedFile]:
    """The files that are loaded now, in the order of their upload."""
    take_uploads(_INBOX, CHECKED, batch_input_problem, page_instead_of_check)
    leave_example(CHECKED)
    files = loaded_files(CHECKED)
    note_work("lines", edits_digest(file.digest for file in files))
    return files


def choose_provider(is_loaded: bool) -> Provider:
    """The provider that gets the files."""
    name = st.selectbox(
        "Provider that gets the file",
        list(PROVIDERS),
        key="check_provider",
        persist_state="session",
        label_visibility="collapsed" if is_loaded else "visible",
    )
    return PROVIDERS[name]


def show_batch_files(files: Sequence[LoadedFile]) -> None:
    """The inbox; once files are loaded, in a fold with the list of the files."""
    if not files:
        show_inbox(_INBOX, _LABEL)
        return
    with st.expander(_summary(files), icon=":material/folder_open:", key="check_fold"):
        for file in files:
            _show_batch_file(file)
        show_inbox(_INBOX, _LABEL)


def show_messages() -> None:
    """What was wrong with the files of the last upload, those that belong on another page, and what is an example."""
    show_upload_messages(CHECKED)
    show_misplaced(CHECKED, use_here=loaded_files(CHECKED).append)
    show_example_notice("check_leave_example", CHECKED)


def show_empty() -> None:
    """What the page does with a file, and an example to try it."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown("**What you will see:** what is wrong in the file, what Batchdesk fixes, and what you decide.")
            offer_example("check_example", _EXAMPLE, CHECKED)
        for tag, what in _PICTURE:
            st.markdown(f"{tag} {what}")
    st.caption(
        ":material/info: One file or several, also zipped. Batchdesk reads the lines whatever the file is called, "
        "and whatever program or system it comes from."
    )


def _summary(files: Sequence[LoadedFile]) -> str:
    """`colleague.jsonl · 10.5 KB`, or `3 files: a.jsonl, b.jsonl and 1 more · 2.1 MB`"""
    count = f"{counted(len(files), 'file')}: " if len(files) > 1 else ""
    names = listed(files, _MOST_NAMED, say=lambda file: f"**{plain(truncated(file.name, 60))}**")
    return f"{count}{names} · {file_size(sum(len(file.data) for file in files))}"


def _show_batch_file(file: LoadedFile) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/outbox: **{plain(file.name)}** :gray[:small[{file_size(len(file.data))}]]", width="stretch"
        )
        st.button(
            "Remove file",
            icon=":material/close:",
            type="tertiary",
            key=f"check remove {file.digest}",
            on_click=_remove,
            args=(file.digest,),
        )


def _remove(digest: str) -> None:
    """Removes a file and frees what was derived from it. By digest: its position may be another file's by now."""
    remove_file(digest, CHECKED, partial(put_back_line_edits, digest, forget_line_edits(digest)))
    drop_owned(CHECKED_FILES)
