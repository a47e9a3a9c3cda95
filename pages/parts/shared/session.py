"""The session's memory: slots for derived values, defaults of widgets, and inboxes for files.

A slot keeps a derived value under the digests of what it is made from. `st.cache_data` would copy
the value, share it between users, and confuse two big tables (it hashes a sample of their rows).
"""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from lib.common import Unreadable
from lib.desk import is_desk
from pages.parts.shared.limits import NOT_TAKEN, not_taken, over_limit
from pages.parts.shared.problem_list import show_unreadable

WAITING_DESK = "desk waiting"
"""The session's key for the bytes and the name of a saved desk that is not open yet."""

LAST_EMPTIED = "inbox emptied"
"""The session's key for the time when an inbox was emptied last, on the clock `time.monotonic`."""

SHEET, FILES, CHECKED_FILES = "sheet", "files", "checked files"
"""Owners of slots: the sheet on Compose, all files on Results together, all files on Check together."""

RECIPE = "recipe"
"""The session's key for the recipe, as it was when Compose was drawn last."""

COMPOSITION = "composition"
"""Slot of the composition on Compose, which Results uses too."""


class Slot(NamedTuple):
    """A derived value with the key that it belongs to; all slots of one owner are freed together."""

    key: object
    value: Any
    owner: str


_Value = TypeVar("_Value")


def derived(name: str, key: object, make: Callable[[], _Value], *, owner: str) -> _Value:
    """The value of a slot; `make` is called only if the key differs from the last one."""
    slots = _slots()
    if name not in slots or slots[name].key != key:
        slots.pop(name, None)  # free the old value before making the new one: both may be big
        slots[name] = Slot(key, make(), owner)
    value: _Value = slots[name].value
    return value


def is_current(name: str, key: object) -> bool:
    """Whether `derived` would return the slot's value without making it."""
    slot = _slots().get(name)
    return slot is not None and slot.key == key


def slot_value(name: str) -> Any:
    """The value of a slot, whatever its key; None if the slot is empty."""
    slot = _slots().get(name)
    return slot and slot.value


def drop_slot(name: str) -> None:
    """Frees one slot."""
    _slots().pop(name, None)


def drop_owned(*owners: str) -> None:
    """Frees every slot of these owners."""
    slots = _slots()
    for name in [name for name, slot in slots.items() if slot.owner in owners]:
        del slots[name]


def _slots() -> dict[str, Slot]:
    slots: dict[str, Slot] = st.session_state.setdefault("slots", {})
    return slots


def digest_of(*made_from: object) -> str:
    """Twelve hex digits for what something is made from."""
    return sha256(repr(made_from).encode("utf-8", "replace")).hexdigest()[:12]


def choices_key(file_digest: str) -> str:
    """The session's key for the user's choices about how a file is read."""
    return f"choices {file_digest}"


def set_defaults(defaults: Mapping[str, Any]) -> None:
    """Sets the first values of widgets in the session, where Forget and saved settings can also set them."""
    for key, value in defaults.items():
        st.session_state.setdefault(key, value)


def file_inbox(key: str, label: str, **options: Any) -> list[UploadedFile]:
    """The files in an uploader that `empty_inbox` can empty.

    The page copies the files into its own state at once, so that its own list of files is the only
    one and the uploads do not stay in memory. A file that does not fit is named on the page instead.
    """
    files = _uploader(st.container(key=key), key, label, options)
    problems = {file.file_id: problem for file in files if (problem := _problem_with(file))}
    for problem in problems.values():
        show_unreadable(problem)
    return [file for file in files if file.file_id not in problems]


def take_dropped(key: str, take: Callable[[bytes, str], None]) -> None:
    """Takes the files that wait in an inbox, before it is drawn: it is empty then, and may be drawn in another place.

    `take` gets each file's bytes and name; a file that does not fit is named on the page instead.
    """
    dropped = _files(st.session_state.get(_inner_key(key)))
    if not dropped:
        return
    taken: set[str] = st.session_state.setdefault(f"{key} taken", set())
    problems: list[Unreadable] = []
    with st.spinner("Reading the files"):
        for file in dropped:
            if file.file_id not in taken:  # a click may have stopped an earlier run after some files
                if problem := _problem_with(file):
                    problems.append(problem)
                else:
                    _take_one(file.getvalue(), file.name, take)
                taken.add(file.file_id)
    st.session_state[f"{key} dropped"] = [file.file_id for file in dropped]
    empty_inbox(key)
    for problem in problems:
        show_unreadable(problem)
    if WAITING_DESK in st.session_state:
        st.rerun()


def _problem_with(file: UploadedFile) -> Unreadable | None:
    """Why an upload cannot be kept here."""
    kind, _, size = (file.type or "").partition(";")
    return not_taken(int(size), file.name) if kind == NOT_TAKEN else over_limit(file.size, file.name)


def _take_one(data: bytes, name: str, take: Callable[[bytes, str], None]) -> None:
    """Gives a file to its page; a saved desk is for all pages, so it waits for the frame."""
    if is_desk(data):
        st.session_state[WAITING_DESK] = (data, name)
    else:
        take(data, name)


def show_inbox(key: str, label: str, *, several: bool = True, **options: Any) -> None:
    """An inbox for one file or any number, which `take_dropped` takes at the start of the next run."""
    _uploader(st.container(key=key), key, label, {"accept_multiple_files": several, **options})


def _uploader(place: DeltaGenerator, key: str, label: str, options: Mapping[str, Any]) -> list[UploadedFile]:
    dropped = place.file_uploader(label, key=_inner_key(key), **options)
    files = _files(dropped)
    st.session_state[f"{key} dropped"] = [file.file_id for file in files]
    return files


def _files(dropped: Any) -> list[UploadedFile]:
    """The value of an uploader for one file or for several."""
    return dropped if isinstance(dropped, list) else [dropped] if dropped else []


def empty_inbox(key: str) -> None:
    """Empties the uploader: it gets a new inner key, and the files under the old key are freed."""
    st.session_state[LAST_EMPTIED] = time.monotonic()
    _drop_uploads(st.session_state.pop(f"{key} dropped", ()))
    st.session_state.pop(st.session_state.pop(f"{key} inner", ""), None)


def _drop_uploads(file_ids: Iterable[str]) -> None:
    """Frees uploads of this session that the app has copied into its own state."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file_id in file_ids:
            context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def _inner_key(key: str) -> str:
    # Random: after Forget, a counter would start again and find the old files.
    inner: str = st.session_state.setdefault(f"{key} inner", f"{key}-{secrets.token_hex(4)}")
    return inner
