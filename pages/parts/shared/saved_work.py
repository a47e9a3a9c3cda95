"""What a person typed on a page, as a digest, and whether it is in a file."""

from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

Work = Literal["settings", "lines"]
"""The settings of Compose, and the edited lines of Check. Marks are saved one by one, so they count apart."""

WORK, WORK_SAVED = "work", "work saved"
"""The session's keys for the digest of each kind of work, and for the digests that are in some file."""


def note_work(kind: Work, digest: str) -> None:
    """Says what a person has typed so far; an empty digest means nothing."""
    st.session_state.setdefault(WORK, {})[kind] = digest


def note_saved(digest: str) -> None:
    """Says that this work is in a file: it came from one, or Batchdesk itself can make it again."""
    _saved().add(digest)


def has_unsaved_work() -> bool:
    """Whether something that a person typed is in no file."""
    return not set(st.session_state.get(WORK, {}).values()) <= {"", *_saved()}


def saving(kind: Work, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A download whose file has the work as it is now. Once the file is made, the work is saved."""
    return partial(_make, make, st.session_state[WORK][kind], _saved())


def _make(make: Callable[[], bytes], digest: str, saved: set[str]) -> bytes:
    """The file's bytes. Streamlit calls this outside a run of the page, where the session cannot be looked up."""
    data = make()
    saved.add(digest)
    return data


def _saved() -> set[str]:
    saved: set[str] = st.session_state.setdefault(WORK_SAVED, set())
    return saved
