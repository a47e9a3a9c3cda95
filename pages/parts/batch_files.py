"""The files of Check: an inbox for batch input files, and the provider they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from lib.archive import is_workbook, unpack
from lib.inbox import recognise
from lib.problems import Unreadable, unreadable
from lib.providers import PROVIDERS, Provider
from pages.parts.problems import show_unreadable
from pages.parts.state import drop, take_all
from pages.parts.words import file_size, plain

SLOTS = ("checked", "mended", "figures", "groups", "fixes", "going out")
"""What is made of the files."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One file out of the inbox."""

    name: str
    data: bytes
    digest: str


def take_batch_files(key: str) -> list[BatchFile]:
    """The inbox, and the files that are loaded now, in the order they came."""
    take_all(key, "Batch input files (.jsonl)", _take)
    for error in st.session_state.pop("check errors", []):
        show_unreadable(error)
    for said in st.session_state.pop("check notes", []):
        st.caption(f":material/content_copy: {said}")
    files: list[BatchFile] = st.session_state.get("check files", [])
    return files


def choose_provider() -> Provider:
    """The provider that the files are to be sent to."""
    name = st.selectbox("Provider", list(PROVIDERS), key="check_provider", persist_state="session")
    provider = PROVIDERS[name]
    st.caption(f"By {plain(provider.source)}.")
    return provider


def show_batch_files(files: Sequence[BatchFile]) -> None:
    """A line a file: its name, its size, and Remove."""
    if not files:
        return
    with st.container(border=True, gap="small"):
        for file in files:
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(width="stretch", gap=None):
                    st.markdown(f":material/outbox: **{plain(file.name)}**")
                    st.caption(file_size(len(file.data)))
                st.button(
                    "Remove",
                    icon=":material/close:",
                    type="tertiary",
                    key=f"check remove {file.digest}",
                    on_click=_remove,
                    args=(file.digest,),
                )


def _take(data: bytes, name: str) -> None:
    """Adds the files of one upload; one that is there already, byte for byte, is not added again."""
    files: list[BatchFile] = st.session_state.setdefault("check files", [])
    errors: list[Unreadable] = st.session_state.setdefault("check errors", [])
    try:
        for inner, inside in unpack(data, name):
            digest = sha256(inside).hexdigest()
            if refused := _refused(inside, inner):
                errors.append(refused)
            elif twin := next((file.name for file in files if file.digest == digest), None):
                said = f"{plain(inner)} is byte for byte the same as {plain(twin)}, so it is loaded once."
                st.session_state.setdefault("check notes", []).append(said)
            else:
                files.append(BatchFile(inner, inside, digest))
    except Unreadable as error:
        errors.append(error)


def _refused(data: bytes, name: str) -> Unreadable | None:
    """Why a file is no batch file at all, if it is none."""
    upload = recognise(data, name)
    if is_workbook(data) or upload.why in ("a Parquet table", "a table in a web page"):
        return unreadable("a-sheet", f"it is {upload.why}, no batch file.", "Load it on the Compose page.", name)
    if upload.role == "Nothing" and "envelope" not in upload.why:
        return unreadable("no-batch", f"it is {upload.why}.", "Load the batch's input file.", name)
    return None


def _remove(digest: str) -> None:
    """Takes a file away, and frees what was made of it. Its place may be another one's by now."""
    files: list[BatchFile] = st.session_state["check files"]
    files[:] = [file for file in files if file.digest != digest]
    drop(*SLOTS)
