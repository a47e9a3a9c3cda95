"""The files of Check: an inbox for batch input files, and the provider that gets them."""

from collections.abc import Sequence

import streamlit as st

from lib.join.file_roles import batch_input_problem
from lib.providers import PROVIDERS, Provider
from pages.parts.check.line_editor import forget_line_edits
from pages.parts.shared.formatting import file_size, plain
from pages.parts.shared.session import CHECKED_FILES, drop_owned
from pages.parts.shared.uploads import LoadedFile, loaded_files, take_files

_STORE = "check files"


def take_batch_files(key: str) -> list[LoadedFile]:
    """The inbox, and the files that are loaded now, in the order of their upload."""
    return take_files(key, "Batch input files (.jsonl)", _STORE, batch_input_problem)


def choose_provider() -> Provider:
    """The provider that gets the files."""
    name = st.selectbox("Provider", list(PROVIDERS), key="check_provider", persist_state="session")
    provider = PROVIDERS[name]
    st.caption(f"Source of the rules: {plain(provider.source)}.")
    return provider


def show_batch_files(files: Sequence[LoadedFile]) -> None:
    """One line for each file: its name, its size, and Remove."""
    if not files:
        return
    with st.container(border=True, gap="small"):
        for file in files:
            _show_batch_file(file)


def _show_batch_file(file: LoadedFile) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f":material/outbox: **{plain(file.name)}**")
            st.caption(file_size(len(file.data)))
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
