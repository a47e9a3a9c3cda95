"""The session's memory: what the user made, and one slot for each value derived from it.

A derived value is kept under the digests of what it came from. `st.cache_data` would copy it,
share it between users, and take two big tables for one (it hashes a sample of their rows).
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile


def drop_uploads(file_ids: Iterable[str]) -> None:
    """Lets go of uploads of this session that the app has taken into its own state."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file_id in file_ids:
            context.uploaded_file_mgr.remove_file(context.session_id, file_id)


SHEET, FILES, CHECKED_FILES = "sheet", "files", "checked files"
"""Owners of slots: the sheet on Compose, all files on Results together, all files on Check together."""


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


def set_defaults(defaults: Mapping[str, Any]) -> None:
    """First values of widgets, set through the session so that Forget and a recipe can set them too."""
    for key, value in defaults.items():
        st.session_state.setdefault(key, value)


def inbox(key: str, label: str, **options: Any) -> list[UploadedFile]:
    """A file uploader that can be emptied: the files dropped into it since `empty_inbox`.

    The page takes the files into its own state at once, so that the list it draws is the only
    truth and the upload does not stay in memory beside it.
    """
    return _uploader(st.container(key=key), key, label, options)


def take_all(key: str, label: str, take: Callable[[bytes, str], None]) -> None:
    """An inbox for any number of files: each is taken, with its name, and the inbox stands there empty again.

    It is drawn anew in its own place, which spares another run of the page; what is drawn after it knows the files.
    """
    place = st.container(key=key).empty()
    dropped = _uploader(place, key, label, {"accept_multiple_files": True})
    if not dropped:
        return
    taken: set[str] = st.session_state.setdefault(f"{key} taken", set())
    with st.spinner("Reading the files"):
        for file in dropped:
            if file.file_id not in taken:  # a click may have stopped the run that took the first ones
                take(file.getvalue(), file.name)
                taken.add(file.file_id)
    empty_inbox(key)
    _uploader(place, key, label, {"accept_multiple_files": True})


def _uploader(place: DeltaGenerator, key: str, label: str, options: Mapping[str, Any]) -> list[UploadedFile]:
    given = place.file_uploader(label, key=_inner_key(key), **options)
    files = given if isinstance(given, list) else [given] if given else []
    st.session_state[f"{key} dropped"] = [file.file_id for file in files]
    return files


def empty_inbox(key: str) -> None:
    """Empties the uploader: it gets a new inner key, and the old one's files are let go."""
    drop_uploads(st.session_state.pop(f"{key} dropped", ()))
    st.session_state.pop(st.session_state.pop(f"{key} inner", ""), None)


def _inner_key(key: str) -> str:
    # Random, not counted: after Forget a counter would start again and find the old files.
    inner: str = st.session_state.setdefault(f"{key} inner", f"{key}-{secrets.token_hex(4)}")
    return inner
