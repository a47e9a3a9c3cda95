"""Default ids are unique, equal for CSV and XLSX, and ignore changes that nobody sees."""

import csv
import io
import unicodedata
from hashlib import sha256

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.compose.row_ids import parse_row_id, prefix_digests, row_digests, row_id, row_ids
from lib.sheets import ImportOptions, Sheet, read_sheet
from tests.support.sheets import make_sheet


def sheet_of(rows: list[list[str]], columns: list[str]) -> Sheet:
    return make_sheet({name: [row[index] for row in rows] for index, name in enumerate(columns)})


def digests(rows: list[list[str]], columns: list[str]) -> list[str]:
    return list(row_digests(sheet_of(rows, columns), len(columns)))


def test_an_id_holds_number_and_digest() -> None:
    digest = sha256(b"1:1" + b"5:Caf\xc3\xa9").hexdigest()[:12]
    assert row_ids(sheet_of([["1", "Café"]], ["id", "name"])) == [f"row-2-{digest}"]


@pytest.mark.parametrize(
    ("custom_id", "parsed"),
    [
        ("row-7-0123456789ab", (7, "0123456789ab")),
        ("row-1048576-0123456789ab", (1_048_576, "0123456789ab")),
        ("row-7-0123456789AB", None),
        ("row-7-0123456789a", None),
        ("row-7-0123456789abc", None),
        ("row-٧-0123456789ab", None),
        ("row--0123456789ab", None),
        ("row-7", None),
        (" row-7-0123456789ab", None),
        ("row-7-0123456789ab\n", None),
        ("row-" + "9" * 5_000 + "-0123456789ab", None),
        ("", None),
    ],
    ids=[
        "ours", "the last row of Excel", "capitals", "short", "long", "other digits", "no number", "no digest",
        "blank before", "line end after", "no row has this number", "empty",
    ],
)  # fmt: skip
def test_parse_row_id(custom_id: str, parsed: tuple[int, str] | None) -> None:
    assert parse_row_id(custom_id) == parsed


@given(st.integers(1, 9_999_999_999), st.text("0123456789abcdef", min_size=12, max_size=12))
def test_an_id_parses_back(number: int, digest: str) -> None:
    assert parse_row_id(row_id(number, digest)) == (number, digest)


SAME = [
    ("CRLF and LF", "a\r\nb", "a\nb"),
    ("CR and LF", "a\rb", "a\nb"),
    ("composed and decomposed", "caf\u00e9", "cafe\u0301"),
    ("Hangul", "\uac00", "\u1100\u1161"),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_cells_that_look_the_same_have_the_same_digest(one: str, other: str) -> None:
    assert digests([[one]], ["a"]) == digests([[other]], ["a"])


DIFFERENT = [
    ("cells that run together", ["ab", "c"], ["a", "bc"]),
    ("a number that looks like a length", ["1:a", ""], ["1", ":a"]),
    ("an empty cell moved", ["", "a"], ["a", ""]),
    ("letter case", ["a", "b"], ["A", "b"]),
    ("a space at the end", ["a", "b"], ["a", "b "]),
    ("leading zeros", ["07", "b"], ["7", "b"]),
    ("full width letters", ["a", "b"], ["\uff41", "b"]),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_cells_that_differ_have_another_digest(one: list[str], other: list[str]) -> None:
    assert digests([one], ["a", "b"]) != digests([other], ["a", "b"])


def test_columns_that_batchdesk_wrote_are_not_hashed() -> None:
    with_ours = digests([["x", "row-2-0"]], ["a", "custom_id"])
    assert with_ours == digests([["x"]], ["a"])


def test_a_narrower_width_leaves_out_the_last_columns() -> None:
    sheet = sheet_of([["x", "y"]], ["a", "b"])
    assert list(row_digests(sheet, 1)) == digests([["x"]], ["a"])


def test_a_sheet_of_only_batchdesk_columns_still_has_digests() -> None:
    assert len(digests([["x"], ["y"]], ["custom_id"])) == 2


def test_digests_of_every_width() -> None:
    sheet = sheet_of([["x", "y", "z"], ["1", "2", "3"]], ["a", "custom_id", "c"])
    one_by_one = [[digest for width in (1, 3) for digest in [list(row_digests(sheet, width))[row]]] for row in (0, 1)]
    assert [digest for _, digest in prefix_digests(sheet)] == [*one_by_one[0], *one_by_one[1]]


def test_rows_of_later_chunks_have_the_same_digest() -> None:
    rows = [[f"text {row}", "über"] for row in range(2_001)]
    rows[999][0] = "one\r\ntwo"
    assert digests(rows, ["a", "b"]) == [digests([row], ["a", "b"])[0] for row in rows]
    assert len(digests([["x"]] * 1_500, ["custom_id"])) == 1_500
    assert len(list(prefix_digests(sheet_of(rows, ["a", "b"])))) == 2 * len(rows)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).map(lambda cell: cell + ".")
ROWS = st.lists(st.tuples(CELL, CELL).map(list), min_size=1, max_size=6)
COLUMNS = ["first", "second"]


def to_csv(rows: list[list[str]], end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def to_xlsx(rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *rows]):
            for column, cell in enumerate(row):
                tab.write_string(number, column, cell)
    return data.getvalue()


@settings(max_examples=50)
@given(ROWS)
@example([["a\nb.", 'say "x".'], ["a, b.", " c ."]])
def test_csv_and_xlsx_agree(rows: list[list[str]]) -> None:
    as_csv = read_sheet(to_csv(rows), "a.csv", ImportOptions(delimiter=",", header_row=1))
    assert row_ids(as_csv) == row_ids(read_sheet(to_xlsx(rows), "a.xlsx", ImportOptions(header_row=1)))


@given(ROWS)
def test_sorting_changes_no_digest(rows: list[list[str]]) -> None:
    by_digest = sorted(zip(digests(rows, COLUMNS), rows, strict=True))
    again = sorted(rows, key=lambda row: row[::-1])
    assert sorted(zip(digests(again, COLUMNS), again, strict=True)) == by_digest


@given(ROWS, st.sampled_from(["NFC", "NFD"]))
def test_the_form_of_unicode_changes_no_digest(rows: list[list[str]], form: str) -> None:
    other = [[unicodedata.normalize(form, cell) for cell in row] for row in rows]
    assert digests(rows, COLUMNS) == digests(other, COLUMNS)


@given(ROWS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_line_ends_change_no_digest(rows: list[list[str]], end: str) -> None:
    one, other = ([[cell + lines + "x" for cell in row] for row in rows] for lines in ("\n", end))
    assert digests(one, COLUMNS) == digests(other, COLUMNS)


@given(ROWS)
def test_ids_of_equal_rows_are_unique(rows: list[list[str]]) -> None:
    assert len(set(row_ids(sheet_of(rows * 2, COLUMNS)))) == len(rows) * 2
