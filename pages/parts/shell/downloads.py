"""Downloads that have all that was done before them, and that stay until the browser has fetched them.

Streamlit makes the file of a button at a click, from the page as it was last drawn. What was typed or
pressed a moment before is not in it, and a page that is just being redrawn has no such button. The
finished file belongs to no session, so any run that ends, in any tab, removes it before the browser
asks for it. Large files with the same name count as one file if samples of their bytes are equal.
This module uses private parts of Streamlit. The exact version is pinned, and browser tests cover it.
"""

import asyncio
import time
from collections.abc import Callable
from hashlib import sha256
from io import RawIOBase
from typing import BinaryIO, ClassVar, TextIO
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager, _get_session_id
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryFile, MemoryMediaFileStorage
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from pages.parts.shell.leaving import ask_again

_LATE = 0.3
"""Seconds in which the browser may still send what was done before the click: an edit in a table waits 0.15."""

_UNTIL_ASKED, _ONCE_ASKED = 60, 5
"""Seconds for which a finished file is kept: until the browser asks for it, and for a second try after that."""


def keep_downloads(runtime: Runtime) -> None:
    """Changes how this server makes and keeps the files of downloads. It may be called again."""
    keep_files(runtime.media_file_mgr)
    DeferredFileHandler.handle = _handle_after_all_before  # type: ignore[method-assign]


def keep_files(manager: MediaFileManager) -> None:
    """Makes a manager know a button by the same id in every run, and leave files that are kept."""
    manager.__class__ = _Manager
    manager._storage.__class__ = _Storage


_handle = DeferredFileHandler.handle


async def _handle_after_all_before(
    self: DeferredFileHandler, request: BackendOperationRequest, session_id: str
) -> BackendOperationResponse:
    """Makes the file when the tab's runs have ended. Messages of a tab arrive in the order in which it sent them.

    What is in the file is then saved, so the tab hears whether it still has to ask before it leaves.
    """
    await asyncio.sleep(_LATE)
    session = get_instance().get_app_session(session_id)
    while session and session._scriptrunner:
        await asyncio.sleep(0.02)
    response = await _handle(self, request, session_id)
    asyncio.get_running_loop().call_soon(ask_again, session_id)
    return response


class _Storage(MemoryMediaFileStorage):
    """Files in memory. One for download has an id of its own, and the time until which it is kept."""

    _kept_until: ClassVar[dict[str, float]] = {}

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        if kind is MediaFileKind.MEDIA or isinstance(path_or_data, str):
            return super().load_and_get_id(path_or_data, mimetype, kind, filename)
        file_id = uuid4().hex
        self._kept_until[file_id] = time.monotonic() + _UNTIL_ASKED
        self._files_by_id[file_id] = MemoryFile(path_or_data, mimetype, kind, filename)
        return file_id

    def get_url(self, file_id: str) -> str:
        url = super().get_url(file_id)  # asks get_file, too
        self._kept_until[file_id] = time.monotonic() + _UNTIL_ASKED
        return url

    def get_file(self, filename: str) -> MemoryFile:
        file = super().get_file(filename)
        self._kept_until[filename.partition(".")[0]] = time.monotonic() + _ONCE_ASKED
        return file

    def delete_file(self, file_id: str) -> None:
        super().delete_file(file_id)
        self._kept_until.pop(file_id, None)

    def is_kept(self, file_id: str) -> bool:
        return self._kept_until.get(file_id, 0) > time.monotonic()


def _is_stopped() -> bool:
    """Whether this run is to stop, because the next one of its tab has begun: what it would offer is old."""
    context = get_script_run_ctx()
    requests = context.script_requests if context else None
    return requests is not None and requests._state is ScriptRequestType.STOP


class _Manager(MediaFileManager):
    _storage: _Storage

    def add_deferred(
        self,
        data_callable: Callable[[], bytes | str | BinaryIO | TextIO | RawIOBase],
        mimetype: str | None,
        coordinates: str,
        file_name: str | None = None,
        *,
        element_id: str = "",
    ) -> str:
        session_id = _get_session_id()
        file_id = sha256(f"{session_id} {element_id or coordinates}".encode()).hexdigest()
        with self._lock:
            if not _is_stopped():
                self._deferred_callables[file_id] = {
                    "callable": data_callable,
                    "mimetype": mimetype,
                    "filename": file_name,
                    "coordinates": coordinates,
                    "session_id": session_id,
                    "element_id": element_id,
                }
                self._deferred_ids_by_session[session_id].add(file_id)
                self._files_by_session_and_coord[session_id][coordinates] = file_id
        return file_id

    def _get_inactive_file_ids(self) -> set[str]:
        return {file_id for file_id in super()._get_inactive_file_ids() if not self._storage.is_kept(file_id)}
