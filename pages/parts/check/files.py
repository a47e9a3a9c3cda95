"""The files of Check: an inbox for batch input files, and the provider that gets them."""

from collections.abc import Sequence

import streamlit as st

from lib.common.phrasing import counted, listed
from lib.join.file_roles import batch_input_problem
from lib.providers import PROVIDERS, Provider
from pages.parts.check.line_editor import forget_line_edits
from pages.parts.shared.formatting import file_size, plain, truncated
from pages.parts.shared.session import CHECKED_FILES, drop_owned, show_inbox
from pages.parts.shared.uploads import CHECKED as _STORE
from pages.parts.shared.uploads import LoadedFile, loaded_files, show_upload_messages, take_uploads

_INBOX = "check_file"
_LABEL = "Batch files to check (.jsonl)"
_MOST_NAMED = 2


def take_batch_files() -> list[LoadedFile]:
    """The files that are loaded now, in the order of their upload."""
    take_uploads(_INBOX, _STORE, batch_input_problem)
    return loaded_files(_STORE)


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
    """What was wrong with the files of the last upload."""
    show_upload_messages(_STORE)


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
    files = loaded_files(_STORE)
    files[:] = [file for file in files if file.digest != digest]
    forget_line_edits(digest)
    drop_owned(CHECKED_FILES)
