"""Example files to try a page with. They leave as soon as a person loads files of their own: they never mix."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from pages.parts.shared.session import CHECKED_FILES, FILES, drop_owned
from pages.parts.shared.uploads import FIRST, add_upload, loaded_files

Example = Mapping[str, Path]
"""The files of an example by the names that the page shows."""


def offer_example(key: str, example: Example, store: str = FIRST) -> None:
    """The button that loads an example."""
    st.button("Look at an example", key=key, icon=":material/science:", on_click=_load, args=(example, store))


def leave_example(store: str = FIRST) -> None:
    """Removes the example once other files are loaded."""
    digests = _digests(store)
    if digests and any(file.digest not in digests for file in loaded_files(store)):
        _remove(store)


def is_example(store: str = FIRST) -> bool:
    """Whether the loaded files are an example."""
    return bool(_digests(store) & {file.digest for file in loaded_files(store)})


def show_example_notice(key: str, store: str = FIRST) -> None:
    """A line that says that the loaded files are an example, with the way to remove them."""
    if not is_example(store):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        st.markdown(":material/science: This is an example. Your own files replace it.", width="content")
        st.button("Remove example", key=key, icon=":material/close:", type="tertiary", on_click=_remove, args=(store,))


def _load(example: Example, store: str) -> None:
    for name, path in example.items():
        add_upload(path.read_bytes(), name, store)
    st.session_state[example_key(store)] = frozenset(file.digest for file in loaded_files(store))


def _remove(store: str) -> None:
    digests = _digests(store)
    files = loaded_files(store)
    files[:] = [file for file in files if file.digest not in digests]
    st.session_state.pop(example_key(store), None)
    drop_owned(*digests, FILES if store == FIRST else CHECKED_FILES)


def _digests(store: str) -> frozenset[str]:
    digests: frozenset[str] = st.session_state.get(example_key(store), frozenset())
    return digests


def example_key(store: str) -> str:
    """The session's key for the digests of the files of an example."""
    return f"{store} example"
