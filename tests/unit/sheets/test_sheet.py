"""Spreadsheets of every kind to the same sheet of text."""

import csv
import gc
import io
import random
from contextlib import suppress
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.compose import Recipe, compose
from lib.sheets import Sheet, read_sheet
from lib.sheets.sheet import ImportOptions, is_workbook


def sheet_of(text: str | bytes, name: str = "a.csv", **options: Any) -> Sheet:
    data = text if isinstance(text, bytes) else text.encode()
    return read_sheet(data, name, ImportOptions(**options))


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [sheet.row(at) for at in range(len(sheet))]


def to_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def to_xlsx(*tabs: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for rows in tabs:
            tab = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    tab.write_string(at, column, cell)
    return data.getvalue()


# Cells

KEPT = [
    "007", "12345678901234567890", "9e42", "1e5", "0x1F", "1.50", "1,5", "+1", "TRUE", "NA", "nan", "null", "None",
    "2024-02-29", "3/4", "=1+1", "#N/A", "-", " x ", "a\tb", "{{x}}", "世界", "مرحبا", "🎉",
]  # fmt: skip


@pytest.mark.parametrize("cell", KEPT)
def test_a_cell_stays_as_it_is_written(cell: str) -> None:
    assert sheet_of(to_csv([["id", "value"], ["1", cell]])).cells == (["1"], [cell])


def test_an_empty_cell_is_empty_text() -> None:
    assert rows_of(sheet_of("a,b,c\n1,,3\n")) == [["1", "", "3"]]


def test_a_cell_longer_than_the_csv_limit() -> None:
    assert sheet_of("a,b\n" + "x" * 200_000 + ",2\n").cells[0] == ["x" * 200_000]


# Shapes: what is read, with the row numbers that a spreadsheet shows

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
def test_shapes(text: str, columns: tuple[str, ...], rows: list[list[str]], numbers: list[int]) -> None:
    sheet = sheet_of(text)
    assert (sheet.columns, rows_of(sheet), sheet.numbers) == (columns, rows, numbers)


HEADERS = [
    ("twice", "a,a", ("a", "a (2)")),
    ("three times", "a,a,a", ("a", "a (2)", "a (3)")),
    ("empty", "a,,c", ("a", "Column 2", "c")),
    ("blank", "a, ,c", ("a", "Column 2", "c")),
    ("the made-up name is taken", ",Column 1", ("Column 1 (2)", "Column 1")),
    ("the numbered name is taken later", "a,a,a (2),a (3)", ("a", "a (4)", "a (2)", "a (3)")),
    ("the numbered name is taken before", "a (2),a,a", ("a (2)", "a", "a (3)")),
    ("case tells names apart", "a,A", ("a", "A")),
]


@pytest.mark.parametrize(("header", "columns"), [case[1:] for case in HEADERS], ids=[case[0] for case in HEADERS])
def test_headers_become_unique_names(header: str, columns: tuple[str, ...]) -> None:
    assert sheet_of(header + "\n" + ",".join("1" * len(columns)) + "\n").columns == columns


def test_many_columns_of_one_name() -> None:
    assert len(set(sheet_of(",".join("a" * 3_000) + "\n" + ",".join("1" * 3_000)).columns)) == 3_000


@given(st.lists(st.sampled_from(["a", "a (2)", "a (3)", "a (2) (2)", "", " ", "Column 2", "Column 3"]), min_size=1))
def test_names_are_never_blank_nor_twice(header: list[str]) -> None:
    columns = sheet_of(to_csv([[*header, "end"], ["1"] * (len(header) + 1)]), delimiter=",").columns
    assert len(set(columns)) == len(header) + 1
    assert all(name.strip() for name in columns)


def test_the_header_row_may_be_chosen() -> None:
    sheet = sheet_of("Report\na,b\n1,2\n", header_row=2, delimiter=",")
    assert (sheet.columns, rows_of(sheet), sheet.numbers) == (("a", "b"), [["1", "2"]], [3])


@pytest.mark.parametrize("header_row", [None, -1, 10])
def test_a_header_row_that_does_not_exist_is_found_anew(header_row: int | None) -> None:
    assert sheet_of("a,b\n1,2\n", header_row=header_row).columns == ("a", "b")


# Encodings

CITIES = "name;city\nJosé;Málaga\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(codec: str) -> None:
    assert rows_of(sheet_of(CITIES.encode(codec))) == [["José", "Málaga"]]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_header(codec: str) -> None:
    assert sheet_of(CITIES.encode(codec)).columns == ("name", "city")


DESCRIPTIONS = [
    ("commas", b"a,b\n1,2\n", "UTF-8 text, separated by commas, header in row 1"),
    ("a later header", b"\na\tb\n1\t2\n", "UTF-8 text, separated by tabs, header in row 2"),
    ("one column", b"Q\nHello, world\nHi, you\n", "UTF-8 text, one column, header in row 1"),
    (
        "a guess",
        CITIES.encode("cp1252"),
        "Probably Windows-1252 (Western) text, separated by semicolons, header in row 1",
    ),
    ("a workbook", to_xlsx([["a"], ["1"]]), 'Worksheet "Sheet1", header in row 1'),
]


@pytest.mark.parametrize(
    ("data", "description"), [case[1:] for case in DESCRIPTIONS], ids=[case[0] for case in DESCRIPTIONS]
)
def test_a_sheet_describes_how_it_was_read(data: bytes, description: str) -> None:
    assert sheet_of(data).description == description


# Notes

NOTES = [
    ("nothing to say", b"a,b\n1,2\n", []),
    ("blank lines at the end", b"a,b\n1,2\n\n\n", []),
    ("blank rows", b"a,b\n\n1,2\n\n3,4\n", ["2 rows with nothing in them passed over."]),
    ("one blank row", b"a,b\n\n1,2\n", ["1 row with nothing in it passed over."]),
    (
        "second name",
        b"a,a\n1,2\n",
        ['Column "a (2)": column 2 is a second "a" in the header; it is called "a (2)" here. '
         "Name it in the sheet if that matters."],
    ),
    (
        "wide rows",
        b"a,b,\n1,2,3\n1,2\n1,2,3\n",
        ['Column "Column 3": column 3 has no name in the header; it is called "Column 3" here. '
         "Name it in the sheet if that matters.",
         "2 rows wider than the header: rows 2, 4. "
         "The cells to the right have columns of their own; check that the quotes in the file are right."],
    ),
    (
        "guessed encoding",
        "a,b\né,2\n".encode("cp1252"),
        ["The file does not say how its letters are encoded; Windows-1252 (Western) is the likeliest. "
         "Do these look right: é? If not, choose another encoding."],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "notes"), [case[1:] for case in NOTES], ids=[case[0] for case in NOTES])
def test_notes(data: bytes, notes: list[str]) -> None:
    assert [str(note) for note in sheet_of(data).notes] == notes


def test_an_unclosed_quote_is_noted_at_its_row() -> None:
    assert [(note.kind, note.row) for note in sheet_of('a,b\n1,2\n3,"4\n5,6\n').notes] == [("unclosed-quote", 3)]


# Refusals

REFUSED = [
    ("nothing", b"", "a.csv: the file is empty. Save the sheet again and load that file."),
    ("blanks", b" \r\n\t", "a.csv: the file is empty. Save the sheet again and load that file."),
    ("a mark alone", b"\xef\xbb\xbf", "a.csv: the file is empty. Save the sheet again and load that file."),
    ("a UTF-16 mark alone", b"\xff\xfe", "a.csv: the file is empty. Save the sheet again and load that file."),
    (
        "a header alone",
        b"a,b\n\n",
        "a.csv: there is no row under the header in row 1. "
        "The first filled row names the columns: add one above the data, or load the sheet that has rows.",
    ),
    (
        "PDF",
        b"%PDF-1.7\n%text\n",
        "a.csv: this is not a spreadsheet that can be read here. Save the sheet as CSV or XLSX and load that file.",
    ),
    (
        "a web page",
        b"\n<!DOCTYPE html><html>",
        "a.csv: this is a web page without a table, not a spreadsheet. "
        "The download probably gave an error or sign-in page: open it in a browser, then download it again.",
    ),
    (
        "a Git LFS pointer",
        b"version https://git-lfs.github.com/spec/v1\n",
        "a.csv: this is only a Git LFS pointer to the real file. Fetch the real file (git lfs pull) and load that.",
    ),
    (
        "a workbook of empty worksheets",
        to_xlsx([], []),
        "a.csv: the workbook's worksheets have no filled cell. Choose another worksheet or file.",
    ),
]


@pytest.mark.parametrize(("data", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_refusals(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(100)],
    ids=["PNG", "NULs"],
)
def test_binary_files_are_no_sheets(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(data)
    assert caught.value.problem.kind == "not-a-sheet"


@pytest.mark.parametrize("start", [b"\x1f\x8b\x08", b"PK\x03\x04"], ids=["gzip", "zip"])
def test_broken_archives_are_refused(start: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(start + bytes(200))
    assert caught.value.problem.kind == "broken-archive"


WORKBOOK = to_xlsx([["id", "text"], ["1", "x"], ["2", "y"]], [["other"], ["z"]])


def read(data: bytes) -> Sheet | None:
    """The sheet, or None where reading refuses; anything else that is raised fails the test."""
    try:
        return read_sheet(data, "a.csv")
    except Unreadable:
        return None


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"\xfe\xff\xd8\x00")
@example(b'a,b\n1,"\0')
def test_no_bytes_raise_anything_but_unreadable(data: bytes) -> None:
    read(data)


@given(st.lists(st.sampled_from(["a", ",", ";", '"', "\n", "\r", "\t", " ", "\ufeff", "\x1f", "é"]), max_size=30))
def test_no_letter_of_a_text_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    sheet = read(text.encode())
    if sheet:
        assert "".join([*sheet.columns, *map("".join, sheet.cells)]).count("a") == text.count("a")


@settings(max_examples=50)
@given(st.integers(4, len(WORKBOOK) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(at: int, byte: int) -> None:
    read(WORKBOOK[:at] + bytes([byte]) + WORKBOOK[at + 1 :])


# Workbooks


def test_a_workbook_is_told_by_its_content() -> None:
    assert sheet_of(WORKBOOK, "named.csv").columns == ("id", "text")


def test_text_is_told_by_its_content() -> None:
    assert sheet_of("a,b\n1,2\n", "named.xlsx").columns == ("a", "b")


@pytest.mark.parametrize(
    ("data", "workbook"),
    [(WORKBOOK, True), (WORKBOOK[:300], True), (b"a,b\n1,xl/\n", False), (b"PK\x03\x04 xl/ and no more", False)],
    ids=["whole", "cut off", "text", "another zip"],
)
def test_is_workbook(data: bytes, workbook: bool) -> None:
    assert is_workbook(data) is workbook


def test_the_worksheets_are_named() -> None:
    assert sheet_of(WORKBOOK).worksheets == ("Sheet1", "Sheet2")


def test_a_worksheet_may_be_chosen() -> None:
    assert sheet_of(WORKBOOK, worksheet="Sheet2").columns == ("other",)


def test_an_unknown_worksheet_gives_the_first() -> None:
    sheet = sheet_of(WORKBOOK, worksheet="Gone")
    assert sheet.options.worksheet == "Sheet1"
    assert [str(note) for note in sheet.notes] == [
        'There is no worksheet "Gone", as the settings say; "Sheet1" is read. '
        "Choose the right one under Import options."
    ]


def test_a_header_row_beyond_the_sheet_is_said() -> None:
    sheet = sheet_of("a,b\n1,2\n", header_row=9)
    assert (sheet.columns, [note.kind for note in sheet.notes]) == (("a", "b"), ["other-header"])


def test_a_separator_that_can_part_nothing_is_text() -> None:
    assert sheet_of("sep=\0\r\na\0b\r\n1\x002\r\n").columns


def test_rows_that_all_go_beyond_the_header_are_noted() -> None:
    """Numbers with decimal commas in one column, most often."""
    assert "ragged" in [note.kind for note in sheet_of("price\n1,5\n2,75\n").notes]
    assert "ragged" not in [note.kind for note in sheet_of("a,,\n1,2,3\n4,5,6\n").notes]


def test_an_empty_first_worksheet_is_passed_over() -> None:
    assert sheet_of(to_xlsx([], [["a"], ["1"]])).options.worksheet == "Sheet2"


def test_a_hidden_worksheet_comes_last() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        lists, front = book.add_worksheet("Lists"), book.add_worksheet("Front")
        lists.write_column(0, 0, ["secret", "x"])
        front.write_column(0, 0, ["shown", "y"])
        front.activate()
        front.set_first_sheet()
        lists.hide()
    assert sheet_of(data.getvalue()).columns == ("shown",)


def test_blank_rows_of_a_worksheet_count() -> None:
    assert sheet_of(to_xlsx([[], ["a", "b"], [], ["1", "2"], ["3", "4"]])).numbers == [4, 5]


# Digests


def test_the_same_bytes_are_the_same_sheet() -> None:
    assert sheet_of(WORKBOOK, "a.xlsx").digest == sheet_of(WORKBOOK, "b.xlsx").digest


@pytest.mark.parametrize("options", [{"worksheet": "Sheet2"}, {"header_row": 2}], ids=["worksheet", "header row"])
def test_other_import_options_are_another_sheet(options: dict[str, Any]) -> None:
    assert sheet_of(WORKBOOK).digest != sheet_of(WORKBOOK, **options).digest


def test_one_byte_more_is_another_sheet() -> None:
    assert sheet_of("a,b\n1,2\n").digest != sheet_of("a,b\n1,2\n\n").digest


# CSV and XLSX of one table

WORDS = [
    "great",
    "späť",
    'the "best"',
    "line\nbreak",
    "one, two",
    "🎉👩‍👩‍👧",
    "非常好",
    "ممتاز",
    "it's",
    "5% off;",
    "a\tb",
    "=SUM(A1)",
]


def reviews(count: int) -> list[list[str]]:
    """A table of product reviews with everything that goes wrong between CSV and XLSX."""
    dice = random.Random(7)
    rows = [["sku", "stars", "review"]]
    for at in range(count):
        rows.append([f"{at:06d}", str(dice.randint(1, 5)), " ".join(dice.choices(WORDS, k=dice.randint(3, 12)))])
    return rows


def test_csv_and_xlsx_of_1000_reviews_give_the_same_lines() -> None:
    recipe = Recipe(model="m", system="Stars: {{stars}}", prompt="Sum up {{sku}}: {{review}}")
    tables = [sheet_of(write(reviews(1_000))) for write in (to_csv, to_xlsx)]
    from_csv, from_xlsx = (list(compose(table, recipe).lines()) for table in tables)
    assert len(from_csv) == 1_000
    assert from_csv == from_xlsx


def test_records_that_end_early_are_kept_and_noted() -> None:
    sheet = read_sheet(b"a,b,c\n1,2,3\n4\n5,6\n", "short.csv")
    assert sheet.cells == (["1", "4", "5"], ["2", "", "6"], ["3", "", ""])
    assert [str(note) for note in sheet.notes] == [
        "2 rows with fewer cells than the header: rows 3, 4. "
        "The missing cells are empty here; check that no line of the file was broken in two."
    ]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b""], ids=["read", "refused"])
def test_the_garbage_collector_is_left_as_it_was(data: bytes) -> None:
    with suppress(Unreadable):
        read_sheet(data, "a.csv")
    assert gc.isenabled()
