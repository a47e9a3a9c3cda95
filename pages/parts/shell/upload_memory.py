"""Uploads that never touch the disk, and only those that fit into the memory.

Starlette would write every upload of more than 1 MB into the temporary folder, which keeps parts of it and may be
full. A file that does not fit is dropped as it arrives, so that it ends nothing; the page then says so. This module
replaces a class of Starlette, whose exact version is pinned; browser tests cover it.
"""

from starlette import requests
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartParser
from streamlit import config

from lib.common.memory_budget import spare_memory
from pages.parts.shared.limits import NOT_TAKEN

_COPIES = 2
"""An upload is in memory as it arrives, and once more when it is whole."""


def keep_uploads_in_memory() -> None:
    """Makes this server take uploads so. It may be called again."""
    requests.MultiPartParser = UploadParser  # type: ignore[attr-defined]


class UploadParser(MultiPartParser):
    """Takes an upload into the memory, if so much is free beside the other uploads that are on their way."""

    spool_max_size = 0  # no size is too large for the memory
    _arriving = 0

    async def parse(self) -> FormData:
        """The fields of the form; an upload that does not fit is empty, and has its size in its type."""
        size = _announced(self.headers)
        self._fits = _COPIES * (UploadParser._arriving + size) <= spare_memory()
        taken = size if self._fits else 0
        UploadParser._arriving += taken
        try:
            form = await super().parse()
        finally:
            UploadParser._arriving -= taken
        for file in form.values():
            if isinstance(file, UploadFile) and not self._fits:
                file.headers = Headers({"content-type": f"{NOT_TAKEN};{size}"})
        return form

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """Keeps a piece of the upload."""
        if self._fits or self._current_part.file is None:
            super().on_part_data(data, start, end)


def _announced(headers: Headers) -> int:
    """The bytes that a request says it has; the most that are allowed if it does not say it."""
    stated = headers.get("content-length", "")
    return int(stated) if stated.isdecimal() else int(config.get_option("server.maxUploadSize")) * 1024 * 1024
