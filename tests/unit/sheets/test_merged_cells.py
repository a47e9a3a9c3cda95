"""Merged cells are asked about where they group rows of data, and filled only if the user says so."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import Workbook

from lib.sheets import ImportOptions, Question, read_sheet
from lib.sheets.question import choose_reading

NAMES = ("region", "shop", "comment")
ROWS = (("North", "A", "Fine"), ("", "B", "Late"), ("South", "C", "Good"), ("", "D", "Cold"))


def book(rows: Sequence[Sequence[str]], *ranges: str) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append([cell or None for cell in row])
    for cells in ranges:
        workbook.active.merge_cells(cells)
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


GROUPED = book([NAMES, *ROWS], "A2:A3", "A4:A5")


def test_groups_of_rows_are_asked_about() -> None:
    (question,) = [note for note in read_sheet(GROUPED, "a.xlsx").notes if note.kind == "merged"]
    assert isinstance(question, Question)
    assert str(question) == (
        "2 groups of merged cells: only the first cell of each has the text. Choose the reading whose rows look right."
    )
    assert [reading.rows for reading in question.readings] == [
        (("A", "B", "C"), ("South", "C", "Good"), ("", "D", "Cold")),
        (("A", "B", "C"), ("South", "C", "Good"), ("South", "D", "Cold")),
    ]


@pytest.mark.parametrize(("number", "second"), [(0, ""), (1, "North")])
def test_a_reading_that_is_chosen_is_asked_no_more(number: int, second: str) -> None:
    (question,) = [note for note in read_sheet(GROUPED, "a.xlsx").notes if isinstance(note, Question)]
    sheet = read_sheet(GROUPED, "a.xlsx", choose_reading(question, question.readings[number], ImportOptions()))
    assert sheet.column("region")[:2] == ["North", second]
    assert [(note.kind, note.severity) for note in sheet.notes] == [("merged", "note")]


def test_a_title_or_a_long_text_is_not_asked_about() -> None:
    sheet = read_sheet(book([("Report", "", ""), NAMES, *ROWS], "A1:C1", "B4:C4"), "a.xlsx")
    assert [note for note in sheet.notes if note.kind == "merged" and note.severity == "ask"] == []


def test_merged_names_are_not_asked_about() -> None:
    sheet = read_sheet(book([("region", "shop", "comment"), ("", "", ""), *ROWS], "A1:A2", "B1:B2"), "a.xlsx")
    assert [note for note in sheet.notes if note.kind == "merged"] == []


def test_a_range_up_to_the_end_of_the_worksheet_is_filled_as_far_as_there_is_text() -> None:
    sheet = read_sheet(book([NAMES, *ROWS], "A2:XFD3"), "a.xlsx", ImportOptions(fill_merged=True))
    assert (sheet.columns, sheet.row(1)) == (NAMES, ["North"] * 3)
