"""The readers that get a workbook when the first one refuses it."""

import io
from datetime import date
from pathlib import Path

import xlwt
from openpyxl import Workbook

from lib.sheets import ImportOptions
from lib.sheets.cell_text import text_of
from lib.sheets.workbook_fallback import read_again, xls_looks

FOLDER = Path(__file__).parents[2] / "data" / "sheets"


def test_xlsx() -> None:
    grid = read_again((FOLDER / "hidden_first.xlsx").read_bytes(), ImportOptions(), text_of)
    assert grid is not None
    assert (grid.rows, grid.worksheets, grid.hidden) == ([["shown"], ["y"]], ("Front", "Data"), {"Data"})


def test_xls() -> None:
    book, data = xlwt.Workbook(), io.BytesIO()
    tab = book.add_sheet("Data")
    tab.write(0, 0, date(2024, 2, 29), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    tab.write(0, 1, True)
    tab.write(0, 2, 7)
    tab.row(0).set_cell_error(3, "#DIV/0!")
    book.save(data)
    grid = read_again(data.getvalue(), ImportOptions(), text_of)
    assert grid is not None
    assert grid.rows == [["2024-02-29", "TRUE", "7", "#DIV/0!"]]
    assert xls_looks(data.getvalue())["Data"].errors == {(0, 3): "#DIV/0!"}


def test_what_neither_can_read() -> None:
    assert read_again(b"PK\x03\x04", ImportOptions(), text_of) is None
    assert read_again(b"\xd0\xcf\x11\xe0", ImportOptions(), text_of) is None
    assert xls_looks(b"\xd0\xcf\x11\xe0") == {}


def test_half_a_character_is_no_text() -> None:
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["_xD83D_", "_xD83D__xDE00_ ok"])
    book.save(data)
    grid = read_again(data.getvalue(), ImportOptions(), text_of)
    assert grid is not None
    assert grid.rows == [["\ufffd", "😀 ok"]]
