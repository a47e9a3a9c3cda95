"""A look into an XLSX file's XML for what readers of values leave out.

Readers turn error cells into blanks, cannot tell a formula that was never calculated from an
empty cell, and believe a sheet's size. All three stand in the XML, which is only searched here,
never parsed: nothing in it is expanded or followed.
"""

import io
import re
from dataclasses import dataclass, field
from html import unescape
from posixpath import join as join_path
from posixpath import normpath
from zipfile import BadZipFile, ZipFile

MOST_UNPACKED = 2_000_000_000
"""The most bytes that a workbook may unpack to."""

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Peek:
    """What stands in a worksheet's XML beside its values. Places are (row, column), from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Error cells with their text, such as `#N/A`."""

    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas without a value."""


def unpacked_size(data: bytes) -> int:
    """How many bytes a workbook says it unpacks to; 0 if it is no zip."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return 0


def peek(data: bytes, worksheet: str) -> Peek:
    """What is in a worksheet's XML; an empty `Peek` for any other kind of workbook."""
    xml = _worksheet_xml(data, worksheet)
    if not xml or (b't="e"' not in xml and not re.search(rb"<(?:\w+:)?f[ >/]", xml)):
        return Peek()
    errors: dict[tuple[int, int], str] = {}
    uncalculated: list[str] = []
    for cell in _CELL.finditer(xml):
        attributes, inside = cell[1], cell[2] or b""
        failed = b't="e"' in attributes
        formula = not failed and re.search(rb"<(?:\w+:)?f[ >/]", inside) is not None
        if not (failed or formula) or not (place := _PLACE.search(attributes)):
            continue
        value = _VALUE.search(inside)
        if failed and value:
            errors[int(place[2]) - 1, column_index(place[1].decode())] = unescape(value[1].decode("utf-8", "replace"))
        elif formula and not (value and value[1]) and b't="str"' not in attributes:
            uncalculated.append((place[1] + place[2]).decode())
    return Peek(errors, uncalculated)


def extent(data: bytes, worksheet: str) -> tuple[int, int]:
    """Rows and columns up to the last filled place of a worksheet; at least 26 columns, (0, 0) if it is no XLSX.

    A reader that believes in a stray cell at XFD1048576 would ask for 17 billion cells.
    """
    xml = _worksheet_xml(data, worksheet)
    if not xml:
        return 0, 0
    last = _ROW.search(xml, max(0, xml.rfind(b"<row ")))
    wide = set(_WIDE.findall(xml))
    columns = max((column_index(letters.decode()) + 1 for letters in wide), default=26)
    return int(last[1]) if last else xml.count(b"<row"), columns


_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,7})"')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d{1,7}"')


def column_index(letters: str) -> int:
    """A column's index from its letters: `A` is 0, `AA` is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _worksheet_xml(data: bytes, worksheet: str) -> bytes:
    """The XML of a worksheet, found by the workbook's own list; nothing if it cannot be found."""
    if not data.startswith(b"PK"):
        return b""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            relation = dict(_sheets(archive.read("xl/workbook.xml"))).get(worksheet, "")
            target = dict(_targets(archive.read("xl/_rels/workbook.xml.rels"))).get(relation)
            return archive.read(normpath(join_path("/xl", target)).lstrip("/")) if target else b""
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return b""


def _sheets(xml: bytes) -> list[tuple[str, str]]:
    found = _SHEET.findall(xml.decode("utf-8", "replace"))
    return [(unescape(name), relation) for name, relation in found]


def _targets(xml: bytes) -> list[tuple[str, str]]:
    found = (dict(_ATTRIBUTE.findall(tag)) for tag in _RELATION.findall(xml.decode("utf-8", "replace")))
    return [(said["Id"], unescape(said["Target"])) for said in found if len(said) == 2]
