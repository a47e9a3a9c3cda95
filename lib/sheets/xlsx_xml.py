"""What an XLSX file's XML has beside the cells' values: errors, missing values, merged cells, the area.

Readers of values turn error cells into blanks, cannot tell a formula that was never calculated from
an empty cell, and take all the memory that a sheet's size asks for. This module only searches the
XML, it never parses it: so it expands and follows nothing.
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
"""The most bytes of styles to search."""

_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*("[^"]*"|'[^']*')""")

CellRange = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What a worksheet's XML has beside its values. A place is (row, column), from 0."""

    worksheet: str = ""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """Error cells with their text, such as `#N/A`."""

    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas without a value."""

    plain: bool = False
    """Whether every cell has its address in the usual form, so that the sheet's size is certain."""

    cells: int = 0
    area: int = 0
    """The number of cells, and the size of the area up to the last row and column; 0 unless `plain`."""

    controls: bool = True
    """Whether cells may have control characters."""

    merged: tuple[CellRange, ...] = ()
    """The first and the last place of each merged range."""

    wide: bool = False
    """Whether the XML is UTF-16, which calamine reads as an empty worksheet."""

    masks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """The formats, such as `00000`, of numbers that Excel shows with leading zeros (`00501`)."""

    held: int = 0
    """About the bytes of text in all cells, a shared text counted for each of them; 0 if they are few."""


def unpacked_size(data: bytes) -> int:
    """The bytes that a workbook unpacks to, by its own list; 0 if it is not a zip."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return 0


def is_xlsx(data: bytes) -> bool:
    """Whether the workbook is XLSX: not binary, as XLS and XLSB are, and not ODS."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def scan_sheet_xml(data: bytes, worksheet: str | None = None) -> SheetXml:
    """What the XML of a worksheet, or of the first visible one, has beside its values.

    Nearly empty if there is no such worksheet, and for any other kind of workbook.
    """
    name, xml, shared, styles = _parts(data, worksheet)
    if not xml:
        return SheetXml(name)
    wide = xml.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    if wide:
        xml = xml.decode("utf-16", "replace").encode()
    plain, cells, area = _extent(xml)
    errors, uncalculated = _failed(xml) if _has_errors_or_formulas(xml) else ({}, [])
    controls, held = _controls(xml, shared), _held(xml, shared)
    masks = dict(_masks(xml, _zero_formats(styles)))
    return SheetXml(name, errors, uncalculated, plain, cells, area, controls, _merged(xml), wide, masks, held)


def _zero_formats(styles: bytes) -> dict[str, str]:
    """The number formats of zeros, spaces, brackets and hyphens alone, by the number of their style."""
    codes = {
        tag["numFmtId"]: tag["formatCode"].partition(";")[0].replace("\\", "")
        for tag in _tags(_NUMBER_FORMAT, styles)
        if "numFmtId" in tag and "formatCode" in tag
    }
    of_cells = styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    used = (codes.get(tag.get("numFmtId", ""), "") for tag in _tags(_CELL_STYLE, of_cells))
    return {str(number): code for number, code in enumerate(used) if _MASK.fullmatch(code) and code.count("0") > 1}


def _masks(xml: bytes, formats: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells of numbers with one of these styles, each with its format."""
    for cell in _CELL.finditer(xml) if formats else ():
        style = _STYLE.search(cell[3])
        if style and (code := formats.get(style[1].decode())) and not _TYPE.search(cell[3]):
            yield (int(cell[2]) - 1, column_index(cell[1].decode())), code


def _merged(xml: bytes) -> tuple[CellRange, ...]:
    after = max(xml.rfind(b"</sheetData>"), xml.rfind(b":sheetData>"))
    return tuple(
        ((row, column), (last, end)) for column, row, end, last in map(_corners, _MERGED.findall(xml, max(0, after)))
    )


def _corners(parts: tuple[bytes, ...]) -> list[int]:
    """Column and row of both corners of a range, from 0."""
    return [column_index(part.decode()) if part.isalpha() else int(part) - 1 for part in parts]


def _extent(xml: bytes) -> tuple[bool, int, int]:
    """Whether every cell has its address; the number of cells; the size of the area they span."""
    letters = np.frombuffer(xml, np.uint8)
    if has_pair(xml, b":c") and _PREFIXED.search(xml):
        return False, 0, 0
    opened = find_pairs(letters, b"<c")
    cells = opened[np.isin(letters[np.minimum(opened + 2, len(xml) - 1)], list(b" \t\r\n/>"))]
    plain, rows, columns = _place_numbers(letters, cells)
    return (True, len(cells), int(rows.max(initial=0)) * int(columns.max(initial=0))) if plain else (False, 0, 0)


def _place_numbers(letters: ByteArray, cells: Offsets) -> tuple[bool, Offsets, Offsets]:
    """Whether every cell is written as in `<c r="A1"`, and the row and column of each, from 1.

    The loop reads the next character of all cells at once.
    """
    rows, columns = np.zeros_like(cells), np.zeros_like(cells)
    plain, ended = np.ones(len(cells), bool), np.zeros(len(cells), bool)
    for position in range(len(_OPENING) + _LONGEST_PLACE):
        letter = letters[np.minimum(cells + position, len(letters) - 1)]
        if position < len(_OPENING):
            plain &= letter == _OPENING[position]
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
    """Whether the XML has control characters, as they are or as one of two escapes."""
    escaped = ((has_pair(xml, b"_x") and b"_x00" in xml) or has_pair(xml, b"&#") for xml in parts)
    return any(escaped) or any(map(has_controls, parts))


def _has_errors_or_formulas(xml: bytes) -> bool:
    """Whether the XML may have an error cell or a formula."""
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
        kind_of_value = _TYPE.search(attributes)
        inside = _INSIDE.match(xml, token.end())
        _note(
            kind_of_value[1] if kind_of_value else b"n",
            inside[1] if inside else b"",
            (row, column),
            errors,
            uncalculated,
        )
    return errors, uncalculated


def _note(
    kind: bytes, inside: bytes, place: tuple[int, int], errors: dict[tuple[int, int], str], uncalculated: list[str]
) -> None:
    """Adds the cell to the errors, or to the formulas without a value, if it is one."""
    value = _VALUE.search(inside)
    if kind == b"e" and value:
        errors[place] = unescape(value[1].decode("utf-8", "replace"))
    elif kind != b"str" and _FORMULA.search(inside) and not (value and value[1]):
        uncalculated.append(f"{column_letters(place[1])}{place[0] + 1}")


def _held(xml: bytes, shared: bytes) -> int:
    """Bytes of the shared texts in all cells; 0 if they cannot be very many."""
    uses = xml.count(b't="s"')
    step = MOST_WORKBOOK_BYTES // 4 // max(1, uses)
    if all(shared.find(b"</si>", start, start + step) >= 0 for start in range(0, len(shared) - step, max(1, step))):
        return 0  # no text is longer than two steps
    pieces = re.split(rb"</[\w.-]+:si>", shared) if b":si>" in shared else shared.split(b"</si>")
    texts = list(map(len, pieces))
    return sum(texts[index] for index in map(int, _SHARED.findall(xml)) if index < len(texts))


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
    """A worksheet's name and the XML of its cells, of the shared texts and of the styles; empty if missing."""
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
    """The relation id of each worksheet, the visible ones first."""
    tags = sorted(_tags(_SHEET, xml), key=lambda tag: tag.get("state") in ("hidden", "veryHidden"))
    return {tag["name"]: tag["id"] for tag in tags if "name" in tag and "id" in tag}


def _targets(xml: bytes) -> list[tuple[str, str]]:
    return [(tag["Id"], tag["Target"]) for tag in _tags(_RELATION, xml) if "Id" in tag and "Target" in tag]


def _tags(pattern: re.Pattern[str], xml: bytes) -> Iterator[dict[str, str]]:
    """The attributes of each such tag, in any order and with either kind of quotation marks."""
    for tag in pattern.findall(xml.decode("utf-8", "replace")):
        yield {name.rpartition(":")[2]: unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(tag)}
