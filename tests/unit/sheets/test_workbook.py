"""Workbooks to rows of text: values as Excel shows them, and files that are none."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from lib.common import Unreadable
from lib.sheets import ImportOptions, read_sheet
from lib.sheets.cell_text import text_of
from lib.sheets.raw_table import RawTable
from lib.sheets.workbook import read_workbook

PROTECTED = Path(__file__).parents[2] / "data" / "sheets" / "password.xlsx"
"""The shell of a protected workbook: a compound file with an EncryptedPackage stream, and nothing in it."""

Fill = Callable[[Any], None]


def workbook(fill: Fill) -> bytes:
    """A workbook that `fill` writes into; cells that look like numbers stay text."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book)
    return data.getvalue()


def rows_of(fill: Fill) -> list[list[str]]:
    """The rows of the first worksheet of a workbook that `fill` writes into."""
    return grid_of(fill).rows


def grid_of(fill: Fill, **options: Any) -> RawTable:
    """What is read from a workbook that `fill` writes into."""
    return read_workbook(workbook(fill), "a.xlsx", ImportOptions(**options))


VALUES = [
    ("whole number", 7.0, "7"),
    ("negative", -5.0, "-5"),
    ("fraction", 0.5, "0.5"),
    ("Excel's 15 digits", 0.1 + 0.2, "0.3"),
    ("a third", 1 / 3, "0.333333333333333"),
    ("long number", 123456789012.0, "123456789012"),
    ("15 digits", 999999999999999.0, "999999999999999"),
    ("beyond 15 digits", 1e20, "100000000000000000000"),
    ("huge", 9e42, "9E+42"),
    ("tiny", 1e-7, "1E-07"),
    ("an int", 12, "12"),
    ("true", True, "TRUE"),
    ("false", False, "FALSE"),
    ("date", date(2024, 2, 29), "2024-02-29"),
    ("date and time", datetime(2024, 2, 29, 13, 5, 7), "2024-02-29 13:05:07"),
    ("time", time(13, 5, 7), "13:05:07"),
    ("duration beyond a day", timedelta(hours=36), "36:00:00"),
    ("duration with a fraction", timedelta(hours=1, minutes=2, seconds=3.5), "01:02:03.5"),
    ("negative duration", timedelta(minutes=-90), "-01:30:00"),
    ("no duration", timedelta(), "00:00:00"),
    ("text", "007", "007"),
]


@pytest.mark.parametrize(("value", "text"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_text_of(value: object, text: str) -> None:
    assert text_of(value) == text


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

    grid = grid_of(fill)
    assert (grid.worksheets, grid.hidden, grid.rows) == (("Front", "Back", "Hidden"), {"Hidden"}, [["y"]])


def test_a_sheet_that_is_a_chart_is_no_worksheet() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Data").write_column(0, 0, [1, 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    assert grid_of(fill).worksheets == ("Data",)


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_sheet(data, "a.xlsx")
    return caught.value


def test_a_protected_workbook_says_so() -> None:
    assert str(refused(PROTECTED.read_bytes())) == (
        "a.xlsx: the workbook is protected by a password. "
        "Open it in Excel, remove the password (File, Info, Protect workbook), save it and load it again."
    )


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_off_is_refused(kept: float) -> None:
    data = workbook(lambda book: book.add_worksheet().write_column(0, 0, list(map(str, range(500)))))
    assert refused(data[: int(len(data) * kept)]).problem.kind == "broken-workbook"


def test_a_compound_file_that_is_no_workbook_is_refused() -> None:
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).problem.kind == "broken-workbook"


def test_a_workbook_without_cells_is_refused() -> None:
    assert refused(workbook(lambda book: book.add_worksheet())).problem.kind == "no-cells"


@pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "Err:502"])
def test_an_error_that_the_first_reader_does_not_know_is_no_reason_to_refuse_the_rest(error: str) -> None:
    data = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(_with_an_error))) as given, ZipFile(data, "w") as changed:
        for name in given.namelist():
            changed.writestr(name, given.read(name).replace(b"#N/A", error.encode()))
    assert read_workbook(data.getvalue(), "a.xlsx", ImportOptions()).rows == [["a", "b"], [error, "5"]]


def _with_an_error(book: Any) -> None:
    tab = book.add_worksheet()
    tab.write_row(0, 0, ["a", "b"])
    tab.write_formula(1, 0, "=X()", None, "#N/A")
    tab.write(1, 1, 5)


def test_numbers_keep_the_zeros_that_their_format_shows() -> None:
    def fill(book: Any) -> None:
        tab = book.add_worksheet()
        tab.write_row(0, 0, ["zip", "number", "text", "plain"])
        forms = [book.add_format({"num_format": form}) for form in ("00000", "000-00-0000", "00000", "0.00")]
        for column, (value, form) in enumerate(zip((501, 12345678, "77", 5), forms, strict=True)):
            tab.write(1, column, value, form)
        tab.write(2, 0, 1.5, forms[0])
        tab.write(3, 0, 1234567, forms[0])

    assert rows_of(fill)[1:] == [["00501", "012-34-5678", "77", "5"], ["1.5", "", "", ""], ["1234567", "", "", ""]]


def test_zeros_of_formats_are_kept_beside_a_far_cell() -> None:
    """Which the second reader reads."""

    def fill(book: Any) -> None:
        tab = book.add_worksheet()
        tab.write_row(0, 0, ["zip", "x"])
        tab.write(1, 0, 501, book.add_format({"num_format": "00000"}))
        tab.write(400_000, 60, "far")

    assert rows_of(fill)[1][0] == "00501"
