"""Which row names the columns, and what is said of the rows around it."""

import pytest

from lib.common import Unreadable
from lib.sheets import ImportOptions
from lib.sheets import header as room
from lib.sheets.header import name_columns
from lib.sheets.raw_table import RawTable


def kinds(rows: list[list[str]], **options: int) -> list[str]:
    return [note.kind for note in name_columns(RawTable(rows, "", ImportOptions(**options)), "a").notes]


HEADERS = [
    ("first row", [["a", "b"], ["1", "2"]], 1),
    ("under a title", [["Report", "", ""], ["a", "b", "c"], ["1", "2", "3"]], 2),
    ("under two notes and a blank row", [["Report"], ["May"], [], ["a", "b", "c"], ["1", "2", "3"]], 4),
    ("under blank rows", [[], ["", ""], ["a", "b"], ["1", "2"]], 3),
    ("one column", [["a"], ["x"], ["y"]], 1),
]


@pytest.mark.parametrize(("rows", "header"), [case[1:] for case in HEADERS], ids=[case[0] for case in HEADERS])
def test_the_header_row(rows: list[list[str]], header: int) -> None:
    assert name_columns(RawTable(rows, ""), "a").header_row == header


TWO_COLUMNS = [
    ("a title", ["Report of May"], ["id", "q"], 2),
    ("one word may be a name", ["question"], ["red", "blue"], 1),
    ("a second name that is missing", ["my id", ""], ["id", "q"], 1),
    ("rows that look like data", ["row and price"], ["1", "2"], 1),
    ("a long text", ["Report of May"], ["x" * 40, "q"], 1),
]


@pytest.mark.parametrize(
    ("first", "second", "header"), [case[1:] for case in TWO_COLUMNS], ids=[case[0] for case in TWO_COLUMNS]
)
def test_a_line_right_above_two_columns(first: list[str], second: list[str], header: int) -> None:
    rows = [first, second, ["a", "b"], ["c", "d"]]
    assert name_columns(RawTable(rows, "", ImportOptions(delimiter=",")), "a").header_row == header
    assert name_columns(RawTable(rows, "", ImportOptions("Sheet1")), "a").header_row == 1


def test_no_header_keeps_every_row() -> None:
    shaped = name_columns(RawTable([["1", "2"], ["3", "4"]], "", ImportOptions(header_row=0)), "a")
    assert (shaped.columns, shaped.numbers, shaped.notes) == (("Column 1", "Column 2"), [1, 2], ())


def test_records_are_numbered_by_themselves() -> None:
    assert name_columns(RawTable([["a"], ["x"], ["y"]], "", records=True), "a").numbers == [1, 2]


@pytest.mark.parametrize(
    "header",
    [["1", "2"], ["x" * 121, "b"], ["yes", "no"], ["yes", "The food was great, and the waiter was kind"]],
    ids=["numbers", "a long text", "values of the rows", "a label and its text"],
)
def test_a_header_that_looks_like_data_is_asked_about(header: list[str]) -> None:
    assert "no-header" in kinds([header, ["yes", "no"], ["no", "yes"]])


def test_a_header_that_was_chosen_is_not_asked_about() -> None:
    assert kinds([["1", "2"], ["3", "4"]], header_row=1) == []


def test_rows_that_would_take_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_PLACES", 10)
    with pytest.raises(Unreadable) as caught:
        name_columns(RawTable([["a"], ["x"], ["", "", "", "", "", "far"]], ""), "a.xlsx")
    assert str(caught.value) == (
        "a.xlsx: with 2 rows and 6 columns it is too large to be read here. "
        "Row 3 is the widest: if a cell stands far to the right there, clear it and save the sheet again."
    )


@pytest.mark.parametrize(
    "column",
    [
        ["What is the capital of France?", "Name three rivers in Norway.", "Who wrote Faust?"],
        ["2024-01-01", "2024-01-02", "2024-01-03"],
        ["1.2.2024", "2.2.2024", "13.2.2024"],
        ["ann@example.org", "bob@example.org", "eve@example.org"],
        ["q1", "q2", "q3"],
    ],
    ids=lambda column: column[0],
)
def test_a_name_of_the_kind_of_the_cells_below_it_is_asked_about(column: list[str]) -> None:
    assert "no-header" in kinds([[cell] for cell in column])


@pytest.mark.parametrize(
    "column",
    [
        ["How was it?", "Good.", "I did not like it at all."],
        ["Q1", "yes", "no"],
        ["Question", "What is it?", "Who is it?"],
        ["2024-01-01", "12", "15"],
        ["Version 1", "Version 2 of it", "Version 2"],
    ],
    ids=lambda column: column[0],
)
def test_a_name_of_another_kind_than_the_cells_below_it_is_a_name(column: list[str]) -> None:
    """Questions name the columns of a survey."""
    assert "no-header" not in kinds([[cell, "beside"] for cell in column])
