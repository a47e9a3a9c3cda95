"""A pause of Python's garbage collector, for as long as anybody needs one."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import pyarrow as pa

_CODEC = "zstd"  # at its first level: half a gigabyte a second, and text becomes a fifth to a third


@dataclass(frozen=True, slots=True)
class Compressed:
    """Some bytes, packed: `Compressed.of(data).data` is the data."""

    packed: bytes
    size: int
    """Bytes of the data."""

    @classmethod
    def of(cls, data: bytes) -> "Compressed":
        """Packs the data."""
        return cls(pa.compress(data, _CODEC, asbytes=True), len(data))

    @property
    def data(self) -> bytes:
        """The data, made anew each time."""
        unpacked: bytes = pa.decompress(self.packed, self.size, _CODEC, asbytes=True)
        return unpacked


_lock = Lock()
_pausing = 0
_collecting = True


@contextmanager
def gc_paused() -> Iterator[None]:
    """Spares the collector looking through a growing table, which has no cycles, again and again.

    The collector is the process's: where two users read at once, it is as it was when the last of them is done.
    """
    _pause()
    try:
        yield
    finally:
        _resume()


def _pause() -> None:
    global _pausing, _collecting
    with _lock:
        if not _pausing:
            _collecting = gc.isenabled()
            gc.disable()
        _pausing += 1


def _resume() -> None:
    global _pausing
    with _lock:
        _pausing -= 1
        if not _pausing and _collecting:
            gc.freeze()  # there and back: all that was made is old at once, without a look at each of it
            gc.unfreeze()
            gc.enable()
