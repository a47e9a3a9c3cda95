"""Workbooks as rows of text, as Excel shows them, and files that are not workbooks."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from openpyxl import Workbook

from lib.common import Unreadable
from lib.sheets import ImportOptions, read_sheet
from lib.sheets.raw_table import RawTable
from lib.sheets.workbook import read_workbook
from tests.support.sheet_files import as_xlsx

PROTECTED = Path(__file__).parents[2] / "data" / "sheets" / "password.xlsx"
"""A protected workbook without content: a compound file with an empty EncryptedPackage stream."""

Fill = Callable[[Any], None]


def workbook(fill: Fill) -> bytes:
    """A workbook that `fill` writes into; cells that look like numbers stay text."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book)
    return data.getvalue()


def rows_of(fill: Fill) -> list[list[str]]:
    """The rows of the first worksheet of a workbook that `fill` writes into."""
    return table_of(fill).rows


def table_of(fill: Fill, **options: Any) -> RawTable:
    """The first worksheet of a workbook that `fill` writes into."""
    return read_workbook(workbook(fill), "a.xlsx", ImportOptions(**options))


STRINGS = [
    "007",
    "9e42",
    "12345678901234567890",
    "1.50",
    "TRUE",
    "NA",
    "null",
    "2024-02-29",
    "=1+1",
    " x ",
    "a\nb",
    "🎉",
]


@pytest.mark.parametrize("text", STRINGS)
def test_text_cells_stay_as_they_are(text: str) -> None:
    assert rows_of(lambda book: book.add_worksheet().write_string(0, 0, text)) == [[text]]


FORMATS = [
    ("date", date(2024, 2, 29), "yyyy-mm-dd", "2024-02-29"),
    ("date and time", datetime(2024, 2, 29, 13, 5, 7), "yyyy-mm-dd hh:mm:ss", "2024-02-29 13:05:07"),
    ("time", time(13, 5, 7), "hh:mm:ss", "13:05:07"),
    ("duration", timedelta(hours=36), "[h]:mm:ss", "36:00:00"),
]


@pytest.mark.parametrize(("value", "shown", "text"), [case[1:] for case in FORMATS], ids=[case[0] for case in FORMATS])
def test_dates_and_times(value: date, shown: str, text: str) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet().write_datetime(0, 0, value, book.add_format({"num_format": shown}))

    assert rows_of(fill) == [[text]]


def test_whole_numbers_have_no_point() -> None:
    assert rows_of(lambda book: book.add_worksheet().write_row(0, 0, [7, 123456789012, 2.5])) == [
        ["7", "123456789012", "2.5"]
    ]


def test_booleans() -> None:
    assert rows_of(lambda book: book.add_worksheet().write_row(0, 0, [True, False])) == [["TRUE", "FALSE"]]


def test_formulas_give_the_value_they_had() -> None:
    assert rows_of(lambda book: book.add_worksheet().write_formula(0, 0, "=1+1", None, 2)) == [["2"]]


def test_rows_and_columns_before_the_first_cell_count() -> None:
    assert rows_of(lambda book: book.add_worksheet().write_string(2, 1, "x")) == [["", ""], ["", ""], ["", "x"]]


def test_visible_worksheets_come_first() -> None:
    def fill(book: Any) -> None:
        hidden, front = book.add_worksheet("Hidden"), book.add_worksheet("Front")
        book.add_worksheet("Back")
        hidden.write(0, 0, "x")
        front.write(0, 0, "y")
        front.activate()
        front.set_first_sheet()
        hidden.hide()

    table = table_of(fill)
    assert (table.worksheets, table.hidden, table.rows) == (("Front", "Back", "Hidden"), {"Hidden"}, [["y"]])


def test_a_chart_sheet_is_not_a_worksheet() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Data").write_column(0, 0, [1, 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    assert table_of(fill).worksheets == ("Data",)


def rejection(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_sheet(data, "a.xlsx")
    return caught.value


def test_a_protected_workbook_names_the_password() -> None:
    assert str(rejection(PROTECTED.read_bytes())) == (
        "a.xlsx: the workbook is protected by a password. "
        "Open it in Excel, remove the password (File, Info, Protect workbook), save it and load it again."
    )


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_off_is_rejected(kept: float) -> None:
    data = workbook(lambda book: book.add_worksheet().write_column(0, 0, list(map(str, range(500)))))
    assert rejection(data[: int(len(data) * kept)]).problem.kind == "broken-workbook"


def test_a_compound_file_without_a_workbook_is_rejected() -> None:
    assert rejection(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).problem.kind == "broken-workbook"


def test_a_workbook_without_cells_is_rejected() -> None:
    assert rejection(workbook(lambda book: book.add_worksheet())).problem.kind == "no-cells"


@pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "Err:502"])
def test_an_error_unknown_to_the_first_reader_keeps_the_other_cells(error: str) -> None:
    data = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(_with_an_error))) as original, ZipFile(data, "w") as changed:
        for name in original.namelist():
            changed.writestr(name, original.read(name).replace(b"#N/A", error.encode()))
    assert read_workbook(data.getvalue(), "a.xlsx", ImportOptions()).rows == [["a", "b"], [error, "5"]]


def _with_an_error(book: Any) -> None:
    tab = book.add_worksheet()
    tab.write_row(0, 0, ["a", "b"])
    tab.write_formula(1, 0, "=X()", None, "#N/A")
    tab.write(1, 1, 5)


FORMATTED = [
    (501, "00000", "00501"),
    (1.5, "00000", "00002"),
    (0.25, "0%", "25%"),
    (5551234567, "(000) 000-0000", "(555) 123-4567"),
    (4111111111111111, "0", "4111111111111111"),
    (45351, "d/m/yyyy", "29/2/2024"),
    (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
    ("7", '@" kg"', "7 kg"),
    (5, "General", "5"),
]


@pytest.mark.parametrize(("value", "code", "text"), FORMATTED)
def test_cells_are_as_their_format_shows_them(value: Any, code: str, text: str) -> None:
    book, data = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([value])
    book.active["A1"].number_format = code
    book.save(data)
    assert read_workbook(data.getvalue(), "a.xlsx", ImportOptions()).rows == [[text]]
    if code != "0":  # this writer keeps 16 digits of a number
        rows = rows_of(lambda book: book.add_worksheet().write(0, 0, value, book.add_format({"num_format": code})))
        assert rows == [[text]]


def test_dates_that_follow_the_settings_of_the_machine_are_iso() -> None:
    def fill(book: Any) -> None:
        tab = book.add_worksheet()
        for column, code in enumerate((14, 22, "[$-F800]dddd, mmmm dd, yyyy", "[$-407]mmmm yyyy")):
            tab.write(0, column, 45351.5, book.add_format({"num_format": code}))

    assert rows_of(fill) == [["2024-02-29", "2024-02-29 12:00:00", "2024-02-29", "2024-02-29"]]


def test_zeros_of_formats_are_kept_beside_a_far_cell() -> None:
    """The second reader reads such a worksheet."""

    def fill(book: Any) -> None:
        tab = book.add_worksheet()
        tab.write_row(0, 0, ["zip", "x"])
        tab.write(1, 0, 501, book.add_format({"num_format": "00000"}))
        tab.write(400_000, 60, "far")

    assert rows_of(fill)[1][0] == "00501"


TWO = as_xlsx({"First": [["id", "text"], ["1", "x"]], "Second": [["other"], ["z"]]})


def test_the_worksheets_are_named() -> None:
    assert read_sheet(TWO, "a.xlsx").worksheets == ("First", "Second")


def test_a_worksheet_may_be_chosen() -> None:
    assert read_sheet(TWO, "a.xlsx", ImportOptions("Second")).columns == ("other",)


def test_an_unknown_worksheet_gives_the_first() -> None:
    sheet = read_sheet(TWO, "a.xlsx", ImportOptions("Gone"))
    assert sheet.options.worksheet == "First"
    assert [str(note) for note in sheet.notes] == [
        'The settings name the worksheet "Gone", which the workbook does not have; "First" is read. '
        "Choose the right one under Import options."
    ]


def test_an_empty_first_worksheet_is_skipped() -> None:
    assert read_sheet(as_xlsx({"Empty": [], "Full": [["a"], ["1"]]}), "a.xlsx").options.worksheet == "Full"


def test_blank_rows_of_a_worksheet_count() -> None:
    rows = [[], ["a", "b"], [], ["1", "2"], ["3", "4"]]
    assert list(read_sheet(as_xlsx({"Data": rows}), "a.xlsx").numbers) == [4, 5]
