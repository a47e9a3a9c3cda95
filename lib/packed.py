"""Bytes that are kept but seldom wanted again, in less room."""

from dataclasses import dataclass

import pyarrow as pa

_CODEC = "zstd"  # at its first level: half a gigabyte a second, and text becomes a fifth to a third


@dataclass(frozen=True, slots=True)
class Packed:
    """Some bytes, packed: `Packed.of(data).data` is the data."""

    packed: bytes
    size: int
    """Bytes of the data."""

    @classmethod
    def of(cls, data: bytes) -> "Packed":
        """Packs the data."""
        return cls(pa.compress(data, _CODEC, asbytes=True), len(data))

    @property
    def data(self) -> bytes:
        """The data, made anew each time."""
        unpacked: bytes = pa.decompress(self.packed, self.size, _CODEC, asbytes=True)
        return unpacked
