"""A small XLSB: no writer for Python makes one. The records are those of MS-XLSB, 2.3.2."""

import io
import struct
import zipfile
from collections.abc import Sequence

RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.bin"/></Relationships>'
Value = str | float | bool


def xlsb(rows: Sequence[Sequence[tuple[Value, str]]], hidden_row: int = -1, hidden_column: int = -1) -> bytes:
    """A workbook of one worksheet; each cell is a value and the code of its format."""
    codes = list(dict.fromkeys(code for row in rows for _, code in row))
    formats = b"".join(_record(44, struct.pack("<H", 164 + index) + _text(code)) for index, code in enumerate(codes))
    styles = b"".join(_record(47, struct.pack("<HH", 0, 164 + index) + bytes(12)) for index in range(len(codes)))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/_rels/workbook.bin.rels", RELATIONS)
        archive.writestr("xl/workbook.bin", _workbook())
        count = struct.pack("<I", len(codes))
        records = (_record(615, count), formats, _record(616), _record(617, count), styles, _record(618))
        archive.writestr("xl/styles.bin", b"".join(records))
        archive.writestr("xl/worksheets/sheet1.bin", _worksheet(rows, codes, hidden_row, hidden_column))
    return data.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    first = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(content)
    return first + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _workbook() -> bytes:
    sheet = struct.pack("<II", 0, 1) + _text("r1") + _text("Data")
    return _record(131) + _record(153, bytes(12)) + _record(143) + _record(156, sheet) + _record(144) + _record(132)


def _worksheet(
    rows: Sequence[Sequence[tuple[Value, str]]], codes: list[str], hidden_row: int, hidden_column: int
) -> bytes:
    width = max(map(len, rows))
    column = struct.pack("<IIIIH", hidden_column, hidden_column, 2560, 0, 1) if hidden_column >= 0 else b""
    parts = [_record(129), _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))]
    parts += [_record(390), _record(60, column), _record(391)] if column else []
    parts.append(_record(145))
    for number, row in enumerate(rows):
        parts.append(_record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 16 * (number == hidden_row), 0, 0)))
        parts += [_cell(index, value, codes.index(code)) for index, (value, code) in enumerate(row)]
    return b"".join([*parts, _record(146), _record(130)])


def _cell(column: int, value: Value, style: int) -> bytes:
    start = struct.pack("<II", column, style)
    if isinstance(value, str):
        return _record(6, start + _text(value))
    if isinstance(value, bool):
        return _record(4, start + bytes([value]))
    return _record(5, start + struct.pack("<d", value))
