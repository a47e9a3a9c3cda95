"""The files inside zip and gzip archives, within limits of size and depth."""

import gzip
import io
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib.common.problems import Unreadable, unreadable
from lib.common.workbook_files import is_workbook

MAX_UNPACKED = 4_000_000_000
"""Most bytes that an archive may unpack to."""

MAX_UNPACKED_EASILY, MAX_RATIO = 500_000_000, 100
"""Bytes that any archive may unpack to, and how often its own size beyond that; text packs five to forty times."""


def unpack(data: bytes, name: str, levels: int = 4) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file in an upload: the upload itself, or the files inside a zip or gzip.

    Args:
        levels: how many archives may be nested.

    Raises:
        Unreadable: a broken or protected archive, or one that unpacks to too many bytes.
    """
    is_zip = data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(data)
    if not is_zip and not data.startswith(b"\x1f\x8b"):
        yield name, data
    elif not levels:
        raise _bomb("too many archives are nested in it", name)
    elif is_zip:
        yield from _unzip(data, name, levels - 1)
    else:
        inner = PurePath(name).stem if name.lower().endswith(".gz") else name
        yield from unpack(_gunzip(data, name), inner, levels - 1)


def max_unpacked(packed: int) -> int:
    """The most bytes that an archive of that size may unpack to."""
    return min(MAX_UNPACKED, max(MAX_UNPACKED_EASILY, MAX_RATIO * packed))


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            inside = file.read(max_unpacked(len(data)) + 1)
    except (OSError, EOFError, zlib.error):
        message = "the .gz file is damaged or incomplete."
        raise unreadable("broken-archive", message, "Download it again.", name) from None
    if len(inside) > max_unpacked(len(data)):
        raise _too_large(len(data), name)
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
    except (BadZipFile, LZMAError, OSError, EOFError, ValueError, zlib.error):
        raise unreadable("broken-archive", "the zip is damaged or incomplete.", "Download it again.", name) from None


def _entries(archive: ZipFile, packed: int, name: str) -> list[ZipInfo]:
    entries = [entry for entry in archive.infolist() if not _is_system_file(entry)]
    if not entries:
        raise unreadable("empty-archive", "the zip has no files.", "Load the files themselves.", name)
    if sum(entry.file_size for entry in entries) > max_unpacked(packed):
        raise _too_large(packed, name)
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
