"""Giving memory back at once: Streamlit alone keeps what ended until somebody does something.

It keeps every upload until its session ends, the session of a closed tab until another one closes,
and the last downloads until the next two runs of anybody. This reaches into parts of Streamlit
that have no public way; the exact version is pinned, and the browser tests watch the memory.
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
from streamlit.runtime.memory_session_storage import MemorySessionStorage


def disable_ip_lookup() -> None:
    """Keeps Streamlit from asking a web service for this machine's public address.

    It would when a page of another site knocks (to let it in if it came from that address). This
    reaches into a part of Streamlit that has no public way; the exact version is pinned, and a
    browser test watches what the server asks for.
    """
    net_util._external_ip = ""


SECONDS = 5
"""Between two rounds."""


_LARGE = 1_000_000
"""Bytes from which a piece of memory is asked of the machine by itself, and so goes back to it by itself."""

_MMAP_THRESHOLD = -3  # its number in glibc's malloc.h


def start_housekeeping() -> None:
    """Goes round from now on, once for all sessions of a server."""
    if exists():
        _housekeeper()


@st.cache_resource(show_spinner=False)
def _housekeeper() -> Thread:
    _ask_for_large_pieces()
    thread = Thread(target=_rounds, args=(get_instance(),), name="housekeeper", daemon=True)
    thread.start()
    return thread


def _ask_for_large_pieces() -> None:
    """Else big files lie among small things, in memory that each thread keeps: twice what they need, and for good."""
    pa.set_memory_pool(pa.system_memory_pool())
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None:
        mallopt(_MMAP_THRESHOLD, _LARGE)


def _rounds(runtime: Runtime) -> None:
    loop = runtime._get_async_objs().eventloop
    while True:
        time.sleep(SECONDS)
        done = Event()
        loop.call_soon_threadsafe(_go_round, runtime, done)
        done.wait(SECONDS)
        _give_back()


def _give_back() -> None:
    """Hands memory that nobody uses back to the machine: else the process keeps it for the next big file.

    Where there is nothing to hand back this takes a tenth of a millisecond.
    """
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None:
        trim(0)


def _go_round(runtime: Runtime, done: Event) -> None:
    """One round: on the server's own thread, as all that touches its sessions."""
    try:
        storage = getattr(runtime._session_mgr, "_session_storage", None)
        if isinstance(storage, MemorySessionStorage):
            _let_go(storage)
        runtime.media_file_mgr.remove_orphaned_files()
    finally:
        done.set()


def _let_go(storage: MemorySessionStorage) -> None:
    """Empties the sessions whose time is over: the server keeps the last one that closed until another one opens."""
    cache = storage._cache
    held = dict(cache._data)  # type: ignore[attr-defined]  # ended ones too
    len(cache)  # lets go of those that ended
    ended = [info.session for key, info in held.items() if key not in cache._data]  # type: ignore[attr-defined]
    for session in ended:
        session.shutdown()
        session.session_state.clear()
    if ended:
        gc.collect()  # a session is a circle of references
