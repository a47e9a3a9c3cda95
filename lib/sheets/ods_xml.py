"""An ODS file with every number as the text that its cell shows, and the numbers beside it.

The reader of values has numbers without their formats, and drops error cells, tabs, line breaks and
durations of a day or more. This module searches the XML and never parses it.
"""

import io
import re
import zlib
from html import escape, unescape
from typing import NamedTuple
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from lib.sheets.format_numbers import general_text, number_value
from lib.sheets.ods_scan import ods_attributes, scan_ods
from lib.sheets.xlsx_xml import SheetXml

_MOST_CONTENT = 2_000_000_000
"""The most bytes that the content may unpack to; larger files stay as they are."""

_CELL = re.compile(rb"<table:table-cell\b([^>]*[^>/])>(.*?)</table:table-cell>", re.DOTALL)
_ERROR = b'calcext:value-type="error"'
_EMPTY = b' office:string-value=""'
_NUMBER = re.compile(rb'\boffice:value-type="(?:float|percentage|currency|date|time)"')
_VALUE = re.compile(rb' office:(?:value|date-value|time-value|currency)="[^"]*"')
_ANNOTATION = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_TEXT = re.compile(rb"<text:p\b[^>]*>(.*?)</text:p>", re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")
_NO_DIGITS = re.compile(r"#+|[-+]?[\d.,]+E[-+]?\d+")
_LONG_DURATION = re.compile(rb' office:time-value="(-?)PT(\d{3,}|2[4-9]|[3-9]\d)H(\d+)M(\d+)([.]\d+)?S"')
_INDENTED = re.compile(rb">\s+<(/?table:)")
"""Spaces between cells, at which the reader of values fails."""

_BREAKS = {b"<text:tab/>": b"\t", b"<text:line-break/>": b"\n"}


class ReadableOds(NamedTuple):
    """An ODS file that a reader of values reads as its cells show it."""

    data: bytes
    errors: int
    """The number of error cells, such as `#N/A`."""

    scans: dict[str, SheetXml]
    """The numbers, and the hidden rows and columns, of each worksheet."""


def make_readable(data: bytes) -> ReadableOds:
    """The file with such cells as text; unchanged if it is not an ODS file."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" not in archive.namelist() or archive.getinfo("content.xml").file_size > _MOST_CONTENT:
                return ReadableOds(data, 0, {})
            content = archive.read("content.xml")
            scans = {scan.worksheet: scan for scan in scan_ods(content)}
            errors = content.count(_ERROR)
            for tag, character in _BREAKS.items():
                content = content.replace(tag, character)
            content = _INDENTED.sub(rb"><\1", content)
            return ReadableOds(_repacked(archive, _CELL.sub(_readable, content)), errors, scans)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return ReadableOds(data, 0, {})


def _readable(cell: re.Match[bytes]) -> bytes:
    """A number's cell as one of its text, and an error's cell with its text."""
    attributes, inside = cell.groups()
    if _ERROR in attributes:
        return cell[0].replace(_EMPTY, b"", 1)
    kind = _NUMBER.search(attributes)
    shown = _TEXT.search(_ANNOTATION.sub(b"", inside)) if kind else None
    if not kind or not shown:
        return cell[0]
    text = _shown_text(attributes, unescape(_TAG.sub(b"", shown[1]).decode("utf-8", "replace")))
    attributes = _VALUE.sub(b"", attributes).replace(kind[0], b'office:value-type="string"')
    return b"<table:table-cell%s><text:p>%s</text:p></table:table-cell>" % (attributes, escape(text).encode())


def _shown_text(attributes: bytes, text: str) -> str:
    """The text of a cell, or all digits of its number where the text has not all of them."""
    if not _NO_DIGITS.fullmatch(text.strip()):
        return text.strip()
    duration = _LONG_DURATION.search(attributes)
    if duration:
        return _duration_text(duration)
    value = dict(ods_attributes(attributes))
    digits = value.get("value", "")
    return general_text(number_value(digits)) if digits else value.get("date-value", value.get("time-value", text))


def _duration_text(duration: re.Match[bytes]) -> str:
    """`36:00:00` for `PT36H00M00S`."""
    sign, hours, minutes, seconds, fraction = ((part or b"").decode() for part in duration.groups())
    return f"{sign}{hours}:{minutes.zfill(2)}:{seconds.zfill(2)}{fraction.rstrip('0').rstrip('.')}"


def _repacked(archive: ZipFile, content: bytes) -> bytes:
    """The same archive with other content; not compressed, since it is read at once."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as copy:
        for name in ("mimetype", "META-INF/manifest.xml"):
            if name in archive.namelist():
                copy.writestr(name, archive.read(name))
        copy.writestr("content.xml", content)
    return packed.getvalue()
