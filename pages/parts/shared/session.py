"""The session's memory: what the user made, and one slot for each value derived from it.

A derived value is kept under the digests of what it came from. `st.cache_data` would copy it,
share it between users, and take two big tables for one (it hashes a sample of their rows).
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, TypeVar

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


Value = TypeVar("Value")


def derived(name: str, key: object, make: Callable[[], Value]) -> Value:
    """The value of a slot, made anew only when its key is another one than last time."""
    slots: dict[str, tuple[object, Any]] = st.session_state.setdefault("slots", {})
    if name not in slots or slots[name][0] != key:
        slots.pop(name, None)  # the old value goes before the new one is made: both may be big
        slots[name] = (key, make())
    value: Value = slots[name][1]
    return value


def digest_of(*made_from: object) -> str:
    """Twelve hex digits for what something is made from."""
    return sha256(repr(made_from).encode("utf-8", "replace")).hexdigest()[:12]


def is_made(name: str, key: object) -> bool:
    """Whether `derived` would give the slot's value at once."""
    slots: dict[str, tuple[object, Any]] = st.session_state.get("slots", {})
    return name in slots and slots[name][0] == key


def kept(name: str) -> Any:
    """The value of a slot if there is one, else None."""
    slots: dict[str, tuple[object, Any]] = st.session_state.get("slots", {})
    return slots[name][1] if name in slots else None


def seed(defaults: Mapping[str, Any]) -> None:
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


def drop(*names: str) -> None:
    """Frees some slots."""
    for name in names:
        st.session_state.get("slots", {}).pop(name, None)
