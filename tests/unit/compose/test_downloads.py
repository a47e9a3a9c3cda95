"""The downloads of a composition."""

import io
from datetime import date, datetime

from openpyxl import Workbook, load_workbook

from lib.compose import Recipe, RowChoices, RowDecisions, compose, keyed_columns
from lib.export import select, write_xlsx
from lib.sheets import read_sheet

SHEET = read_sheet(b"custom_id,q\n007,Why?\n008,\n009,How?\n", "a.csv")
LEAVE_OUT = RowChoices(RowDecisions(blank_variable="leave out", blank_prompt="leave out"))


def test_only_sent_rows_have_an_id() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}"), LEAVE_OUT)
    first, last = composition.ids
    assert keyed_columns(composition) == {
        "custom_id (batch)": [first, "", last],
        "custom_id": ["007", "008", "009"],
        "q": ["Why?", "", "How?"],
    }


def test_the_sheet_with_ids_keeps_numbers_and_dates() -> None:
    book = Workbook()
    book.worksheets[0].append(["day", "price", "text"])
    book.worksheets[0].append([date(2026, 11, 30), 12.5, "Why?"])
    book.worksheets[0].append([None, "unknown", "How?"])
    data = io.BytesIO()
    book.save(data)
    sheet = read_sheet(data.getvalue(), "Orders.xlsx")
    composition = compose(sheet, Recipe(model="m", prompt="{{text}}"))
    written = load_workbook(io.BytesIO(write_xlsx(select(keyed_columns(composition), sheet=sheet)))).worksheets[0]
    rows = list(written.iter_rows(values_only=True))
    assert written.title == "Orders"
    assert rows[1] == (composition.ids[0], datetime(2026, 11, 30), 12.5, "Why?")
    assert rows[2] == (composition.ids[1], None, "unknown", "How?")


def test_a_column_custom_id_with_the_ids_is_not_repeated() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}", id_column="custom_id"), LEAVE_OUT)
    assert list(keyed_columns(composition)) == ["custom_id", "q"]


def test_another_column_with_the_ids_keeps_its_name() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{custom_id}}", id_column="q"), LEAVE_OUT)
    assert next(iter(keyed_columns(composition))) == "custom_id (batch)"
