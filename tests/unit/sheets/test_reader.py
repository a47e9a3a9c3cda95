"""Spreadsheets of every kind become the same sheet of text."""

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
from lib.common.workbook_files import is_workbook
from lib.compose import Recipe, compose
from lib.sheets import ImportOptions, Sheet, read_sheet
from tests.support.sheet_files import as_csv


def sheet_of(text: str | bytes, name: str = "a.csv", **options: Any) -> Sheet:
    data = text if isinstance(text, bytes) else text.encode()
    return read_sheet(data, name, ImportOptions(**options))


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [sheet.row(index) for index in range(len(sheet))]


def to_xlsx(*tabs: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for rows in tabs:
            tab = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    tab.write_string(row, column, cell)
    return data.getvalue()


# Cells

KEPT = [
    "007", "12345678901234567890", "9e42", "1e5", "0x1F", "1.50", "1,5", "+1", "TRUE", "NA", "nan", "null", "None",
    "2024-02-29", "3/4", "=1+1", "#N/A", "-", " x ", "a\tb", "{{x}}", "世界", "مرحبا", "🎉",
]  # fmt: skip


@pytest.mark.parametrize("cell", KEPT)
def test_a_cell_stays_as_the_file_has_it(cell: str) -> None:
    assert rows_of(sheet_of(as_csv([["id", "value"], ["1", cell]]))) == [["1", cell]]


def test_an_empty_cell_is_empty_text() -> None:
    assert rows_of(sheet_of("a,b,c\n1,,3\n")) == [["1", "", "3"]]


def test_a_cell_longer_than_the_csv_limit() -> None:
    assert sheet_of("a,b\n" + "x" * 200_000 + ",2\n").column("a") == ["x" * 200_000]


# Notes

NOTES = [
    ("no notes", b"a,b\n1,2\n", []),
    ("blank lines at the end", b"a,b\n1,2\n\n\n", []),
    ("blank rows", b"a,b\n\n1,2\n\n3,4\n", ["2 empty rows are left out: rows 2, 4."]),
    ("one blank row", b"a,b\n\n1,2\n", ["1 empty row is left out: row 2."]),
    (
        "second name",
        b"a,a\n1,2\n",
        ['Column 2 is a second "a" in the header; Batchdesk calls it "a (2)". '
         "Name it in the sheet if you need another name."],
    ),
    (
        "wide rows",
        b"a,b,\n1,2,3\n1,2\n1,2,3\n",
        ['Column 3 has no name in the header; Batchdesk calls it "Column 3". '
         "Name it in the sheet if you need another name.",
         "2 rows are wider than the header: rows 2, 4. "
         "The extra cells have columns of their own; check the quotation marks in the file."],
    ),
    (
        "guessed encoding",
        "a,b\né,2\n".encode("cp1252"),
        ["The file does not name its encoding, and few characters show it: é. Which reading looks right?"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "notes"), [case[1:] for case in NOTES], ids=[case[0] for case in NOTES])
def test_notes(data: bytes, notes: list[str]) -> None:
    assert [str(note) for note in sheet_of(data).notes] == notes


def test_an_unclosed_quote_is_noted_at_its_row() -> None:
    assert [(note.kind, note.row) for note in sheet_of('a,b\n1,2\n3,"4\n5,6\n').notes] == [("unclosed-quote", 3)]


# Files that cannot be read

REJECTED = [
    ("nothing", b"", "a.csv: the file is empty. Save the sheet again and load that file."),
    ("blanks", b" \r\n\t", "a.csv: the file has only blanks. Save the sheet again and load that file."),
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
        "a.csv: this is a PDF file, not a sheet. "
        "Load the sheet it was made from, or let Excel get the table: Data > Get Data > From PDF.",
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
        "a.csv: this is only a Git LFS pointer to the real file, not a sheet. "
        "Fetch the real file (git lfs pull, or Download on its web page) and load that.",
    ),
    (
        "a workbook of empty worksheets",
        to_xlsx([], []),
        "a.csv: all worksheets are empty. Choose another worksheet or file.",
    ),
]


@pytest.mark.parametrize(("data", "message"), [case[1:] for case in REJECTED], ids=[case[0] for case in REJECTED])
def test_rejected_files(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(100)],
    ids=["PNG", "NULs"],
)
def test_binary_files_are_rejected(data: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(data)
    assert caught.value.problem.kind == "not-a-sheet"


@pytest.mark.parametrize("start", [b"\x1f\x8b\x08", b"PK\x03\x04"], ids=["gzip", "zip"])
def test_broken_archives_are_rejected(start: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        sheet_of(start + bytes(200))
    assert caught.value.problem.kind == "broken-archive"


WORKBOOK = to_xlsx([["id", "text"], ["1", "x"], ["2", "y"]], [["other"], ["z"]])


def read(data: bytes) -> Sheet | None:
    """The sheet, or None for a file that cannot be read; any other error fails the test."""
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
def test_no_letter_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    sheet = read(text.encode())
    if sheet and "above-header" not in [note.kind for note in sheet.notes]:
        assert "".join([*sheet.columns, *map("".join, rows_of(sheet))]).count("a") == text.count("a")


@settings(max_examples=50)
@given(st.integers(4, len(WORKBOOK) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_rejected(position: int, byte: int) -> None:
    read(WORKBOOK[:position] + bytes([byte]) + WORKBOOK[position + 1 :])


# Workbooks


def test_the_content_shows_a_workbook() -> None:
    assert sheet_of(WORKBOOK, "named.csv").columns == ("id", "text")


def test_the_content_shows_text() -> None:
    assert sheet_of("a,b\n1,2\n", "named.xlsx").columns == ("a", "b")


@pytest.mark.parametrize(
    ("data", "workbook"),
    [(WORKBOOK, True), (WORKBOOK[:300], True), (b"a,b\n1,xl/\n", False), (b"PK\x03\x04 xl/ and no more", False)],
    ids=["whole", "cut off", "text", "another zip"],
)
def test_is_workbook(data: bytes, workbook: bool) -> None:
    assert is_workbook(data) is workbook


def test_a_header_row_beyond_the_sheet_is_noted() -> None:
    sheet = sheet_of("a,b\n1,2\n", header_row=9)
    assert (sheet.columns, [note.kind for note in sheet.notes]) == (("a", "b"), ["other-header"])


def test_a_separator_that_cannot_separate_cells_is_text() -> None:
    assert sheet_of("sep=\0\r\na\0b\r\n1\x002\r\n").columns


def test_rows_that_all_go_beyond_the_header_are_noted() -> None:
    assert "ragged" in [note.kind for note in sheet_of("price\n1,x\n2,y\n").notes]
    assert "ragged" not in [note.kind for note in sheet_of("a,,\n1,2,3\n4,5,6\n").notes]


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
    for number in range(count):
        rows.append([f"{number:06d}", str(dice.randint(1, 5)), " ".join(dice.choices(WORDS, k=dice.randint(3, 12)))])
    return rows


def test_csv_and_xlsx_of_1000_reviews_give_the_same_lines() -> None:
    recipe = Recipe(model="m", system="Stars: {{stars}}", prompt="Sum up {{sku}}: {{review}}")
    tables = [sheet_of(write(reviews(1_000))) for write in (as_csv, to_xlsx)]
    from_csv, from_xlsx = (list(compose(table, recipe).lines()) for table in tables)
    assert len(from_csv) == 1_000
    assert from_csv == from_xlsx


def test_records_that_end_early_are_kept_and_noted() -> None:
    sheet = read_sheet(b"a,b,c\n1,2,3\n4\n5,6\n", "short.csv")
    assert rows_of(sheet) == [["1", "2", "3"], ["4", "", ""], ["5", "6", ""]]
    assert [str(note) for note in sheet.notes] == [
        "2 rows have fewer cells than the header: rows 3, 4. "
        "The missing cells are empty; check that no line of the file is broken in two."
    ]


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b""], ids=["read", "rejected"])
def test_the_garbage_collector_is_left_as_it_was(data: bytes) -> None:
    with suppress(Unreadable):
        read_sheet(data, "a.csv")
    assert gc.isenabled()


@pytest.mark.parametrize("end", [b"\x1a", b"\0" * 20], ids=["Ctrl-Z", "NULs"])
def test_what_programs_write_after_the_end_of_a_text_is_no_row(end: bytes) -> None:
    sheet = read_sheet(b"id,text\r\n1,a\r\n2,b\r\n" + end, "a.csv")
    assert (sheet.column("text"), sheet.notes) == (["a", "b"], ())


def test_a_nul_at_the_end_of_wide_text_belongs_to_its_last_letter() -> None:
    assert read_sheet("id,text\n1,a\n".encode("utf-16-le"), "a.csv").column("text") == ["a"]
