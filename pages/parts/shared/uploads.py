"""An inbox for any number of files, and the list of what Batchdesk took each file for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import Literal, get_args

import streamlit as st

from lib.common import Unreadable
from lib.join import read_upload
from lib.join.file_roles import ROLES, FileKind, Role, Upload
from pages.parts.shared.formatting import accessible_label, file_size, plain
from pages.parts.shared.limits import HeldFile
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.removed import PutBack, forget_removed, remember_removed, show_removed
from pages.parts.shared.session import FILES, choices_key, drop_owned, show_inbox, take_dropped

_ICONS: dict[Role, str] = {
    "Results": ":material/mark_email_read:",
    "Requests": ":material/outbox:",
    "Sheet": ":material/table_chart:",
    "Export": ":material/ios_share:",
    "Nothing": ":material/block:",
}
_LABELS: dict[Role, str] = {
    "Results": "Results (output or errors)",
    "Requests": "Requests (input)",
    "Sheet": "Spreadsheet",
    "Export": "Earlier export (its marks or labels)",
    "Nothing": "Not used",
}

Reason = FileKind | Literal["chosen", "from-check"]
"""What decided a file's role: its content, the user, or the Check page that made it."""

RejectUpload = Callable[[Upload], Unreadable | None]
"""Gives the problem with a file that a page cannot use."""

PageName = Literal["Compose", "Check", "Results"]
PAGES: tuple[PageName, ...] = get_args(PageName)
OtherPage = Callable[[Upload], PageName | None]
"""Gives the page that a file belongs on, if that is another one."""

FIRST = "files"
"""The session's key for the files of Results."""

SECOND = "second files"
"""The session's key for the files of a second run, to compare."""

CHECKED = "check files"
"""The session's key for the files of Check."""


@dataclass(frozen=True, slots=True)
class LoadedFile(HeldFile):
    """One file from the inbox and its role."""

    name: str
    data: bytes
    digest: str
    role: Role
    reason: Reason

    @property
    def size(self) -> int:
        """Number of its bytes."""
        return len(self.data)

    @property
    def description(self) -> str:
        """What the file is, or who said so."""
        if isinstance(self.reason, FileKind):
            return self.reason.description
        return "as you chose" if self.reason == "chosen" else "the requests from the Check page"


def loaded_files(store: str = FIRST) -> list[LoadedFile]:
    """The files that are loaded now, in the order they were added."""
    files: list[LoadedFile] = st.session_state.setdefault(store, [])
    return files


def take_files(key: str, label: str, store: str = FIRST) -> list[LoadedFile]:
    """The inbox, its messages about the last upload, and the files that are loaded now."""
    take_uploads(key, store)
    show_inbox(key, label)
    show_upload_messages(store)
    return loaded_files(store)


def take_uploads(
    key: str,
    store: str = FIRST,
    reject: RejectUpload = lambda upload: None,
    other_page: OtherPage = lambda upload: None,
) -> None:
    """Moves the files that were dropped into an inbox into the session; the inbox can then be drawn anywhere."""
    take_dropped(key, partial(_take, store, reject, other_page))


def add_upload(data: bytes, name: str, store: str = FIRST) -> None:
    """Adds a file that was dropped on another page, or that is an example."""
    _take(store, lambda upload: None, lambda upload: None, data, name)


def set_aside(store: str) -> list[tuple[LoadedFile, PageName]]:
    """The uploads that belong on another page, each with that page; they are not loaded here."""
    aside: list[tuple[LoadedFile, PageName]] = st.session_state.setdefault(aside_key(store), [])
    return aside


def aside_key(store: str) -> str:
    """The session's key for the files that a page set aside."""
    return f"{store} aside"


def report_missing(message: str, store: str = FIRST) -> None:
    """Says on the page that a file did not come, until another one is loaded."""
    st.session_state[f"{store} missing"] = message


def show_upload_messages(store: str = FIRST) -> None:
    """What was wrong with the files of the last upload, which were loaded already, and the one removed last."""
    for error in st.session_state.pop(f"{store} errors", []):
        show_unreadable(error)
    if missing := st.session_state.get(f"{store} missing"):
        st.error(plain(missing), icon=":material/error:")
    for note in st.session_state.pop(f"{store} notes", []):
        st.caption(f":material/content_copy: {note}")
    show_removed(store)


def _take(store: str, reject: RejectUpload, other_page: OtherPage, data: bytes, name: str) -> None:
    """Adds the files of one upload. A file with the same bytes as a loaded one is not added again."""
    files, aside = loaded_files(store), set_aside(store)
    uploads, problems = read_upload(data, name)
    forget_removed(store)
    st.session_state.pop(f"{store} missing", None)
    errors: list[Unreadable] = st.session_state.setdefault(f"{store} errors", [])
    errors += problems
    for upload in uploads:
        file = loaded_file(upload)
        twin = next((other.name for other in files if other.digest == file.digest), None)
        if page := other_page(upload):
            aside += [(file, page)] if (file, page) not in aside else []
        elif problem := reject(upload):
            errors.append(problem)
        elif twin is None:
            files.append(file)
        else:
            note = f"{plain(upload.name)} has the same content as {plain(twin)}, so it is loaded only once."
            st.session_state.setdefault(f"{store} notes", []).append(note)


def loaded_file(upload: Upload) -> LoadedFile:
    """An upload in the role that its content gives it."""
    digest = sha256(upload.data).hexdigest()
    return LoadedFile(upload.name, upload.data, digest, upload.kind.role, upload.kind)


def show_files(files: list[LoadedFile], store: str = FIRST) -> None:
    """A line a file: its name, its role (which the user can change), and Remove."""
    if not files:
        return
    with st.container(border=True, gap="small"):
        for file in files:
            _show_file(file, store)
    for file in files:
        if file.role == "Nothing" and file.reason not in ("chosen", FileKind.MANIFEST):
            st.warning(f"{plain(file.name)} is not used: {plain(file.description)}.", icon=":material/block:")


def _show_file(file: LoadedFile, store: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        about = f"{file_size(len(file.data))}, {plain(file.description)}"
        st.markdown(f"{_ICONS[file.role]} **{plain(file.name)}** :gray[:small[{about}]]", width="stretch")
        _choose_role(file, store)
        st.button(
            "Remove file",
            icon=":material/close:",
            type="tertiary",
            key=_key("remove", file, store),
            on_click=unload,
            args=(file.digest, store),
        )


def _key(what: str, file: LoadedFile, store: str) -> str:
    return f"{what} {file.digest}" if store == FIRST else f"{what} {store} {file.digest}"


def _choose_role(file: LoadedFile, store: str) -> None:
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


# The callbacks get a digest, not an index: after two quick clicks the second index would mean another file.


def _set_role(digest: str, key: str, store: str) -> None:
    set_role(digest, st.session_state[key], "chosen", store)


def set_role(digest: str, role: Role, reason: Reason, store: str = FIRST) -> None:
    """Gives a loaded file another role."""
    files = loaded_files(store)
    files[:] = [replace(file, role=role, reason=reason) if file.digest == digest else file for file in files]


def unload(digest: str, store: str = FIRST) -> None:
    """Removes a file, which one press brings back, and frees the values made from it and the choices about it."""
    choices = st.session_state.pop(choices_key(digest), None)
    remove_file(digest, store, partial(_choose, digest, choices) if choices else None)
    drop_owned(digest, FILES)


def _choose(digest: str, choices: object) -> None:
    st.session_state[choices_key(digest)] = choices


def remove_file(digest: str, store: str, restore: PutBack | None) -> None:
    """Removes a loaded file, which one press brings back to its place; `restore` then brings back what goes with it."""
    files = loaded_files(store)
    at = next((at for at, file in enumerate(files) if file.digest == digest), None)
    if at is not None:
        file = files.pop(at)
        remember_removed(store, file.name, partial(_put_back, file, at, store, restore))


def _put_back(file: LoadedFile, at: int, store: str, restore: PutBack | None) -> None:
    files = loaded_files(store)
    if all(other.digest != file.digest for other in files):  # another page may have brought it meanwhile
        files.insert(at, file)
    if restore:
        restore()
