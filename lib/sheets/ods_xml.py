"""What the reader of an ODS file's values leaves out, made readable: error cells, tabs, line breaks, long durations."""

import io
import re
import zlib
from zipfile import ZIP_STORED, BadZipFile, ZipFile

MOST_UNPACKED = 2_000_000_000
"""The most bytes that a file's content may unpack to for a look at its errors."""

_CELL = re.compile(rb"<table:table-cell\b[^>]*>")
_ERROR = b'calcext:value-type="error"'
_EMPTY = b' office:string-value=""'
_TIME, _STRING = b'office:value-type="time"', b'office:value-type="string"'
_DURATION = re.compile(rb' office:time-value="(-?)PT(\d{3,}|2[4-9]|[3-9]\d)H(\d+)M(\d+)([.]\d+)?S"')
_BREAKS = {b"<text:tab/>": b"\t", b"<text:line-break/>": b"\n"}


def with_errors(data: bytes) -> tuple[bytes, int]:
    """The file with its error cells as the text they show, such as `#N/A`, and how many there are."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist() or archive.getinfo("content.xml").file_size > MOST_UNPACKED:
                return data, 0
            content = archive.read("content.xml")
            if not any(mark in content for mark in (_ERROR, *_BREAKS, _TIME)):
                return data, 0
            for mark, letter in _BREAKS.items():
                content = content.replace(mark, letter)
            return _repacked(archive, _CELL.sub(_shown, content)), content.count(_ERROR)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return data, 0


def _shown(cell: re.Match[bytes]) -> bytes:
    """The cell's tag as one of text, if it is an error or a duration of a day or more."""
    if _ERROR in cell[0]:
        return cell[0].replace(_EMPTY, b"")
    return _DURATION.sub(_as_text, cell[0].replace(_TIME, _STRING)) if _DURATION.search(cell[0]) else cell[0]


def _as_text(duration: re.Match[bytes]) -> bytes:
    """`36:00:00` of `PT36H00M00S`; the reader knows no hours beyond 23."""
    sign, hours, minutes, seconds, fraction = (part or b"" for part in duration.groups())
    fraction = fraction.rstrip(b"0").rstrip(b".")
    return b' office:string-value="%s%s:%s:%s%s"' % (sign, hours, minutes.zfill(2), seconds.zfill(2), fraction)


def _repacked(archive: ZipFile, content: bytes) -> bytes:
    """The same archive with other content; not packed, since it is read at once."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as copy:
        for name in ("mimetype", "META-INF/manifest.xml"):
            if name in archive.namelist():
                copy.writestr(name, archive.read(name))
        copy.writestr("content.xml", content)
    return packed.getvalue()
