"""The workbook: text stays text, nothing runs, and a cut cell ends in a mark."""

import io
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lib.common.excel_cells import EXCEL_CELL
from lib.export import Selection, count_cell_changes, select, write_full_texts, write_xlsx
from lib.export.cell_changes import excel_text
from lib.sheets import ImportOptions, read_sheet
from tests.support.exported_tables import HEADER, full_texts, joined_of, vectors, xlsx_sheets


def test_xlsx_keeps_text_as_text_and_counts_as_numbers() -> None:
    [rows] = xlsx_sheets(write_xlsx(select(joined_of("007", "1e5"))))
    assert list(rows[0][:9]) == HEADER
    assert rows[1][:8] == ("r0", "?", "007", "OK", None, "r0", None, 200)
    assert rows[2][2] == "1e5"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-1+2", "http://a.example/", "{=1}", "1"])
def test_no_text_becomes_a_formula_a_number_or_a_link(cell: str) -> None:
    book = load_workbook(io.BytesIO(write_xlsx(select(joined_of(cell, q=cell)))))
    for place in ("B2", "C2"):
        written = book.worksheets[0][place]
        assert (written.value, written.data_type, written.hyperlink) == (cell, "s", None)


LONG = {"full": "x" * EXCEL_CELL, "escapes": "_x00e9_" * 5_000, "returns": "\r" * 40_000}
TEXTS = st.lists(
    st.sampled_from(
        ["_x00e9_", "_x00e9", "_x005F_", "_x000D", "_", "x0041_", "\r", "\n", "\t", "\x07", "\ud800", "\ufffe"]
    )
    | st.sampled_from(["=1", "'", " ", "<r>", "</r>", "<", "&amp;", "]]>", "😀", "é", "\x85", "\u2028", "\x7f", "a"]),
    max_size=8,
).map("".join) | st.sampled_from(list(LONG))


@settings(max_examples=8)
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_every_reader_gives_every_text_back(texts: list[str]) -> None:
    """What a workbook cannot hold is a mark that is counted: a control character, or the rest of a long text."""
    texts = [LONG.get(text, text) for text in texts]
    ids = [f"{number}{text}" for number, text in enumerate(texts)]
    table = select({"custom_id": ids, "text": texts})
    data, expected = write_xlsx(table), [list(map(excel_text, ids)), list(map(excel_text, texts))]
    changes = count_cell_changes(table)
    changed = sum(map(str.__ne__, [*ids, *texts], [*expected[0], *expected[1]]))
    assert changed <= changes.replaced + changes.cut
    columns = list(zip(*list(load_workbook(io.BytesIO(data)).active.values)[1:], strict=True))
    assert [[cell or "" for cell in column] for column in columns] == expected
    frame = pd.read_excel(io.BytesIO(data), dtype=str, keep_default_na=False, engine="openpyxl")
    assert [frame["custom_id"].tolist(), frame["text"].tolist()] == expected
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    assert [list(column) for column in zip(*rows, strict=True)] == expected
    sheet = read_sheet(data, "again.xlsx")
    assert [sheet.column("custom_id"), sheet.column("text")] == expected


XML = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff") | st.just("\n"), max_size=30
)


@given(XML)
def test_xlsx_round_trip(cell: str) -> None:
    joined = joined_of("x", q=cell)
    [rows] = xlsx_sheets(write_xlsx(select(joined)))
    assert (rows[1][1] or "") == cell
    assert count_cell_changes(select(joined)).replaced == 0
    if cell.strip():
        assert read_sheet(write_xlsx(select(joined)), "again").column("q") == [cell]


TAGGED = ["<r>positive</r>", "<r>5 < 7 & so</r>", "<r><t>x</t></r>", "<r></r>", "<r> a\n </r>", "<r>a"]


@pytest.mark.parametrize("cell", TAGGED)
def test_a_text_in_tags_of_excel_is_text(cell: str) -> None:
    data = write_xlsx(select({cell: [cell, "x"]}))
    assert xlsx_sheets(data) == [[(cell,), (cell,), ("x",)]]
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python() == [[cell], [cell], ["x"]]
    again = read_sheet(data, "again", ImportOptions(header_row=1))
    assert (again.columns, again.column(cell)) == ((cell,), [cell, "x"])


@given(XML | st.just("_x0041_"))
def test_any_text_in_tags_of_excel_is_text(inside: str) -> None:
    cell = f"<r>{inside}</r>"
    assert read_sheet(write_xlsx(select({"a": [cell]})), "again").column("a") == [cell]


@pytest.mark.parametrize(
    ("rows", "sheet_rows", "sizes"),
    [(5, 3, [2, 2, 1]), (4, 3, [2, 2]), (2, 3, [2]), (1, 3, [1]), (0, 3, [0])],
    ids=["a-rest", "even", "one-full-sheet", "one-row", "no-row"],
)
def test_rows_beyond_a_sheet_go_to_further_sheets(rows: int, sheet_rows: int, sizes: list[int]) -> None:
    joined = joined_of(*(f"no. {number}" for number in range(rows)))
    sheets = xlsx_sheets(write_xlsx(select(joined), sheet_rows=sheet_rows))
    assert [len(sheet) - 1 for sheet in sheets] == sizes
    assert all(list(sheet[0][:9]) == HEADER for sheet in sheets)
    assert [row[2] for sheet in sheets for row in sheet[1:]] == [f"no. {number}" for number in range(rows)]


def test_the_second_file_has_the_cut_texts_whole() -> None:
    long = "=Zürich\n===== 😀 " * 3_000
    table = select({"a": ["x", long, "y"], "b": [long + "!", "", long + "\ud800"]})
    assert count_cell_changes(table).cut == 3
    assert full_texts(write_full_texts(table)) == {
        "Table, row 2, column 'b'": long + "!",
        "Table, row 3, column 'a'": long,
        "Table, row 4, column 'b'": long + "\ufffd",
    }
    assert list(full_texts(write_full_texts(table, sheet_rows=2))) == [
        "Table, row 2, column 'b'",
        "Table (2), row 2, column 'a'",
        "Table (3), row 2, column 'b'",
    ]


def test_places_of_full_texts_fit_the_workbook() -> None:
    joined = joined_of("x", "y" * 40_000, "z", "w" * 40_000)
    sheets = xlsx_sheets(write_xlsx(select(joined, [3, 0, 1]), sheet_rows=3))
    found = full_texts(write_full_texts(select(joined, [3, 0, 1]), sheet_rows=3))
    assert {place: text[0] for place, text in found.items()} == {
        "s, row 2, column 'answer'": "w",
        "s (2), row 2, column 'answer'": "y",
    }
    assert [sheets[0][1][2][0], sheets[1][1][2][0]] == ["w", "y"]


def test_without_a_cut_text_the_second_file_is_empty() -> None:
    assert write_full_texts(select(joined_of("x", "y" * EXCEL_CELL))) == b""


def test_the_second_file_has_cut_vectors_whole() -> None:
    [text] = full_texts(write_full_texts(select(vectors(*(number / 7 for number in range(5_000)))))).values()
    assert len(json.loads(text)) == 5_000


def test_columns_beyond_a_sheet_are_counted() -> None:
    wide: Selection = select({f"c{number}": ["x"] for number in range(16_385)})
    assert count_cell_changes(wide).columns_left_out == 1
    [rows] = xlsx_sheets(write_xlsx(wide))
    assert len(rows[1]) == 16_384


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["7", "", "-1.50", "1e3"], [7, None, -1.5, 1000]),
        (["7", "1234567890123456"], ["7", "1234567890123456"]),
        (["0.1", "1e400"], ["0.1", "1e400"]),
        (["0.1", "1e-400"], ["0.1", "1e-400"]),
        (["-0.0", "0e5"], [0, 0]),
        (["123456789012345", "0"], [123456789012345, 0]),
    ],
)
def test_json_numbers_are_numbers_if_excel_holds_each_exactly(texts: list[str], cells: list[object]) -> None:
    chosen = select({"score": texts, "plain": texts}, numbers=["score", "other"])
    _, *rows = load_workbook(io.BytesIO(write_xlsx(chosen))).active.values
    assert [row[0] for row in rows] == cells
    assert [row[1] for row in rows] == [text or None for text in texts]


def test_the_header_filters_and_columns_fit_their_cells() -> None:
    chosen = select({"id": ["a"], "long": ["word " * 40], "lines": ["x\ny" * 20]})
    sheet = load_workbook(io.BytesIO(write_xlsx(chosen))).active
    assert sheet.auto_filter.ref == "A1:C2"
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABC"] == [10, 61, 10]
