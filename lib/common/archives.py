"""The files inside zip, gzip, xz and bzip2 archives, within limits of size and depth."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib.common.memory_budget import spare_memory, take_memory
from lib.common.other_formats import zip_format
from lib.common.problems import Unreadable, unreadable
from lib.common.workbook_files import is_workbook

MAX_UNPACKED = 4_000_000_000
"""Most bytes that an archive may unpack to."""

MAX_UNPACKED_EASILY, MAX_RATIO = 500_000_000, 100
"""Bytes that any archive may unpack to, and how often its own size beyond that; text packs five to forty times."""


_OPENERS: dict[bytes, Callable[[io.BytesIO], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
    b"]\0\0": lzma.open,
}
"""What opens a packed file, by the file's first bytes."""

_ENDINGS = (".gz", ".bz2", ".xz", ".lzma")

_UNPACK_FIRST = {
    b"Rar!\x1a": ".rar",
    b"7z\xbc\xaf": ".7z",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"\x04\x22\x4d\x18": ".lz4",
    b"\x1f\x9d": ".Z",
    b"LZIP\x01": ".lz",
    b"MSCF\0": ".cab",
}
"""Archives that Batchdesk does not open, by their first bytes."""


def unpack(data: bytes, name: str, levels: int = 4) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file in an upload: the upload itself, or the files inside an archive.

    Args:
        levels: how many archives may be nested.

    Raises:
        Unreadable: a broken or protected archive, one of another kind, or one that unpacks to too many bytes.
        NotEnoughMemory: the files inside do not fit into the memory that is free.
    """
    _reject_others(data, name)
    is_zip = data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(data) and not zip_format(data)
    packed = next((start for start in _OPENERS if data.startswith(start)), None)
    packed = None if packed == b"BZh" and data[4:10] != b"1AY&SY" else packed  # three letters may begin a text
    if not is_zip and packed is None:
        yield name, data
    elif not levels:
        raise _bomb("too many archives are nested in it", name)
    elif packed is None:
        yield from _unzip(data, name, levels - 1)
    else:
        inner = PurePath(name).stem if name.lower().endswith(_ENDINGS) else name
        yield from unpack(_decompress(data, name, _OPENERS[packed]), inner, levels - 1)


def _reject_others(data: bytes, name: str) -> None:
    kind = next((ending for start, ending in _UNPACK_FIRST.items() if data.startswith(start)), "")
    kind = ".tar" if data[257:263] in (b"ustar\0", b"ustar ") else kind
    if kind:
        hint = "Unpack it first, for example with 7-Zip or The Unarchiver, and load the file inside."
        raise unreadable("unpack-first", f"this is a {kind} archive, which Batchdesk does not open.", hint, name)


def max_unpacked(packed: int) -> int:
    """The most bytes that an archive of that size may unpack to."""
    return min(MAX_UNPACKED, max(MAX_UNPACKED_EASILY, MAX_RATIO * packed))


def _decompress(data: bytes, name: str, open_packed: Callable[[io.BytesIO], Any]) -> bytes:
    most = max_unpacked(len(data))
    fits = int(min(most, max(0, spare_memory()) / 2))  # the blocks, and the whole made from them
    try:
        with open_packed(io.BytesIO(data)) as file:
            inside: bytes = file.read(fits + 1)
    except (OSError, EOFError, ValueError, MemoryError, zlib.error, lzma.LZMAError):
        message = "the packed file is damaged or incomplete."
        raise unreadable("broken-archive", message, "Download it again.", name) from None
    if len(inside) > most:
        raise _too_large(len(data), name)
    if len(inside) > fits:
        take_memory(2 * most)  # raises, since the half of what is free was not enough
    return inside


def _unzip(data: bytes, name: str, levels: int) -> Iterator[tuple[str, bytes]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            for entry in _entries(archive, len(data), name):
                yield from unpack(archive.read(entry), PurePath(entry.filename).name or name, levels)
    except NotImplementedError:
        message = "Batchdesk does not know the compression method of this zip."
        raise unreadable("unknown-packing", message, "Unpack it and load the files.", name) from None
    except RuntimeError:
        message, hint = "a password protects the zip.", "Unpack it with its password and load the files."
        raise unreadable("password", message, hint, name) from None
    except (BadZipFile, lzma.LZMAError, OSError, EOFError, ValueError, zlib.error):
        raise unreadable("broken-archive", "the zip is damaged or incomplete.", "Download it again.", name) from None


def _entries(archive: ZipFile, packed: int, name: str) -> list[ZipInfo]:
    entries = [entry for entry in archive.infolist() if not _is_system_file(entry)]
    if not entries:
        raise unreadable("empty-archive", "the zip has no files.", "Load the files themselves.", name)
    size = sum(entry.file_size for entry in entries)
    if size > max_unpacked(packed):
        raise _too_large(packed, name)
    take_memory(size)
    return entries


def _is_system_file(entry: ZipInfo) -> bool:
    """Folders, and the files that macOS and Windows hide in archives."""
    hidden = PurePath(entry.filename).name in (".DS_Store", "Thumbs.db", "desktop.ini")
    return hidden or entry.filename.endswith("/") or entry.filename.startswith("__MACOSX/")


def _too_large(packed: int, name: str) -> Unreadable:
    return _bomb(f"it unpacks to more than {max_unpacked(packed) / 1e9:,.1f} GB", name)


def _bomb(reason: str, name: str) -> Unreadable:
    hint = "Unpack it and load the files you need."
    return unreadable("archive-bomb", f"Batchdesk does not open this archive: {reason}.", hint, name)
