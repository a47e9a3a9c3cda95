"""The files of Results: one inbox for everything, and the list of what each file is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.common import Unreadable
from lib.join import read_upload
from lib.join.file_roles import MANIFEST, ROLES, Role, Upload
from pages.parts.shared.formatting import accessible_label, file_size, plain
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.session import FILES, drop_owned, take_all

_ICONS: dict[Role, str] = {
    "Results": ":material/mark_email_read:",
    "Requests": ":material/outbox:",
    "Sheet": ":material/table_chart:",
    "Nothing": ":material/block:",
}
_LABELS: dict[Role, str] = {
    "Results": "Results (output or errors)",
    "Requests": "Requests (input)",
    "Sheet": "Spreadsheet",
    "Nothing": "Not used",
}


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file out of the inbox, and what it is taken for."""

    name: str
    data: bytes
    digest: str
    role: Role
    why: str


Refuse = Callable[[Upload], Unreadable | None]

FIRST = "files"
"""Where the session keeps the files of the page."""

SECOND = "second files"
"""And those of a second run, to compare."""


def loaded_files(store: str = FIRST) -> list[LoadedFile]:
    """The files that are loaded now, in the order they came."""
    files: list[LoadedFile] = st.session_state.setdefault(store, [])
    return files


def take_files(key: str, label: str, store: str = FIRST, refuse: Refuse = lambda upload: None) -> list[LoadedFile]:
    """The inbox, and the files that are loaded now.

    Args:
        refuse: says why a file cannot be loaded here, if it cannot.
    """
    take_all(key, label, partial(_take, store, refuse))
    for error in st.session_state.pop(f"{store} errors", []):
        show_unreadable(error)
    for said in st.session_state.pop(f"{store} notes", []):
        st.caption(f":material/content_copy: {said}")
    return loaded_files(store)


def _take(store: str, refuse: Refuse, data: bytes, name: str) -> None:
    """Adds the files of one upload; a file that is there already, byte for byte, is not added again."""
    files = loaded_files(store)
    uploads, problems = read_upload(data, name)
    errors: list[Unreadable] = st.session_state.setdefault(f"{store} errors", [])
    errors += problems
    for upload in uploads:
        if refused := refuse(upload):
            errors.append(refused)
            continue
        digest = sha256(upload.data).hexdigest()
        twin = next((file.name for file in files if file.digest == digest), None)
        if twin is None:
            files.append(LoadedFile(upload.name, upload.data, digest, upload.role, upload.why))
        else:
            said = f"{plain(upload.name)} is byte for byte the same as {plain(twin)}, so it is loaded once."
            st.session_state.setdefault(f"{store} notes", []).append(said)


def show_files(files: list[LoadedFile], store: str = FIRST) -> None:
    """A line a file: its name, what it was taken for (which can be changed), and Remove."""
    if not files:
        return
    with st.container(border=True, gap="small"):
        for file in files:
            _show_file(file, store)
    for file in files:
        if file.role == "Nothing" and file.why not in (_CHOSEN, MANIFEST):
            st.warning(f"{plain(file.name)} is not used: {plain(file.why)}.", icon=":material/block:")


_CHOSEN = "as you chose"


def _show_file(file: LoadedFile, store: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        about = f"{file_size(len(file.data))}, {plain(file.why)}"
        st.markdown(f"{_ICONS[file.role]} **{plain(file.name)}** :gray[:small[{about}]]", width="stretch")
        _role(file, store)
        st.button(
            "Remove",
            icon=":material/close:",
            type="tertiary",
            key=_key("remove", file, store),
            on_click=_remove,
            args=(file.digest, store),
        )


def _key(what: str, file: LoadedFile, store: str) -> str:
    return f"{what} {file.digest}" if store == FIRST else f"{what} {store} {file.digest}"


def _role(file: LoadedFile, store: str) -> None:
    key = _key("role", file, store)
    st.session_state[key] = file.role
    st.selectbox(
        f"What {accessible_label(file.name)} is",
        ROLES,
        key=key,
        format_func=lambda role: _LABELS[role],
        label_visibility="collapsed",
        width=240,
        on_change=_set_role,
        args=(file.digest, key, store),
    )


# By its digest, never by its place: of two quick clicks the second is about what the page showed before the first.


def _set_role(digest: str, key: str, store: str) -> None:
    files = loaded_files(store)
    role = st.session_state[key]
    files[:] = [replace(file, role=role, why=_CHOSEN) if file.digest == digest else file for file in files]


def _remove(digest: str, store: str) -> None:
    """Takes a file away, and frees what was made of it and what was chosen about it."""
    files = loaded_files(store)
    files[:] = [file for file in files if file.digest != digest]
    st.session_state.pop(f"options {digest}", None)
    drop_owned(digest, FILES)
