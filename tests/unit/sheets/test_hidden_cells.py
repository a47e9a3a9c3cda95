"""Hidden rows and columns, and the values that cells of a workbook had."""

import io
from typing import Any

import numpy as np
import pytest
import xlsxwriter

from lib.sheets import ImportOptions, Question, read_sheet
from lib.sheets.format_codes import BOOLEAN


def book(fill: Any, **options: Any) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as workbook:
        fill(workbook, workbook.add_worksheet())
    return data.getvalue()


def hidden(_: Any, tab: Any) -> None:
    tab.write_column(0, 0, ["id", 1, 2, 3, 4])
    tab.write_column(0, 1, ["secret", "a", "b", "c", "d"])
    tab.write_column(0, 2, ["n", 10, 20, 30, 40])
    tab.set_row(1, None, None, {"hidden": True})
    tab.set_row(3, 0)
    tab.set_column(1, 1, None, None, {"hidden": True})


def test_hidden_cells_are_left_out_with_a_note() -> None:
    sheet = read_sheet(book(hidden), "a.xlsx")
    assert (sheet.columns, list(sheet.numbers), sheet.column("n")) == (("id", "n"), [3, 5], ["20", "40"])
    (note,) = [note for note in sheet.notes if note.kind == "hidden"]
    assert isinstance(note, Question)
    assert note.severity == "note"
    assert note.message == "2 of 4 rows and 1 column are hidden; they are left out."
    assert [(one.label, one.options.include_hidden) for one in note.readings] == [
        ("Only visible rows", False),
        ("All rows", True),
    ]


@pytest.mark.parametrize(("include", "notes", "rows"), [(False, 1, 2), (True, 0, 4)])
def test_a_choice_about_hidden_cells_is_not_asked_again(include: bool, notes: int, rows: int) -> None:
    sheet = read_sheet(book(hidden), "a.xlsx", ImportOptions(include_hidden=include))
    found = [note for note in sheet.notes if note.kind == "hidden"]
    assert (len(found), len(sheet)) == (notes, rows)
    assert not any(isinstance(note, Question) for note in found)


def test_a_worksheet_with_nothing_visible_is_read_whole() -> None:
    def fill(_: Any, tab: Any) -> None:
        tab.write_column(0, 0, ["id", "a", "b"])
        for row in (1, 2):
            tab.set_row(row, None, None, {"hidden": True})

    assert len(read_sheet(book(fill), "a.xlsx")) == 2


def test_columns_keep_what_they_were() -> None:
    sheet = read_sheet(book(hidden), "a.xlsx")
    typed = sheet.typed("n")
    assert typed is not None
    assert (typed.values.tolist(), [typed.codes[index] for index in typed.formats]) == ([20, 40], ["General"] * 2)
    one = sheet.single_row(1).typed("n")
    assert one is not None
    assert one.values.tolist() == [40]
    assert sheet.with_cells(str.upper).typed("n") is None


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_count_from_1900(from_1904: bool) -> None:
    shift = 1462 if from_1904 else 0

    def fill(workbook: Any, tab: Any) -> None:
        day, span = (workbook.add_format({"num_format": code}) for code in ("d/m/yyyy", "[h]:mm"))
        tab.write_row(0, 0, ["day", "span", "truth", "text"])
        tab.write(2, 0, 45351 - shift, day)
        tab.write(2, 1, 1.5, span)
        tab.write_row(2, 2, [True, "x"])
        tab.write_row(3, 0, ["none", "x", "x", "x"])

    sheet = read_sheet(book(fill, date_1904=from_1904), "a.xlsx", ImportOptions(header_row=1))
    columns = [sheet.typed(name) for name in ("day", "span", "truth")]
    assert [column.values[0] for column in columns if column] == [45351, 1.5, 1]
    assert [column.codes[column.formats[0]] for column in columns if column] == ["d/m/yyyy", "[h]:mm", BOOLEAN]
    assert columns[0] is not None
    assert (np.isnan(columns[0].values[1]), columns[0].formats[1]) == (True, -1)
    assert sheet.typed("text") is None
    assert sheet.row(0) == ["29/2/2024", "36:00", "TRUE", "x"]
