"""Giving memory back at once: Streamlit alone keeps what ended until somebody does something.

It keeps every upload until its session ends, the session of a closed tab until another one closes,
and the last downloads until the next two runs of anybody. This reaches into parts of Streamlit
that have no public way; the exact version is pinned, and the browser tests watch the memory.
"""

import ctypes
import gc
import sys
import time
from collections.abc import Iterable
from threading import Thread

import pyarrow as pa
import streamlit as st
from streamlit.runtime import Runtime, exists, get_instance
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

SECONDS = 5
"""Between two rounds. A download has at least so long from being made to being fetched."""


def drop_uploads(file_ids: Iterable[str]) -> None:
    """Lets go of uploads of this session that the app has taken into its own state."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file_id in file_ids:
            context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def keep_house() -> None:
    """Goes round from now on, once for all sessions of a server."""
    if exists():
        _housekeeper()


@st.cache_resource(show_spinner=False)
def _housekeeper() -> Thread:
    thread = Thread(target=_rounds, args=(get_instance(),), name="housekeeper", daemon=True)
    thread.start()
    return thread


def _rounds(runtime: Runtime) -> None:
    while True:
        time.sleep(SECONDS)
        runtime._get_async_objs().eventloop.call_soon_threadsafe(_go_round, runtime)
        _give_back()


def _give_back() -> None:
    """Hands memory that nobody uses back to the machine: else the process keeps it for the next big file.

    Where there is nothing to hand back this takes a tenth of a millisecond.
    """
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None:
        trim(0)


def _go_round(runtime: Runtime) -> None:
    """One round: on the server's own thread, as all that touches its sessions."""
    storage = getattr(runtime._session_mgr, "_session_storage", None)
    if isinstance(storage, MemorySessionStorage):
        held = len(storage._cache._data)  # type: ignore[attr-defined]  # ended ones too
        if len(storage._cache) < held:  # counting lets go of those that ended
            gc.collect()  # a session is a circle of references
    runtime.media_file_mgr.remove_orphaned_files()
