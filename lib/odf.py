"""Error cells of an ODS file made readable: the reader of values takes them for empty text."""

import io
import re
import zlib
from zipfile import ZIP_STORED, BadZipFile, ZipFile

MOST_UNPACKED = 2_000_000_000
"""The most bytes that a file's content may unpack to for a look at its errors."""

_CELL = re.compile(rb"<table:table-cell\b[^>]*>")
_ERROR = b'calcext:value-type="error"'
_EMPTY = b' office:string-value=""'


def with_errors(data: bytes) -> tuple[bytes, int]:
    """The file with its error cells as the text they show, such as `#N/A`, and how many there are."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist() or archive.getinfo("content.xml").file_size > MOST_UNPACKED:
                return data, 0
            content = archive.read("content.xml")
            count = content.count(_ERROR)
            return (_repacked(archive, _CELL.sub(_shown, content)), count) if count else (data, 0)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return data, 0


def _shown(cell: re.Match[bytes]) -> bytes:
    return cell[0].replace(_EMPTY, b"") if _ERROR in cell[0] else cell[0]


def _repacked(archive: ZipFile, content: bytes) -> bytes:
    """The same archive with other content; not packed, since it is read at once."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as copy:
        for name in ("mimetype", "META-INF/manifest.xml"):
            if name in archive.namelist():
                copy.writestr(name, archive.read(name))
        copy.writestr("content.xml", content)
    return packed.getvalue()
