"""Workbooks by the second reader."""

import io
from datetime import date
from pathlib import Path

import xlwt
from openpyxl import Workbook

from lib.sheets import ImportOptions
from lib.sheets.workbook_fallback import read_with_fallback

FOLDER = Path(__file__).parents[2] / "data" / "sheets"


def test_xlsx() -> None:
    table = read_with_fallback((FOLDER / "hidden_first.xlsx").read_bytes(), ImportOptions())
    assert table is not None
    assert (table.rows, table.worksheets, table.hidden) == ([["shown"], ["y"]], ("Front", "Data"), {"Data"})


def test_xls() -> None:
    book, data = xlwt.Workbook(), io.BytesIO()
    tab = book.add_sheet("Data")
    tab.write(0, 0, date(2024, 2, 29), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    tab.write(0, 1, True)
    tab.write(0, 2, 7)
    tab.row(0).set_cell_error(3, "#DIV/0!")
    book.save(data)
    table = read_with_fallback(data.getvalue(), ImportOptions())
    assert table is not None
    assert table.rows == [["2024-02-29", "TRUE", "7", "#DIV/0!"]]


def test_files_that_it_cannot_read() -> None:
    assert read_with_fallback(b"PK\x03\x04", ImportOptions()) is None
    assert read_with_fallback(b"\xd0\xcf\x11\xe0", ImportOptions()) is None


def test_half_a_surrogate_pair_is_not_text() -> None:
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["_xD83D_", "_xD83D__xDE00_ ok"])
    book.save(data)
    table = read_with_fallback(data.getvalue(), ImportOptions())
    assert table is not None
    assert table.rows == [["\ufffd", "😀 ok"]]
