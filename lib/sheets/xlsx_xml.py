"""A look into an XLSX file's XML for what readers of values leave out.

Readers turn error cells into blanks, cannot tell a formula that was never calculated from an
empty cell, and take whatever memory a sheet's size asks for. All three stand in the XML, which
is only searched here, never parsed: nothing in it is expanded or followed.
"""

import io
import re
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from posixpath import join as join_path
from posixpath import normpath
from zipfile import BadZipFile, ZipFile

import numpy as np

from lib.common.byte_search import ByteArray, Offsets, find_pairs, has_controls, has_pair

MOST_WORKBOOK_BYTES = 2_000_000_000
"""The most bytes that a workbook may unpack to, and its cells may hold."""

_TOKEN = re.compile(rb"<(?:[\w.-]+:)?(row|c)\b([^>]*?)(/>|>)")
_INSIDE = re.compile(rb"(.*?)</(?:[\w.-]+:)?c>", re.DOTALL)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?v\b[^>]*>(.*?)</(?:[\w.-]+:)?v>", re.DOTALL)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_PREFIXED = re.compile(rb"<[\w.-]+:c[\s>/]")
_MERGED = re.compile(rb"""\bmergeCell\s+ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_SHARED = re.compile(rb't="s"[^>]*><v>(\d{1,9})')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_NUMBER_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b[^>]*>")
_CELL_STYLE = re.compile(r"<(?:\w+:)?xf\b[^>]*>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"([^>]*)>')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_MASK = re.compile(r"[0 ()-]+")
_MOST_STYLES = 20_000_000
"""Bytes of styles that are looked through."""

_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')""")


CellRange = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What stands in a worksheet's XML beside its values. Places are (row, column), from 0."""

    worksheet: str = ""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Error cells with their text, such as `#N/A`."""

    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas without a value."""

    plain: bool = False
    """Whether every cell says its place in the usual way, so that the sheet's size is known for sure."""

    cells: int = 0
    places: int = 0
    """How many cells there are, and how many places up to the last row and the last column; if `plain`."""

    controls: bool = True
    """Whether there may be control characters in the cells."""

    merged: tuple[CellRange, ...] = ()
    """The merged cells, each by its first and its last place."""

    wide: bool = False
    """Whether the XML is UTF-16, which the first reader takes for an empty worksheet."""

    masks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Numbers that are shown with zeros before them, as `00501`, each with its format, as `00000`."""

    held: int = 0
    """Bytes of text in all its cells, a shared text counted once for each; roughly, and only if it is much."""


def unpacked_size(data: bytes) -> int:
    """How many bytes a workbook says it unpacks to; 0 if it is no zip."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return 0


def is_xlsx(data: bytes) -> bool:
    """Whether it is a workbook of XML, and not of binary records as XLS and XLSB are, or an ODS."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def scan_sheet_xml(data: bytes, worksheet: str | None = None) -> SheetXml:
    """What is in the XML of a worksheet, or of the first visible one.

    Nearly empty if it cannot be found, and for any other kind of workbook.
    """
    name, xml, shared, styles = _parts(data, worksheet)
    if not xml:
        return SheetXml(name)
    wide = xml.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    if wide:
        xml = xml.decode("utf-16", "replace").encode()
    plain, cells, places = _extent(xml)
    errors, uncalculated = _failed(xml) if _worth_a_look(xml) else ({}, [])
    controls, held = _controls(xml, shared), _held(xml, shared)
    masks = dict(_masks(xml, _zero_formats(styles)))
    return SheetXml(name, errors, uncalculated, plain, cells, places, controls, _merged(xml), wide, masks, held)


def _zero_formats(styles: bytes) -> dict[str, str]:
    """The styles whose number format has nothing but zeros, blanks, brackets and hyphens, by their numbers."""
    codes = {
        said["numFmtId"]: said["formatCode"].partition(";")[0].replace("\\", "")
        for said in _tags(_NUMBER_FORMAT, styles)
        if "numFmtId" in said and "formatCode" in said
    }
    of_cells = styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    used = (codes.get(said.get("numFmtId", ""), "") for said in _tags(_CELL_STYLE, of_cells))
    return {str(number): code for number, code in enumerate(used) if _MASK.fullmatch(code) and code.count("0") > 1}


def _masks(xml: bytes, formats: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells of numbers that have one of the styles."""
    for cell in _CELL.finditer(xml) if formats else ():
        style = _STYLE.search(cell[3])
        if style and (code := formats.get(style[1].decode())) and not _TYPE.search(cell[3]):
            yield (int(cell[2]) - 1, column_index(cell[1].decode())), code


def _merged(xml: bytes) -> tuple[CellRange, ...]:
    after = max(xml.rfind(b"</sheetData>"), xml.rfind(b":sheetData>"))
    return tuple(
        ((row, column), (last, end)) for column, row, end, last in map(_corners, _MERGED.findall(xml, max(0, after)))
    )


def _corners(found: tuple[bytes, ...]) -> list[int]:
    """Column and row of both corners of a range, from 0."""
    return [column_index(part.decode()) if part.isalpha() else int(part) - 1 for part in found]


def _extent(xml: bytes) -> tuple[bool, int, int]:
    """Whether every cell says its place; how many cells; how many places they span."""
    letters = np.frombuffer(xml, np.uint8)
    if has_pair(xml, b":c") and _PREFIXED.search(xml):
        return False, 0, 0
    opened = find_pairs(letters, b"<c")
    cells = opened[np.isin(letters[np.minimum(opened + 2, len(xml) - 1)], list(b" \t\r\n/>"))]
    plain, rows, columns = _place_numbers(letters, cells)
    if not plain:
        return False, 0, 0
    return True, len(cells), int(rows.max(initial=0)) * int(columns.max(initial=0))


def _place_numbers(letters: ByteArray, cells: Offsets) -> tuple[bool, Offsets, Offsets]:
    """The row and column of every cell, from 1, and whether all are written as in `<c r="A1"`.

    All cells are read side by side, a letter at a time.
    """
    rows, columns = np.zeros_like(cells), np.zeros_like(cells)
    plain, ended = np.ones(len(cells), bool), np.zeros(len(cells), bool)
    for at in range(len(_OPENING) + _LONGEST_PLACE):
        letter = letters[np.minimum(cells + at, len(letters) - 1)]
        if at < len(_OPENING):
            plain &= letter == _OPENING[at]
            continue
        ended |= letter == ord('"')
        digit = (letter >= ord("0")) & (letter <= ord("9")) & ~ended
        capital = (letter >= ord("A")) & (letter <= ord("Z")) & (rows == 0) & ~ended
        plain &= digit | capital | ended
        rows = np.where(digit, rows * 10 + letter - ord("0"), rows)
        columns = np.where(capital, columns * 26 + letter - ord("A") + 1, columns)
    return bool((plain & ended & (rows > 0) & (columns > 0)).all()), rows, columns


_OPENING = b'<c r="'
_LONGEST_PLACE = len('XFD1048576"')


def _controls(*parts: bytes) -> bool:
    """Whether control characters stand in the XML, as they are or as one of the two escapes."""
    escaped = ((has_pair(xml, b"_x") and b"_x00" in xml) or has_pair(xml, b"&#") for xml in parts)
    return any(escaped) or any(map(has_controls, parts))


def _worth_a_look(xml: bytes) -> bool:
    """Whether there may be an error cell or a formula."""
    marks = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/") if has_pair(xml, b"<f") or has_pair(xml, b":f") else ()
    return any(mark in xml for mark in (b't="e"', b"t='e'", *marks))


def _failed(xml: bytes) -> tuple[dict[tuple[int, int], str], list[str]]:
    """Error cells, and the addresses of formulas without a value."""
    errors: dict[tuple[int, int], str] = {}
    uncalculated: list[str] = []
    row, column = -1, -1
    for token in _TOKEN.finditer(xml):
        kind, attributes, end = token.groups()
        place = _PLACE.search(attributes)
        if kind == b"row":
            row, column = int(place[2]) - 1 if place else row + 1, -1
            continue
        row, column = (int(place[2]) - 1, column_index(place[1].decode())) if place else (row, column + 1)
        if end == b"/>":
            continue
        said = _TYPE.search(attributes)
        inside = _INSIDE.match(xml, token.end())
        _note(said[1] if said else b"n", inside[1] if inside else b"", (row, column), errors, uncalculated)
    return errors, uncalculated


def _note(
    kind: bytes, inside: bytes, place: tuple[int, int], errors: dict[tuple[int, int], str], uncalculated: list[str]
) -> None:
    """Puts a cell where it belongs if it is an error, or a formula without a value."""
    value = _VALUE.search(inside)
    if kind == b"e" and value:
        errors[place] = unescape(value[1].decode("utf-8", "replace"))
    elif kind != b"str" and _FORMULA.search(inside) and not (value and value[1]):
        uncalculated.append(f"{column_letters(place[1])}{place[0] + 1}")


def _held(xml: bytes, shared: bytes) -> int:
    """Bytes of shared texts that the cells ask for; 0 if they cannot be very many."""
    asked = xml.count(b't="s"')
    step = MOST_WORKBOOK_BYTES // 4 // max(1, asked)
    if all(shared.find(b"</si>", at, at + step) >= 0 for at in range(0, len(shared) - step, max(1, step))):
        return 0  # no text is longer than two steps
    pieces = re.split(rb"</[\w.-]+:si>", shared) if b":si>" in shared else shared.split(b"</si>")
    texts = list(map(len, pieces))
    return sum(texts[at] for at in map(int, _SHARED.findall(xml)) if at < len(texts))


def column_index(letters: str) -> int:
    """A column's index from its letters: `A` is 0, `AA` is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """A column's letters from its index: 0 is `A`, 26 is `AA`."""
    letters = ""
    while index >= 0:
        letters, index = chr(65 + index % 26) + letters, index // 26 - 1
    return letters


def _parts(data: bytes, worksheet: str | None) -> tuple[str, bytes, bytes, bytes]:
    """A worksheet's name, its XML by the workbook's list, that of shared texts and of styles; empty if not found."""
    name = worksheet or ""
    if not data.startswith(b"PK"):
        return name, b"", b"", b""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            sheets = _sheets(archive.read("xl/workbook.xml"))
            name = next(iter(sheets), "") if worksheet is None else worksheet
            target = dict(_targets(archive.read("xl/_rels/workbook.xml.rels"))).get(sheets.get(name, ""))
            xml = archive.read(normpath(join_path("/xl", target)).lstrip("/")) if target else b""
            shared = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in archive.namelist() else b""
            return name, xml, shared, _styles(archive)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return name, b"", b"", b""


def _styles(archive: ZipFile) -> bytes:
    small = "xl/styles.xml" in archive.namelist() and archive.getinfo("xl/styles.xml").file_size <= _MOST_STYLES
    return archive.read("xl/styles.xml") if small else b""


def _sheets(xml: bytes) -> dict[str, str]:
    """The relation of each worksheet, the visible ones first."""
    found = sorted(_tags(_SHEET, xml), key=lambda said: said.get("state") in ("hidden", "veryHidden"))
    return {said["name"]: said["id"] for said in found if "name" in said and "id" in said}


def _targets(xml: bytes) -> list[tuple[str, str]]:
    return [(said["Id"], said["Target"]) for said in _tags(_RELATION, xml) if "Id" in said and "Target" in said]


def _tags(pattern: re.Pattern[str], xml: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each such tag, in whatever order they stand and whichever quotes they have."""
    for tag in pattern.findall(xml.decode("utf-8", "replace")):
        yield {name.rpartition(":")[2]: unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(tag)}
