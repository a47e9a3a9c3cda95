"""An ODS file with the values that its reader drops as plain text: error cells, tabs, line breaks, long durations."""

import io
import re
import zlib
from zipfile import ZIP_STORED, BadZipFile, ZipFile

_MOST_CONTENT = 2_000_000_000
"""The most bytes that the content may unpack to; larger files stay as they are."""

_CELL = re.compile(rb"<table:table-cell\b[^>]*>")
_ERROR = b'calcext:value-type="error"'
_EMPTY = b' office:string-value=""'
_TIME, _STRING = b'office:value-type="time"', b'office:value-type="string"'
_LONG_DURATION = re.compile(rb' office:time-value="(-?)PT(\d{3,}|2[4-9]|[3-9]\d)H(\d+)M(\d+)([.]\d+)?S"')
_BREAKS = {b"<text:tab/>": b"\t", b"<text:line-break/>": b"\n"}


def with_readable_cells(data: bytes) -> tuple[bytes, int]:
    """The file with such cells as text, and how many error cells (`#N/A`) it has."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist() or archive.getinfo("content.xml").file_size > _MOST_CONTENT:
                return data, 0
            content = archive.read("content.xml")
            if not any(mark in content for mark in (_ERROR, *_BREAKS, _TIME)):
                return data, 0
            for tag, character in _BREAKS.items():
                content = content.replace(tag, character)
            return _repacked(archive, _CELL.sub(_readable, content)), content.count(_ERROR)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return data, 0


def _readable(cell: re.Match[bytes]) -> bytes:
    """The cell's tag, as one of text if the cell is an error or a duration of a day or more."""
    if _ERROR in cell[0]:
        return cell[0].replace(_EMPTY, b"")
    if not _LONG_DURATION.search(cell[0]):
        return cell[0]
    return _LONG_DURATION.sub(_duration_text, cell[0].replace(_TIME, _STRING))


def _duration_text(duration: re.Match[bytes]) -> bytes:
    """`36:00:00` for `PT36H00M00S`; the reader's hours end at 23."""
    sign, hours, minutes, seconds, fraction = (part or b"" for part in duration.groups())
    fraction = fraction.rstrip(b"0").rstrip(b".")
    return b' office:string-value="%s%s:%s:%s%s"' % (sign, hours, minutes.zfill(2), seconds.zfill(2), fraction)


def _repacked(archive: ZipFile, content: bytes) -> bytes:
    """The same archive with other content; not compressed, since it is read at once."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as copy:
        for name in ("mimetype", "META-INF/manifest.xml"):
            if name in archive.namelist():
                copy.writestr(name, archive.read(name))
        copy.writestr("content.xml", content)
    return packed.getvalue()
