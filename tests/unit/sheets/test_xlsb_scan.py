"""Formats, errors and hidden rows of XLSB files."""

import io
import struct
import zipfile

import pytest

from lib.common import Unreadable
from lib.sheets import ImportOptions
from lib.sheets.workbook import read_workbook
from lib.sheets.xlsb_scan import scan_xlsb
from tests.support.xlsb_files import xlsb

ROWS = [
    [("zip", "General"), ("share", "General"), ("text", "General")],
    [(501, "00000"), (0.25, "0%"), ("7", '@" kg"')],
    [(45351.5, "d/m/yyyy h:mm"), (True, "General"), ("x", "General")],
]


def changed(data: bytes, before: bytes, after: bytes) -> bytes:
    """The workbook with a record of its worksheet replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before, after))
    return out.getvalue()


def test_cells_are_as_their_format_shows_them() -> None:
    assert read_workbook(xlsb(ROWS), "a.xlsb", ImportOptions()).rows[1:] == [
        ["00501", "25%", "7 kg"],
        ["29/2/2024 12:00", "TRUE", "x"],
    ]


def test_hidden_rows_and_columns() -> None:
    scan = scan_xlsb(xlsb(ROWS, hidden_row=2, hidden_column=1), "Data")
    assert scan is not None
    assert (scan.hidden_rows, scan.hidden_columns) == ({2}, {1})


def test_merged_cells() -> None:
    end_of_cells, merged = b"\x92\x01\0", b"\xb0\x01\x10" + struct.pack("<IIII", 1, 2, 0, 0)
    data = changed(xlsb(ROWS), end_of_cells, end_of_cells + merged)
    table = read_workbook(data, "a.xlsb", ImportOptions())
    assert [note.kind for note in table.notes] == ["merged"]


@pytest.mark.parametrize(
    ("number", "packed"), [(7, 7 << 2 | 2), (0.07, 7 << 2 | 3), (1.5, 0x3FF80000), (-1, 0xFFFFFFFE)]
)
def test_numbers_in_four_bytes(number: float, packed: int) -> None:
    data = xlsb([[(0.0, "General")]])
    stored = b"\x05\x10" + struct.pack("<IId", 0, 0, 0.0)
    small = b"\x02\x0c" + struct.pack("<III", 0, 0, packed)
    scan = scan_xlsb(changed(data, stored, small), "Data")
    assert scan is not None
    assert scan.numbers.written.to_pylist() == [f"{number:g}"]


def test_cells_without_a_column_are_rejected() -> None:
    """The reader of values leaves them out."""
    data = xlsb([[(0.0, "General"), ("x", "General")]])
    stored = b"\x05\x10" + struct.pack("<IId", 0, 0, 0.0)
    short = b"\x10\x0c" + struct.pack("<Id", 0, 0.0)
    with pytest.raises(Unreadable, match=r"Save the workbook as \.xlsx"):
        read_workbook(changed(data, stored, short), "a.xlsb", ImportOptions())


def test_other_and_damaged_files() -> None:
    assert scan_xlsb(b"a,b", "Data") is None
    assert scan_xlsb(xlsb(ROWS), "Other") is None
    assert scan_xlsb(xlsb(ROWS)[:-40], "Data") is None
