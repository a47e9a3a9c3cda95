"""What an XLSB file has beside its cells' values: number formats, errors, hidden rows and columns.

The records are those of MS-XLSB, 2.3.2: each has a kind, a size, and so many bytes.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join as join_path
from posixpath import normpath
from zipfile import BadZipFile, ZipFile

from lib.sheets.format_codes import BOOLEAN, GENERAL, format_code
from lib.sheets.number_cells import Place, number_cells
from lib.sheets.number_format import parse_format
from lib.sheets.xls_scan import xls_error
from lib.sheets.xlsx_styles import tags
from lib.sheets.xlsx_xml import DAYS_TO_1904, CellRange, SheetXml

_ROW, _COLUMNS, _MERGED = 0, 60, 176
_SMALL_NUMBER, _NUMBERS = 2, (5, 9)
_ERRORS, _TRUTHS, _TEXTS = (3, 11), (4, 10), (6, 7, 8, 62)
_SHORT_CELLS = range(12, 19)
"""Cells without their column, which some programs write, and which calamine leaves out."""

_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618
_SETTINGS, _WORKSHEET = 153, 156
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")


@dataclass(slots=True)
class _Cells:
    """What the records of a worksheet say of its cells."""

    numbers: dict[Place, tuple[float, str]] = field(default_factory=dict)
    """Values and the codes of their formats."""

    errors: dict[Place, str] = field(default_factory=dict)
    text_formats: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[CellRange] = field(default_factory=list)


def scan_xlsb(data: bytes, worksheet: str) -> SheetXml | None:
    """What a worksheet has beside its values; None for any other kind of file, and for a damaged one."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.bin" not in archive.namelist():
                return None
            styles = _style_codes(archive.read("xl/styles.bin")) if "xl/styles.bin" in archive.namelist() else []
            parts, shift = _worksheets(archive)
            return _scan(worksheet, archive.read(parts[worksheet]), styles, shift)
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return None
    except (struct.error, IndexError):
        return None


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The kind and the bytes of each record."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[position] & 0x7F) << 7
            position += 1
        size = 0
        for digit in range(4):
            size |= (part[position] & 0x7F) << 7 * digit
            position += 1
            if not part[position - 1] & 0x80:
                break
        yield kind, part[position : position + size]
        position += size


def _text(record: bytes, start: int) -> tuple[str, int]:
    """A text of UTF-16 after its length, and where it ends."""
    (length,) = struct.unpack_from("<I", record, start)
    if length == 0xFFFFFFFF:
        return "", start + 4
    end = start + 4 + 2 * length
    return record[start + 4 : end].decode("utf-16-le", "replace"), end


def _worksheets(archive: ZipFile) -> tuple[dict[str, str], int]:
    """The part of each worksheet, and the days to add to its dates."""
    relations = tags(_RELATION, archive.read("xl/_rels/workbook.bin.rels"))
    targets = {tag["Id"]: tag["Target"] for tag in relations if "Id" in tag and "Target" in tag}
    parts, shift = {}, 0
    for kind, record in _records(archive.read("xl/workbook.bin")):
        if kind == _SETTINGS:
            shift = DAYS_TO_1904 if record[0] & 1 else 0
        elif kind == _WORKSHEET:
            relation, end = _text(record, 8)
            part = normpath(join_path("/xl", targets.get(relation, ""))).lstrip("/")
            if part in archive.namelist() and "worksheets/" in part:
                parts[_text(record, end)[0]] = part
    return parts, shift


def _style_codes(part: bytes) -> list[str]:
    """The code of the number format of each cell style."""
    own, numbers, inside = {}, [], False
    for kind, record in _records(part):
        if kind == _FORMAT:
            own[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
        elif kind in (_CELL_STYLES, _CELL_STYLES_END):
            inside = kind == _CELL_STYLES
        elif kind == _STYLE and inside:
            numbers.append(struct.unpack_from("<H", record, 2)[0])
    return [format_code(number, own) for number in numbers]


def _scan(name: str, part: bytes, styles: list[str], shift: int) -> SheetXml:
    cells, row, short = _Cells(), 0, False
    for kind, record in _records(part):
        short = short or kind in _SHORT_CELLS
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", record)
            if record[11] & 0x10:
                cells.hidden_rows.add(row)
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<IIIIH", record)
            cells.hidden_columns.update(range(first, min(last, 16_383) + 1) if flags & 1 or not width else ())
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            cells.merged.append(((top, left), (bottom, right)))
        elif kind == _SMALL_NUMBER or kind in (*_NUMBERS, *_ERRORS, *_TRUTHS, *_TEXTS):
            _add_cell(cells, kind, row, record, styles)
    values = [value for value, _ in cells.numbers.values()]
    codes = [code for _, code in cells.numbers.values()]
    return SheetXml(
        name,
        errors=cells.errors,
        numbers=number_cells(list(cells.numbers), values, codes, shift),
        text_formats=cells.text_formats,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(cells.hidden_columns),
        merged=tuple(cells.merged),
        skipped=short,
    )


def _add_cell(cells: _Cells, kind: int, row: int, record: bytes, styles: list[str]) -> None:
    column, style = struct.unpack_from("<II", record)
    style &= 0xFFFFFF
    place, code = (row, column), styles[style] if style < len(styles) else GENERAL
    if kind == _SMALL_NUMBER:
        cells.numbers[place] = _small_number(record[8:12]), code
    elif kind in _NUMBERS:
        cells.numbers[place] = struct.unpack_from("<d", record, 8)[0], code
    elif kind in _TRUTHS:
        cells.numbers[place] = record[8], BOOLEAN
    elif kind in _ERRORS:
        cells.errors[place] = xls_error(record[8])
    elif parse_format(code).changes_texts:
        cells.text_formats[place] = code


def _small_number(packed: bytes) -> float:
    """A number of 30 bits, MS-XLSB 2.5.122: the last two bits say whether it is whole, and in hundredths."""
    (bits,) = struct.unpack("<i", packed)
    value: float = bits >> 2 if bits & 2 else struct.unpack("<d", bytes(4) + struct.pack("<i", bits & ~3))[0]
    return value / 100 if bits & 1 else value
