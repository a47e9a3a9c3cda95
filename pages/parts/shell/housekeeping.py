"""A thread that frees the memory of closed tabs and old downloads, and a switch for Streamlit's IP lookup.

Streamlit keeps every upload until its session ends, the session of a closed tab until another tab
closes, and the last downloads until two more runs of any session. This module uses private parts of
Streamlit. The exact version is pinned, and browser tests measure the memory.
"""

import ctypes
import gc
import sys
import time
from threading import Event, Thread

import pyarrow as pa
import streamlit as st
from streamlit import net_util
from streamlit.runtime import Runtime, exists, get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

from lib.common.memory_budget import limit_memory, spare_memory
from pages.parts.shared.account import close_account
from pages.parts.shared.limits import most_memory
from pages.parts.shell.downloads import keep_downloads
from pages.parts.shell.session_values import held_bytes
from pages.parts.shell.upload_memory import keep_uploads_in_memory


def disable_ip_lookup() -> None:
    """Keeps Streamlit from asking a web service for this machine's public address.

    Streamlit asks when a page of another site connects, and lets the page in if it came from that
    address. A browser test checks which hosts the server contacts.
    """
    net_util._external_ip = ""


SECONDS = 5
"""Seconds between two rounds."""

MOST_HELD = 1_000_000_000
"""Bytes of files that closed tabs may hold together, for whoever comes back."""

_LARGE = 1_000_000
"""Bytes above which an allocation gets memory of its own, which the system takes back when it is freed."""

_MMAP_THRESHOLD = -3  # from glibc's malloc.h


def start_housekeeping() -> None:
    """Starts the thread, one for all sessions of a server."""
    if exists():
        keep_downloads(get_instance())
        keep_uploads_in_memory()
        _housekeeper()


@st.cache_resource(show_spinner=False)
def _housekeeper() -> Thread:
    _separate_large_allocations()
    limit_memory(most_memory())
    thread = Thread(target=_rounds, args=(get_instance(),), name="housekeeper", daemon=True)
    thread.start()
    return thread


def _separate_large_allocations() -> None:
    """Gives each big file memory of its own, which returns to the system when the file is freed.

    Otherwise every thread would keep up to twice the size of its biggest file until the server ends.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None:
        mallopt(_MMAP_THRESHOLD, _LARGE)


def _rounds(runtime: Runtime) -> None:
    loop = runtime._get_async_objs().eventloop
    while True:
        time.sleep(SECONDS)
        done = Event()
        loop.call_soon_threadsafe(_run_round, runtime, done)
        done.wait(SECONDS)
        _return_memory()


def _return_memory() -> None:
    """Returns unused memory to the system, which the process would keep for the next big file.

    With nothing to return this takes a tenth of a millisecond.
    """
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None:
        trim(0)


def _run_round(runtime: Runtime, done: Event) -> None:
    """One round, on the server's own thread, because it changes sessions."""
    try:
        storage = getattr(runtime._session_mgr, "_session_storage", None)
        if isinstance(storage, MemorySessionStorage):
            _empty_ended_sessions(storage)
            _end_oldest(storage)
        runtime.media_file_mgr.remove_orphaned_files()
    finally:
        done.set()


def _empty_ended_sessions(storage: MemorySessionStorage) -> None:
    """Empties the sessions that have ended. The server keeps the last closed one until another one opens."""
    cache = storage._cache
    held = dict(cache._data)  # type: ignore[attr-defined]  # includes ended ones
    len(cache)  # removes the ended ones
    ended = [info.session for key, info in held.items() if key not in cache._data]  # type: ignore[attr-defined]
    for session in ended:
        _end(session)
    if ended:
        gc.collect()  # a session is a cycle of references


_sizes: dict[str, tuple[SessionInfo, int]] = {}
"""The bytes that each closed session holds, by its id. Its entry in the storage is another one each time it closes."""


def _end_oldest(storage: MemorySessionStorage) -> None:
    """Ends closed sessions, the one that was closed first before the others, until the files of the rest fit.

    None is kept while the open ones lack memory.
    """
    most = MOST_HELD if spare_memory() > 0 else 0
    closed = {info.session.id: (info, _size(info)) for info in storage.list()}
    _sizes.clear()
    _sizes.update(closed)
    held = sum(size for _, size in closed.values())
    for session_id, (info, size) in closed.items():
        if held <= most:
            return
        held -= size
        storage.delete(session_id)
        _end(info.session)


def _size(info: SessionInfo) -> int:
    """The bytes that a closed session holds, counted once: nothing changes them any more."""
    known, size = _sizes.get(info.session.id, (None, 0))
    return size if known is info else sum(map(held_bytes, info.session.session_state.filtered_state.values()))


def _end(session: AppSession) -> None:
    session.shutdown()
    close_account(session.session_state.filtered_state)
    session.session_state.clear()
