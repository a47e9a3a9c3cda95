"""The parts of an XLSX file that a worksheet needs: its cells, the shared texts, the styles, the list of worksheets."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from math import inf
from posixpath import join as join_path
from posixpath import normpath
from types import MappingProxyType
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from lib.sheets.xlsx_styles import tags

_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_STRUCTURES = "xl/richData/rdrichvaluestructure.xml"
_MOST_STYLES = 20_000_000
"""The most bytes of styles to search."""


class XlsxParts(NamedTuple):
    """A worksheet's name and the XML of its cells, of the shared texts, the styles and the workbook."""

    name: str
    cells: bytes = b""
    shared: bytes = b""
    styles: bytes = b""
    workbook: bytes = b""
    tabs: Mapping[str, bool] = MappingProxyType({})
    """All worksheets, each with whether it is hidden."""

    structures: bytes = b""
    """The kinds of rich values: pictures in cells, linked data types, and errors such as `#SPILL!`."""


def read_parts(data: bytes, worksheet: str | None) -> XlsxParts:
    """The parts of a worksheet; empty if there is no such worksheet."""
    name = worksheet or ""
    if not data.startswith(b"PK"):
        return XlsxParts(name)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            workbook = archive.read("xl/workbook.xml")
            targets = dict(_worksheets(archive.read("xl/_rels/workbook.xml.rels")))
            sheets = {tag["name"]: tag for tag in tags(_SHEET, workbook) if tag.get("id") in targets and "name" in tag}
            tabs = {name: tag.get("state") in ("hidden", "veryHidden") for name, tag in sheets.items()}
            name = min(tabs, key=tabs.__getitem__, default="") if worksheet is None else worksheet
            xml = archive.read(targets[sheets[name]["id"]]) if name in sheets else b""
            shared, structures = (_optional(archive, part) for part in ("xl/sharedStrings.xml", _STRUCTURES))
            styles = _optional(archive, "xl/styles.xml", _MOST_STYLES)
            return XlsxParts(name, xml, shared, styles, workbook, tabs, structures)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return XlsxParts(name)


def _optional(archive: ZipFile, part: str, most_bytes: float = inf) -> bytes:
    """A part; empty if the file does not have it, or if it is larger."""
    small = part in archive.namelist() and archive.getinfo(part).file_size <= most_bytes
    return archive.read(part) if small else b""


def _worksheets(relations: bytes) -> Iterator[tuple[str, str]]:
    """The id and the path of each worksheet; charts have sheets of another kind."""
    for tag in tags(_RELATION, relations):
        if tag.get("Type", "").endswith("/worksheet") and "Id" in tag and "Target" in tag:
            yield tag["Id"], normpath(join_path("/xl", tag["Target"].replace("\\", "/"))).lstrip("/")
