"""Zip and gzip archives to the files inside, within a bound of size and depth."""

import gzip
import io
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib.common.problems import Unreadable, unreadable

MAX_UNPACKED = 4_000_000_000
"""The most bytes that an archive may unpack to: more is refused as a bomb."""

MAX_UNPACKED_EASILY, MAX_RATIO = 500_000_000, 100
"""Beyond so many bytes they may be at most so many times the packed ones: text packs five to forty times."""


def unpack(data: bytes, name: str, levels: int = 4) -> Iterator[tuple[str, bytes]]:
    """The files in an upload: itself, or what is inside if it is a zip or gzip (also one in the other).

    Args:
        levels: how many archives may be inside each other; more is refused as a bomb.

    Raises:
        Unreadable: a broken or protected archive, or one that unpacks to an absurd size.
    """
    zipped = data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(data)
    if not zipped and not data.startswith(b"\x1f\x8b"):
        yield name, data
    elif not levels:
        raise _bomb("it holds archives inside archives inside archives", name)
    elif zipped:
        yield from _unzip(data, name, levels - 1)
    else:
        inner = PurePath(name).stem if name.lower().endswith(".gz") else name
        yield from unpack(_gunzip(data, name), inner, levels - 1)


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            inside = file.read(max_unpacked(len(data)) + 1)
    except (OSError, EOFError, zlib.error):
        raise unreadable(
            "broken-archive", "the .gz file is damaged or incomplete.", "Download it again.", name
        ) from None
    if len(inside) > max_unpacked(len(data)):
        raise _too_large(len(data), name)
    return inside


def max_unpacked(packed: int) -> int:
    """The most bytes that an archive of that size may unpack to."""
    return min(MAX_UNPACKED, max(MAX_UNPACKED_EASILY, MAX_RATIO * packed))


def _too_large(packed: int, name: str) -> Unreadable:
    return _bomb(f"it unpacks to more than {max_unpacked(packed) / 1e9:,.1f} GB", name)


def _bomb(why: str, name: str) -> Unreadable:
    hint = "Unpack it and load the files you need."
    return unreadable("archive-bomb", f"the archive is not opened: {why}.", hint, name)


def _unzip(data: bytes, name: str, levels: int) -> Iterator[tuple[str, bytes]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _system_file(entry)]
            if not entries:
                raise unreadable("empty-archive", "there is no file in the zip.", "Load the files themselves.", name)
            if sum(entry.file_size for entry in entries) > max_unpacked(len(data)):
                raise _too_large(len(data), name)
            for entry in entries:
                yield from unpack(archive.read(entry), PurePath(entry.filename).name or name, levels)
    except NotImplementedError:
        hint = "Unpack it and load the files."
        raise unreadable("unknown-packing", "the zip is packed in a way that is not known here.", hint, name) from None
    except RuntimeError:
        hint = "Unpack it with its password and load the files."
        raise unreadable("password", "the zip is protected by a password.", hint, name) from None
    except (BadZipFile, LZMAError, OSError, EOFError, ValueError, zlib.error):
        raise unreadable("broken-archive", "the zip is damaged or incomplete.", "Download it again.", name) from None


def _system_file(entry: ZipInfo) -> bool:
    """Folders, and the files that macOS and Windows hide in every archive."""
    hidden = PurePath(entry.filename).name in (".DS_Store", "Thumbs.db", "desktop.ini")
    return hidden or entry.filename.endswith("/") or entry.filename.startswith("__MACOSX/")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook: an Office Open XML zip, or the older compound file.

    A zip is one by its list of files, not by bytes that happen to be in it: it may be a zip of
    answers with a workbook among them.
    """
    if not data.startswith(b"PK\x03\x04"):
        return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    if b"opendocument.spreadsheet" in data[:200]:
        return True
    try:
        archive = ZipFile(io.BytesIO(data))
        names = archive.namelist()
        if "content.xml" in names and "mimetype" in names:  # packed anew, so that the type is not in the first bytes
            return b"opendocument.spreadsheet" in archive.read("mimetype")
    except (
        BadZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
        zlib.error,
    ):  # cut off: its start still tells
        return data[30:].startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/"))
    return any(name.replace("\\", "/").startswith("xl/workbook.") for name in names)
