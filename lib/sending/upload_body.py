"""A file as the body of an upload, in pieces, so that its progress is known in bytes."""

from collections.abc import Iterable, Iterator
from uuid import uuid4

from lib.common import Tick

_PIECE = 64 * 1024


class UploadBody:
    """A multipart form with the purpose `batch` and one file, whose bytes are read once."""

    def __init__(self, name: str, chunks: Iterable[bytes], size: int, progress: Tick | None = None) -> None:
        """Args:
        size: bytes of all chunks.
        progress: receives the bytes of the file that were handed to the network, and `size`.
        """
        boundary = uuid4().hex
        self._chunks, self._size, self._progress = chunks, size, progress
        quoted = name.replace("\\", "_").replace('"', "%22").replace("\r", "").replace("\n", "")
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
            "Content-Type: application/jsonl\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._head) + size + len(self._tail)),
        }

    def __iter__(self) -> Iterator[bytes]:
        """The bytes of the form."""
        done = 0
        yield self._head
        for piece in _pieces(self._chunks):
            yield piece
            done += len(piece)
            if self._progress:
                self._progress(done, self._size)
        yield self._tail


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size, however long a chunk is."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= _PIECE:
            full = len(held) - len(held) % _PIECE
            yield from (bytes(held[start : start + _PIECE]) for start in range(0, full, _PIECE))
            del held[:full]
    if held:
        yield bytes(held)
