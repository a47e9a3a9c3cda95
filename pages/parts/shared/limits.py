"""The limits of a server: the bytes of files that a tab may hold, and the memory of the app.

An administrator sets both in `.streamlit/secrets.toml`, under `[limits]`.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from lib.common import Unreadable, unreadable
from lib.common.free_memory import machine_memory
from lib.common.memory_budget import spare_memory
from pages.parts.shared.formatting import file_size

NOT_TAKEN = "application/x-batchdesk-not-taken"
"""Type of an upload that did not fit into the memory: the page gets its name, and its size instead of its bytes."""

_GB = 1_000_000_000
_TAB_GB = 2.0
_SHARE = 0.8
"""Of the machine's memory, which the app may have unless the administrator says otherwise."""


class HeldFile:
    """A file that a tab holds in memory."""

    __slots__ = ()

    @property
    def size(self) -> int:
        """Number of its bytes."""
        raise NotImplementedError


def most_memory() -> float:
    """The bytes of memory that the app may have; infinite where the system does not tell how many there are."""
    return _gigabytes("memory_gb", _SHARE * machine_memory() / _GB)


def most_of_a_tab() -> float:
    """The bytes of files that one tab may hold."""
    return _gigabytes("tab_gb", _TAB_GB)


def held_files(values: Mapping[Any, Any]) -> list[HeldFile]:
    """The files among the values of a session, alone or in lists."""
    items = (item for value in values.values() for item in (value if isinstance(value, list) else [value]))
    return [item for item in items if isinstance(item, HeldFile)]


def over_limit(size: int, name: str) -> Unreadable | None:
    """Why this tab cannot hold one more file; None if it can."""
    held, most = sum(file.size for file in held_files(st.session_state.to_dict())), most_of_a_tab()
    if held + size <= most:
        return None
    message = (
        f"it has {file_size(size)}. This tab holds {file_size(held)} of files, and may hold {file_size(int(most))}."
    )
    hint = "Remove files that you no longer need, or load a part of this one. Another tab has room of its own."
    return unreadable("tab-full", message, hint, name)


def not_taken(size: int, name: str) -> Unreadable:
    """Why an upload was not taken into the memory."""
    free = file_size(int(max(0, min(spare_memory(), _GB * 1_000))))
    message = f"it has {file_size(size)}, and the app has {free} of memory free."
    hint = "Remove files that you no longer need, or try again when others have closed theirs."
    return unreadable("no-memory", message, hint, name)


def _gigabytes(name: str, default: float) -> float:
    section = st.secrets.get("limits", {}) if secrets_singleton.load_if_toml_exists() else {}
    value = section.get(name, default)
    return float(value) * _GB if value < inf else inf
