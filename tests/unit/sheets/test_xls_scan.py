"""Formats, errors and hidden rows of XLS files."""

import io
from typing import Any

import xlwt

from lib.sheets import ImportOptions
from lib.sheets.workbook import read_workbook
from lib.sheets.xls_scan import is_encrypted_xls, scan_xls


def xls(fill: Any) -> bytes:
    book, data = xlwt.Workbook(), io.BytesIO()
    fill(book.add_sheet("Data"))
    book.save(data)
    return data.getvalue()


def fill(tab: Any) -> None:
    forms = ("00000", "0%", "d/m/yyyy h:mm", '@" kg"', "General")
    for column, (value, code) in enumerate(zip((501, 0.25, 45351.5, "7", True), forms, strict=True)):
        tab.write(0, column, value, xlwt.easyxf(num_format_str=code))
    tab.row(0).set_cell_error(5, "#DIV/0!")
    tab.write(1, 0, "x")
    tab.row(1).hidden = True
    tab.col(2).hidden = True


def test_cells_are_as_their_format_shows_them() -> None:
    rows = read_workbook(xls(fill), "a.xls", ImportOptions()).rows
    assert rows[0] == ["00501", "25%", "29/2/2024 12:00", "7 kg", "TRUE", "#DIV/0!"]


def test_what_is_beside_the_values() -> None:
    scan = scan_xls(xls(fill))["Data"]
    assert (scan.errors, scan.hidden_rows, scan.hidden_columns) == ({(0, 5): "#DIV/0!"}, {1}, {2})
    assert scan.numbers.codes[:3] == ("00000", "0%", "d/m/yyyy h:mm")


def test_damaged_files() -> None:
    assert scan_xls(b"\xd0\xcf\x11\xe0") == {}


def test_a_file_with_a_password_is_told_from_a_damaged_one() -> None:
    data = bytearray(xls(fill))
    second = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20  # the record after the first one of the workbook
    data[second : second + 4] = b"\x2f\x00" + data[second + 2 : second + 4]
    assert is_encrypted_xls(bytes(data))
    assert not is_encrypted_xls(xls(fill))
    assert not is_encrypted_xls(bytes(data[:600]))
