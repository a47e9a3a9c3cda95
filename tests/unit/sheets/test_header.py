"""The row with the column names, and the notes on the rows around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets import header as header_module
from lib.sheets.header import name_columns
from lib.sheets.raw_table import RawTable
from tests.support.sheet_files import as_csv


def kinds(rows: list[list[str]], **options: int) -> list[str]:
    return [note.kind for note in name_columns(RawTable(rows, ""), "a", ImportOptions(**options)).notes]


def test_no_header_keeps_every_row() -> None:
    named = name_columns(RawTable([["1", "2"], ["3", "4"]], ""), "a", ImportOptions(header_row=0))
    assert (named.columns, list(named.numbers), named.notes) == (["Column 1", "Column 2"], [1, 2], ())


def test_records_are_numbered_from_1() -> None:
    named = name_columns(RawTable([["a"], ["x"], ["y"]], "", records=True), "a", ImportOptions())
    assert list(named.numbers) == [1, 2]


def test_rows_that_would_take_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header_module, "MOST_CELLS", 10)
    with pytest.raises(Unreadable) as caught:
        name_columns(RawTable([["a"], ["x"], ["", "", "", "", "", "far"]], ""), "a.xlsx", ImportOptions())
    assert str(caught.value) == (
        "a.xlsx: the sheet is too large: 2 rows and 6 columns. "
        "Row 3 is the widest: clear any cell far to the right there, and save the sheet again."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'Q1,Q2\nHow old?,Where?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n7,Rome\n8,Oslo\n',
            "rows 2, 3 look",
        ),
        ("id,city\n--,----\n1,Rome\n2,Oslo\n", "row 2 looks"),
    ],
)
def test_rows_that_a_program_adds_are_asked_about(text: str, words: str) -> None:
    sheet = read_text(text)
    [note] = [note for note in sheet.notes if note.kind == "added-rows"]
    assert (len(sheet), note.severity) == (text.count("\n") - 1, "ask")
    assert words in note.message.lower()


@pytest.mark.parametrize("end", ["\n(2 rows affected)\n", "Applied filters:\nYear is 2024\n"])
def test_remarks_below_the_rows_are_asked_about(end: str) -> None:
    sheet = read_text(f"id,city\n1,Rome\n2,Oslo\n{end}")
    [note] = [note for note in sheet.notes if note.severity == "ask"]
    assert (note.kind, sheet.column("city")[:2]) == ("single-cell", ["Rome", "Oslo"])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("id,text\n1,a\rb\n2,c\n", ["single-cell"]),
        ("id,text\n1,a\n2\n3,c\n", []),
        ("id,text\n1,a\n2,c\n3\n", []),
        ("name,text\nAnn,a\nBo\nCy,c\n", []),
    ],
    ids=["a cut row", "an id alone", "a last id alone", "a name alone"],
)
def test_a_row_of_one_cell_is_asked_about_if_it_differs(text: str, kinds: list[str]) -> None:
    assert [note.kind for note in read_text(text).notes if note.severity == "ask"] == kinds


def test_other_short_rows_are_noted_beside_a_row_of_one_cell() -> None:
    notes = read_text("id,a,b\n1,x,y\n2,x\n3,x,y\nSource: us\n").notes
    assert [(note.kind, note.severity) for note in notes] == [("single-cell", "ask"), ("short-rows", "note")]
    assert "row 3" in str(notes[1])


def test_a_decimal_comma_makes_no_labels() -> None:
    assert read_text("id,amount\n1,1,5\n2,2,5\n3,3,5\n").columns == ("id", "amount", "Column 3")


@pytest.mark.parametrize("mark", ["\t", ",", " "])
def test_labels_of_rows_that_r_writes_have_no_name(mark: str) -> None:
    sheet = read_text('"x","y"\n"Ann B",21,6\n"Bo",22,4\n"Cy",21,4\n'.replace(",", mark))
    assert (sheet.columns, sheet.row(0)) == (("Column 1", "x", "y"), ["Ann B", "21", "6"])
    [note] = [note for note in sheet.notes if note.kind == "row-labels"]
    assert note.severity == "ask"


def test_a_last_column_without_a_name_has_no_labels_beside_it() -> None:
    sheet = read_text("x,y\nAnn,21,\nAnn,22,4\nCy,21,4\n")
    assert (sheet.columns, [note.kind for note in sheet.notes if note.severity == "ask"]) == (
        ("x", "y", "Column 3"),
        ["ragged"],
    )


def read_text(text: str) -> Sheet:
    return read_sheet(text.encode(), "a.csv")


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [sheet.row(index) for index in range(len(sheet))]


SHAPES = [
    ("plain", "a,b\n1,2\n3,4\n", ("a", "b"), [["1", "2"], ["3", "4"]], [2, 3]),
    ("CRLF", "a,b\r\n1,2\r\n3,4\r\n", ("a", "b"), [["1", "2"], ["3", "4"]], [2, 3]),
    ("CR alone", "a,b\r1,2\r3,4\r", ("a", "b"), [["1", "2"], ["3", "4"]], [2, 3]),
    ("no line end at the end", "a,b\n1,2", ("a", "b"), [["1", "2"]], [2]),
    ("quoted line end", 'a,b\n"x\ny",2\n3,4\n', ("a", "b"), [["x\ny", "2"], ["3", "4"]], [2, 3]),
    ("blank lines", "a,b\n\n1,2\n\n\n3,4\n\n", ("a", "b"), [["1", "2"], ["3", "4"]], [3, 6]),
    ("rows of blanks", "a,b\n , \n1,2\n,\n3,4\n", ("a", "b"), [["1", "2"], ["3", "4"]], [3, 5]),
    ("blank lines first", "\n\na,b\n1,2\n", ("a", "b"), [["1", "2"]], [4]),
    ("tabs", "a\tb\n1,5\t2\n", ("a", "b"), [["1,5", "2"]], [2]),
    ("semicolons", "a;b\n1,5;2\n", ("a", "b"), [["1,5", "2"]], [2]),
    ("one column", "Question\nHi\nYo\n", ("Question",), [["Hi"], ["Yo"]], [2, 3]),
    ("prose", "Question\nHello, world\n1, 2, 3\n", ("Question",), [["Hello, world"], ["1, 2, 3"]], [2, 3]),
    ("short rows", "a,b,c\n1,2,3\n1\n", ("a", "b", "c"), [["1", "2", "3"], ["1", "", ""]], [2, 3]),
    ("trailing commas", "a,b,,\n1,2,,\n", ("a", "b"), [["1", "2"]], [2]),
    ("long row", "a,b\n1,2\n1,2,3\n", ("a", "b", "Column 3"), [["1", "2", ""], ["1", "2", "3"]], [2, 3]),
    ("blanks in the header stay", " a ,b\n1,2\n", (" a ", "b"), [["1", "2"]], [2]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "columns", "rows", "numbers"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES]
)
def test_rows_and_their_numbers(text: str, columns: tuple[str, ...], rows: list[list[str]], numbers: list[int]) -> None:
    sheet = read_text(text)
    assert (sheet.columns, rows_of(sheet), list(sheet.numbers)) == (columns, rows, numbers)


COLUMN_NAMES = [
    ("twice", "a,a", ("a", "a (2)")),
    ("three times", "a,a,a", ("a", "a (2)", "a (3)")),
    ("empty", "a,,c", ("a", "Column 2", "c")),
    ("blank", "a, ,c", ("a", "Column 2", "c")),
    ("the new name is taken", ",Column 1", ("Column 1 (2)", "Column 1")),
    ("the numbered name is taken later", "a,a,a (2),a (3)", ("a", "a (4)", "a (2)", "a (3)")),
    ("the numbered name is taken before", "a (2),a,a", ("a (2)", "a", "a (3)")),
    ("names differ by case", "a,A", ("a", "A")),
]


@pytest.mark.parametrize(
    ("header", "columns"), [case[1:] for case in COLUMN_NAMES], ids=[case[0] for case in COLUMN_NAMES]
)
def test_headers_become_unique_names(header: str, columns: tuple[str, ...]) -> None:
    assert read_text(header + "\n" + ",".join("1" * len(columns)) + "\n").columns == columns


def test_many_columns_of_one_name() -> None:
    assert len(set(read_text(",".join("a" * 3_000) + "\n" + ",".join("1" * 3_000)).columns)) == 3_000


@given(st.lists(st.sampled_from(["a", "a (2)", "a (3)", "a (2) (2)", "", " ", "Column 2", "Column 3"]), min_size=1))
def test_names_are_unique_and_not_blank(header: list[str]) -> None:
    columns = read_sheet(
        as_csv([[*header, "end"], ["1"] * (len(header) + 1)]), "a.csv", ImportOptions(delimiter=",")
    ).columns
    assert len(set(columns)) == len(header) + 1
    assert all(name.strip() for name in columns)


def test_the_header_row_may_be_chosen() -> None:
    sheet = read_sheet(b"Report\na,b\n1,2\n", "a.csv", ImportOptions(header_row=2, delimiter=","))
    assert (sheet.columns, rows_of(sheet), list(sheet.numbers)) == (("a", "b"), [["1", "2"]], [3])


@pytest.mark.parametrize("header_row", [None, -1, 10])
def test_a_header_row_that_does_not_exist_is_detected(header_row: int | None) -> None:
    assert read_sheet(b"a,b\n1,2\n", "a.csv", ImportOptions(header_row=header_row)).columns == ("a", "b")
