"""Less memory and less waiting for large files: compressed bytes, and a pause of Python's garbage collector.

A session keeps each uploaded sheet so that it can be read again with other options; text compresses
to a fifth or a third. The collector would scan a growing table again and again in search of cycles
that it does not have.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import pyarrow as pa

_CODEC = "zstd"  # its first level compresses half a gigabyte a second


@dataclass(frozen=True, slots=True)
class Compressed:
    """Compressed bytes: `Compressed.of(data).data == data`."""

    packed: bytes
    size: int
    """Number of bytes before compression."""

    @classmethod
    def of(cls, data: bytes) -> "Compressed":
        """Compresses the data."""
        return cls(pa.compress(data, _CODEC, asbytes=True), len(data))

    @property
    def data(self) -> bytes:
        """The data, decompressed at each call."""
        unpacked: bytes = pa.decompress(self.packed, self.size, _CODEC, asbytes=True)
        return unpacked


_lock = Lock()
_pauses = 0
_was_enabled = True


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pauses the garbage collector; it goes on when the last of several concurrent pauses ends."""
    _pause()
    try:
        yield
    finally:
        _resume()


def _pause() -> None:
    global _pauses, _was_enabled
    with _lock:
        if not _pauses:
            _was_enabled = gc.isenabled()
            gc.disable()
        _pauses += 1


def _resume() -> None:
    global _pauses
    with _lock:
        _pauses -= 1
        if not _pauses and _was_enabled:
            gc.freeze()  # and back: moves all new objects into the oldest generation without a scan
            gc.unfreeze()
            gc.enable()
