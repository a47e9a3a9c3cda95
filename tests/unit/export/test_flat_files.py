"""The joined table as CSV, Parquet and JSON Lines: complete, and nothing runs."""

import csv
import io
import json
import re
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem
from lib.common.excel_cells import EXCEL_CELL, guard, guard_column, unguard
from lib.export import (
    CellChanges,
    count_cell_changes,
    select,
    write_csv,
    write_jsonl,
    write_parquet,
    write_problems,
    write_xlsx,
)
from lib.sheets.text_column import TextColumn, text_array
from tests.support.exported_tables import csv_rows, joined_of, vectors, xlsx_sheets


def test_csv_starts_with_the_byte_order_mark() -> None:
    data = write_csv(select(joined_of("Zürich 東京")))
    assert data.startswith(b"\xef\xbb\xbfid,q,answer,state,error,custom_id,")
    assert csv_rows(data)[1] == ["r0", "?", "Zürich 東京", "OK", "", "r0", "", "200", "", ""]
    assert data.endswith(b"\r\n")


GUARDED = ["=1+1", "+1", "@SUM(A1)", "- milk", "-1+2", "-A1", "-", "-1,5", "=", "--1", " =1", "'=1", "\ta", "＝1"]

INSIDE = {
    "x;=1+1": "x;'=1+1",
    "a\t=cmd": "a\t'=cmd",
    "x; @SUM(A1)": "x;' @SUM(A1)",
    'x;"=1"': 'x;\'"=1"',
    "x|-1+2": "x|'-1+2",
    "x\n=1": "x\n'=1",
    "x\r\n+f(1)": "x\r\n'+f(1)",
    "- a\n- f(1)": "'- a\n'- f(1)",
    "\n=1": "\n'=1",
    "-1\n=2": "'-1\n'=2",
    "\t=1": "'\t'=1",
    "x;'=1": "x;''=1",
    "x؛=1": "x؛'=1",
    "x;-5": "x;'-5",
    "x\n---": "x\n'---",
}
"""Texts that are cells of their own for a program that splits lines elsewhere, and how they are guarded."""

PLAIN = ["", "a", "1", "-5", "-5.25", "-.5", "-1e-7", "-2E+3", "a=1", "1-2", "–5", "007", "a,=1", "'tis", "'-5"]
PLAIN += ["List:\n- milk (2 l)\n- bread", "Title\n=====\ntext\n---\n", "1;-5;2", "a | b"]


@pytest.mark.parametrize("cell", GUARDED, ids=repr)
def test_formulas_are_guarded(cell: str) -> None:
    assert guard(cell) == "'" + cell
    joined = joined_of(cell, q=cell)
    assert [row[1:3] for row in csv_rows(write_csv(select(joined)))[1:]] == [["'" + cell, "'" + cell]]
    assert count_cell_changes(select(joined)).guarded == 2


@pytest.mark.parametrize(("cell", "guarded"), INSIDE.items(), ids=map(repr, INSIDE))
def test_formulas_inside_a_cell_are_guarded(cell: str, guarded: str) -> None:
    assert guard(cell) == guarded
    assert unguard(guarded) == cell
    assert count_cell_changes(select({"a": ["x", cell]})).guarded == 1


NASTY = st.text(st.sampled_from("=+-@;\t|,\"'\n\r 15ax(\u061b"), max_size=12)
STARTS = re.compile(r" *[=@]|[-+]")
HARMLESS = re.compile(r' *[-=+@]*|[-+]\d+(,.*)?|[-+] ((?!\w\(|\(").)*', re.DOTALL)
"""A rule, a number (with the next cell behind it), and a bullet."""


@given(st.lists(NASTY, min_size=2, max_size=5))
def test_no_cell_is_a_formula_whatever_the_separator(cells: list[str]) -> None:
    data = write_csv(select({"first": ["x"] * len(cells), "cell": cells, "last": ["y"] * len(cells)}))
    for separator in ",;\t|\u061b":
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator):
            assert not [cell for cell in row if STARTS.match(cell) and not HARMLESS.fullmatch(cell)], separator


@given(NASTY)
def test_every_guarded_text_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert (guard_column([cell, "x"]) == [cell, "x"]) == (guard(cell) is cell)


@pytest.mark.parametrize("cell", PLAIN, ids=repr)
def test_other_cells_stay_unchanged(cell: str) -> None:
    assert guard(cell) is cell


def test_a_header_is_guarded() -> None:
    joined = joined_of("x", header="=cmd()")
    assert csv_rows(write_csv(select(joined)))[0][1] == "'=cmd()"
    assert count_cell_changes(select(joined)) == CellChanges(guarded=1)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(TEXT, TEXT)
def test_csv_round_trip(q: str, answer: str) -> None:
    joined = joined_of(answer, q=q)
    row = csv_rows(write_csv(select(joined)))[1]
    assert (row[1], row[2]) == (guard(q), guard(str(joined.columns["answer"][0])))


@pytest.mark.parametrize("cell", ["\x00", "a\x07b", "\x0b", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_control_characters_are_replaced_and_counted(cell: str) -> None:
    joined = joined_of("x", q=cell)
    [rows] = xlsx_sheets(write_xlsx(select(joined)))
    assert rows[1][1] == "".join("\ufffd" if character not in "ab" else character for character in cell)
    assert count_cell_changes(select(joined)).replaced == 1


def test_a_lone_surrogate_is_not_an_error() -> None:
    joined = joined_of("x", q="a\ud800" + "b" * EXCEL_CELL)
    [rows] = xlsx_sheets(write_xlsx(select(joined)))
    assert rows[1][1].startswith("a\ufffdb")
    assert "a\ufffdb".encode() in write_csv(select(joined))


@pytest.mark.parametrize("letter", ["x", "é", "😀"], ids=["ascii", "latin", "beyond-ffff"])
def test_a_cut_cell_is_marked_and_counted(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits, over = letter * (EXCEL_CELL // units), letter * (EXCEL_CELL // units + 1)
    joined = joined_of(fits, over)
    [rows] = xlsx_sheets(write_xlsx(select(joined)))
    assert rows[1][2] == fits
    kept, mark, rest = rows[2][2].partition("… [cut here: ")
    assert mark
    assert rest == f"{len(over) - len(kept):,} more characters; the CSV and the file of full texts have them all]"
    assert len(rows[2][2].encode("utf-16-le")) // 2 <= EXCEL_CELL
    assert over.startswith(kept)
    assert count_cell_changes(select(joined)) == CellChanges(cut=1)
    assert [row[2] for row in csv_rows(write_csv(select(joined)))[1:]] == [fits, over]


@pytest.mark.parametrize("chosen", [[2, 0], [1], []], ids=["two", "one", "none"])
def test_only_selected_rows(chosen: list[int]) -> None:
    joined = joined_of("a", "b", "c")
    expected = [["a", "b", "c"][row] for row in chosen]
    assert [row[2] for row in csv_rows(write_csv(select(joined, chosen)))[1:]] == expected
    assert [row[2] for row in xlsx_sheets(write_xlsx(select(joined, chosen)))[0][1:]] == expected


def test_vectors_are_complete() -> None:
    joined = vectors(0.1, -2.5)
    assert joined.columns["answer"] == ["2 numbers"]
    assert csv_rows(write_csv(select(joined)))[1][1] == "[0.1,-2.5]"
    assert xlsx_sheets(write_xlsx(select(joined)))[0][1][1] == "[0.1,-2.5]"
    assert csv_rows(write_csv(select(vectors(1, 2, inputs=2))))[1][1] == "[[1.0,2.0],[1.0,2.0]]"


def test_vectors_too_long_for_excel_are_counted() -> None:
    joined = vectors(*(number / 7 for number in range(5_000)))
    assert count_cell_changes(select(joined)) == CellChanges(cut=1)
    assert len(json.loads(csv_rows(write_csv(select(joined)))[1][1])) == 5_000
    assert "[cut here: " in xlsx_sheets(write_xlsx(select(joined)))[0][1][1]


def test_problems_as_csv() -> None:
    problems = [
        Problem("unreadable-line", "the line is not JSON.", "Download it again.", line=3, file="=out.jsonl"),
        Problem("blank-variable", "the cell is empty.", row=7, column="q"),
    ]
    assert csv_rows(write_problems(problems)) == [
        ["kind", "file", "row", "line", "column", "problem", "what_to_do"],
        ["unreadable-line", "'=out.jsonl", "", "3", "", "the line is not JSON.", "Download it again."],
        ["blank-variable", "", "7", "", "q", "the cell is empty.", ""],
    ]


def objects(data: bytes) -> list[dict[str, Any]]:
    """JSON Lines to objects; U+2028 must not end a line in readers that split there."""
    return [json.loads(line) for line in data.decode().splitlines()]


def from_parquet(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def test_jsonl_and_parquet_have_the_same_table() -> None:
    joined = joined_of("007", "=1+1", q="2024-01-05")
    rows = objects(write_jsonl(select(joined)))
    assert rows == from_parquet(write_parquet(select(joined)))
    assert list(rows[0]) == list(select(joined).columns)
    assert set(rows[0]) == set(joined.columns)
    assert [(row["q"], row["answer"], row["status_code"], row["prompt_tokens"]) for row in rows] == [
        ("2024-01-05", "007", 200, None),
        ("2024-01-05", "=1+1", 200, None),
    ]


def test_parquet_has_types_even_without_rows() -> None:
    schema = pq.read_schema(io.BytesIO(write_parquet(select({"id": ["007"], "count": [7], "none": [None]}))))
    assert [str(kind) for kind in schema.types] == ["string", "int64", "int64"]
    assert from_parquet(write_parquet(select(joined_of("a"), []))) == []
    assert write_jsonl(select(joined_of("a"), [])) == b""


CELL = st.text(max_size=12) | st.just("x" * (EXCEL_CELL + 1))
"""Any text, surrogates included."""


@given(st.lists(st.tuples(CELL, st.none() | st.integers(-(2**53), 2**53)), max_size=6))
def test_jsonl_and_parquet_round_trip(rows: list[tuple[str, int | None]]) -> None:
    table = select({"text": [text for text, _ in rows], "count": [count for _, count in rows]})
    written = [{"text": _without_surrogates(text), "count": count} for text, count in rows]
    assert objects(write_jsonl(table)) == written
    assert from_parquet(write_parquet(table)) == written
    assert count_cell_changes(table).broken == sum(_without_surrogates(text) != text for text, _ in rows)


def _without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5), st.integers(1, 3), st.booleans())
def test_the_standard_reader_reads_any_csv(rows: list[list[str]], width: int, safe: bool) -> None:
    table = select({f"c{column}": [row[column] for row in rows] for column in range(width)})
    read = csv_rows(write_csv(table, safe=safe))
    assert read[1:] == [[guard(cell) if safe else cell for cell in row[:width]] for row in rows]
    guarded = sum(guard(cell) != cell for row in rows for cell in row[:width])
    assert count_cell_changes(table).guarded == guarded


def test_only_selected_columns_are_counted() -> None:
    joined = joined_of("=1", q="\x07")
    assert count_cell_changes(select(joined)) == CellChanges(guarded=1, replaced=1)
    assert count_cell_changes(select(joined, columns=["id", "answer"])) == CellChanges(guarded=1)
    assert count_cell_changes(select(vectors(*range(5_000)), columns=["custom_id"])) == CellChanges()


def test_an_arrow_column_is_written_in_the_order_of_the_rows() -> None:
    table = select({"text": TextColumn(text_array(["a", "é", "7"])), "count": [1, 2, 3]}, rows=[2, 0])
    assert pq.read_table(io.BytesIO(write_parquet(table))).to_pydict() == {"text": ["7", "a"], "count": [3, 1]}
