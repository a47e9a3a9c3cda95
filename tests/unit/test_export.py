"""The joined table as CSV, XLSX, Parquet and JSON Lines: whole, nothing run, nothing cut without a word."""

import base64
import csv
import io
import json
import struct
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lib.cells import EXCEL_CELL, excel_text, guard
from lib.excel import write_full_texts, write_xlsx
from lib.export import Survey, survey, write_csv, write_jsonl, write_parquet, write_problems
from lib.extract import Extract, extract
from lib.join import Joined, join
from lib.problems import Problem
from lib.results import read_results
from lib.sheet import Sheet, read_sheet

HEADER = ["id", "q", "custom_id", "state", "answer", "error", "finish_reason", "status_code", "prompt_tokens"]


def joined_of(*answers: str, q: str = "?", header: str = "q") -> Joined:
    """A table with a row an answer."""
    ids = [f"r{at}" for at in range(len(answers))]
    lines = [
        {"custom_id": custom_id, "response": {"status_code": 200, "body": {"choices": [{"text": text}]}}}
        for custom_id, text in zip(ids, answers, strict=True)
    ]
    data = "\n".join(json.dumps(line) for line in lines).encode()
    sheet = Sheet("s.csv", ("id", header), (ids, [q] * len(ids)), [at + 2 for at in range(len(ids))], "d")
    return join([read_results(data, "out.jsonl")], [], sheet)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_sheets(data: bytes) -> list[list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(data))
    return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]


def test_csv_starts_with_the_mark_that_excel_wants() -> None:
    data = write_csv(joined_of("Zürich 東京"))
    assert data.startswith(b"\xef\xbb\xbfid,q,custom_id,state,")
    assert csv_rows(data)[1] == ["r0", "?", "r0", "OK", "Zürich 東京", "", "", "200", "", ""]
    assert data.endswith(b"\r\n")


def test_xlsx_keeps_text_as_text_and_counts_as_numbers() -> None:
    [rows] = xlsx_sheets(write_xlsx(joined_of("007", "1e5")))
    assert list(rows[0][:9]) == HEADER
    assert rows[1][:8] == ("r0", "?", "r0", "OK", "007", None, None, 200)
    assert rows[2][4] == "1e5"


GUARDED = ["=1+1", "+1", "@SUM(A1)", "\t=1", "\r=1", "- milk", "-1+2", "-A1", "-", "-1,5", "=", "--1", "-1\n=2"]
PLAIN = ["", "a", "1", "-5", "-5.25", "-.5", "-1e-7", "-2E+3", " =1", "'=1", "a=1", "1-2", "–5", "\n=1", "007"]


@pytest.mark.parametrize("cell", GUARDED, ids=repr)
def test_cells_that_excel_would_run_are_guarded(cell: str) -> None:
    assert guard(cell) == "'" + cell
    joined = joined_of(cell, q=cell)
    assert [row[1:5:3] for row in csv_rows(write_csv(joined))[1:]] == [["'" + cell, "'" + cell]]
    assert survey(joined).guarded == 2


@pytest.mark.parametrize("cell", PLAIN, ids=repr)
def test_other_cells_are_left_alone(cell: str) -> None:
    assert guard(cell) is cell


def test_a_header_is_guarded_too() -> None:
    joined = joined_of("x", header="=cmd()")
    assert csv_rows(write_csv(joined))[0][1] == "'=cmd()"
    assert survey(joined) == Survey(guarded=1)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "@x", "-1+2", "http://a.example/", "{=1}", "1"])
def test_in_xlsx_nothing_is_a_formula_a_number_or_a_link(cell: str) -> None:
    book = load_workbook(io.BytesIO(write_xlsx(joined_of(cell, q=cell))))
    for place in ("B2", "E2"):
        written = book.worksheets[0][place]
        assert (written.value, written.data_type, written.hyperlink) == (cell, "s", None)


def test_what_looks_like_an_escape_of_excels_is_kept() -> None:
    again = read_sheet(write_xlsx(joined_of("_x000D_", q="_x0041_")), "again")
    assert again.row(0)[1:5:3] == ["_x0041_", "_x000D_"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
XML = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff") | st.just("\n"), max_size=30
)


@given(TEXT, TEXT)
def test_csv_round_trip(q: str, answer: str) -> None:
    joined = joined_of(answer, q=q)
    row = csv_rows(write_csv(joined))[1]
    assert (row[1], row[4]) == (guard(q), guard(str(joined.columns["answer"][0])))


@given(XML)
def test_xlsx_round_trip(cell: str) -> None:
    joined = joined_of("x", q=cell)
    [rows] = xlsx_sheets(write_xlsx(joined))
    assert (rows[1][1] or "") == cell
    assert survey(joined).replaced == 0
    if cell.strip():
        assert read_sheet(write_xlsx(joined), "again").cells[1] == [cell]


@pytest.mark.parametrize("cell", ["\x00", "a\x07b", "\x0b", "\x1f", "\ufffe", "\uffff"], ids=ascii)
def test_control_characters_are_marked_and_counted(cell: str) -> None:
    joined = joined_of("x", q=cell)
    [rows] = xlsx_sheets(write_xlsx(joined))
    assert rows[1][1] == "".join("\ufffd" if mark not in "ab" else mark for mark in cell)
    assert survey(joined).replaced == 1


def test_half_a_surrogate_pair_is_no_error() -> None:
    joined = joined_of("x", q="a\ud800" + "b" * EXCEL_CELL)
    [rows] = xlsx_sheets(write_xlsx(joined))
    assert rows[1][1].startswith("a\ufffdb")
    assert "a\ufffdb".encode() in write_csv(joined)


@pytest.mark.parametrize("letter", ["x", "é", "😀"], ids=["ascii", "latin", "beyond-ffff"])
def test_excels_limit_is_marked_and_counted(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits, over = letter * (EXCEL_CELL // units), letter * (EXCEL_CELL // units + 1)
    joined = joined_of(fits, over)
    [rows] = xlsx_sheets(write_xlsx(joined))
    assert rows[1][4] == fits
    kept, mark, said = rows[2][4].partition("… [cut here: ")
    assert mark
    assert said == f"{len(over) - len(kept):,} more characters; the file of full texts has them all]"
    assert len(rows[2][4].encode("utf-16-le")) // 2 <= EXCEL_CELL
    assert over.startswith(kept)
    assert survey(joined) == Survey(cut=1)
    assert [row[4] for row in csv_rows(write_csv(joined))[1:]] == [fits, over]


def test_a_cut_never_parts_a_pair() -> None:
    for shift in ("", "x"):
        cut = excel_text(shift + "😀" * EXCEL_CELL)
        assert "\ufffd" not in cut
        assert not any("\ud800" <= mark <= "\udfff" for mark in cut)


@pytest.mark.parametrize(
    ("rows", "sheet_rows", "sizes"),
    [(5, 3, [2, 2, 1]), (4, 3, [2, 2]), (2, 3, [2]), (1, 3, [1]), (0, 3, [0])],
    ids=["a-rest", "even", "one-full-sheet", "one-row", "no-row"],
)
def test_rows_beyond_a_sheet_go_on_further_sheets(rows: int, sheet_rows: int, sizes: list[int]) -> None:
    joined = joined_of(*(f"no. {at}" for at in range(rows)))
    sheets = xlsx_sheets(write_xlsx(joined, sheet_rows=sheet_rows))
    assert [len(sheet) - 1 for sheet in sheets] == sizes
    assert all(list(sheet[0][:9]) == HEADER for sheet in sheets)
    assert [row[4] for sheet in sheets for row in sheet[1:]] == [f"no. {at}" for at in range(rows)]


@pytest.mark.parametrize("chosen", [[2, 0], [1], []], ids=["two", "one", "none"])
def test_only_the_chosen_rows(chosen: list[int]) -> None:
    joined = joined_of("a", "b", "c")
    told = [["a", "b", "c"][at] for at in chosen]
    assert [row[4] for row in csv_rows(write_csv(joined, chosen))[1:]] == told
    assert [row[4] for row in xlsx_sheets(write_xlsx(joined, chosen))[0][1:]] == told


def vectors(*numbers: float, inputs: int = 1) -> Joined:
    packed = base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
    body = {"data": [{"index": at, "embedding": packed} for at in range(inputs)]}
    line = json.dumps({"custom_id": "r0", "response": {"status_code": 200, "body": body}})
    return join([read_results(line.encode(), "out.jsonl")])


def test_vectors_are_written_whole() -> None:
    joined = vectors(0.1, -2.5)
    assert joined.columns["answer"] == ["2 numbers"]
    assert csv_rows(write_csv(joined))[1][3] == "[0.1,-2.5]"
    assert xlsx_sheets(write_xlsx(joined))[0][1][3] == "[0.1,-2.5]"
    assert csv_rows(write_csv(vectors(1, 2, inputs=2)))[1][3] == "[[1.0,2.0],[1.0,2.0]]"


def test_vectors_too_long_for_excel_are_counted() -> None:
    joined = vectors(*(at / 7 for at in range(5_000)))
    assert survey(joined) == Survey(cut=1)
    assert len(json.loads(csv_rows(write_csv(joined))[1][3])) == 5_000
    assert "[cut here: " in xlsx_sheets(write_xlsx(joined))[0][1][3]


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


def told(data: bytes) -> list[dict[str, Any]]:
    """JSON Lines to objects; U+2028 must not end a line even for readers that think so."""
    return [json.loads(line) for line in data.decode().splitlines()]


def from_parquet(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def test_jsonl_and_parquet_hold_the_same_table() -> None:
    joined = joined_of("007", "=1+1", q="2024-01-05")
    rows = told(write_jsonl(joined))
    assert rows == from_parquet(write_parquet(joined))
    assert list(rows[0]) == list(joined.columns)
    assert [(row["q"], row["answer"], row["status_code"], row["prompt_tokens"]) for row in rows] == [
        ("2024-01-05", "007", 200, None),
        ("2024-01-05", "=1+1", 200, None),
    ]


def test_parquet_keeps_text_as_text_even_if_there_is_no_row() -> None:
    schema = pq.read_schema(io.BytesIO(write_parquet(extract({"id": ["007"], "count": [7], "none": [None]}))))
    assert [str(kind) for kind in schema.types] == ["string", "int64", "int64"]
    assert from_parquet(write_parquet(joined_of("a"), [])) == []
    assert write_jsonl(joined_of("a"), []) == b""


CELL = st.text(max_size=12) | st.just("x" * (EXCEL_CELL + 1))
"""Any text, surrogates included."""


@given(st.lists(st.tuples(CELL, st.none() | st.integers(-(2**53), 2**53)), max_size=6))
def test_what_goes_into_jsonl_and_parquet_comes_out(rows: list[tuple[str, int | None]]) -> None:
    table = extract({"text": [text for text, _ in rows], "count": [count for _, count in rows]})
    written = [{"text": _without_halves(text), "count": count} for text, count in rows]
    assert told(write_jsonl(table)) == written
    assert from_parquet(write_parquet(table)) == written
    assert survey(table).broken == sum(_without_halves(text) != text for text, _ in rows)


def _without_halves(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in text)


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), max_size=5), st.integers(1, 3), st.booleans())
def test_any_csv_is_read_back_by_the_standard_reader(rows: list[list[str]], width: int, safe: bool) -> None:
    table = extract({f"c{at}": [row[at] for row in rows] for at in range(width)})
    read = csv_rows(write_csv(table, safe=safe))
    assert read[1:] == [[guard(cell) if safe else cell for cell in row[:width]] for row in rows]
    guarded = sum(guard(cell) != cell for row in rows for cell in row[:width])
    assert survey(table).guarded == guarded


def test_chosen_columns_in_their_order_and_others_beside_them() -> None:
    joined = joined_of("a", "b", "c", header="mark")
    chosen = extract(joined, [2, 0], ["mark (batch)", "answer", "id"], {"mark": ["x", "y", "z"]})
    for read in (csv_rows(write_csv(chosen)), [list(row) for row in xlsx_sheets(write_xlsx(chosen))[0]]):
        assert read == [["mark (batch)", "answer", "id"], ["z", "c", "r2"], ["x", "a", "r0"]]
    assert told(write_jsonl(chosen))[0] == {"mark (batch)": "z", "answer": "c", "id": "r2"}


def test_a_column_that_is_not_there_is_no_silent_loss() -> None:
    with pytest.raises(KeyError):
        extract(joined_of("a"), columns=["no such"])


@pytest.mark.parametrize("described", [True, False])
def test_chunks_are_all_rows_once(described: bool) -> None:
    table = extract({"n": list(range(7))}, [6, 0, 3, 3, 1])
    assert [chunk[0] for chunk in table.chunks(2, described=described)] == [[6, 0], [3, 3], [1]]


def test_only_a_column_that_is_chosen_is_surveyed() -> None:
    joined = joined_of("=1", q="\x07")
    assert survey(joined) == Survey(guarded=1, replaced=1)
    assert survey(extract(joined, columns=["id", "answer"])) == Survey(guarded=1)
    assert survey(extract(vectors(*range(5_000)), columns=["custom_id"])) == Survey()


def full_texts(data: bytes) -> dict[str, str]:
    """The texts by the place in their headings, read by the lengths those state."""
    text, found = data.decode(), {}
    while text:
        place, _, rest = text.removeprefix("===== ").partition(": ")
        length, _, rest = rest.partition(" characters =====\n")
        found[place] = rest[: int(length)]
        text = rest[int(length) + 2 :]
    return found


def test_what_excel_cuts_stands_whole_in_a_second_file() -> None:
    long = "=Zürich\n===== 😀 " * 3_000
    table = extract({"a": ["x", long, "y"], "b": [long + "!", "", long + "\ud800"]})
    assert survey(table).cut == 3
    assert full_texts(write_full_texts(table)) == {
        "Sheet1, row 2, column 'b'": long + "!",
        "Sheet1, row 3, column 'a'": long,
        "Sheet1, row 4, column 'b'": long + "\ufffd",
    }
    assert list(full_texts(write_full_texts(table, sheet_rows=2))) == [
        "Sheet1, row 2, column 'b'",
        "Sheet2, row 2, column 'a'",
        "Sheet3, row 2, column 'b'",
    ]


def test_places_of_full_texts_are_those_of_the_workbook() -> None:
    joined = joined_of("x", "y" * 40_000, "z", "w" * 40_000)
    sheets = xlsx_sheets(write_xlsx(joined, [3, 0, 1], sheet_rows=3))
    found = full_texts(write_full_texts(joined, [3, 0, 1], sheet_rows=3))
    assert {place: text[0] for place, text in found.items()} == {
        "Sheet1, row 2, column 'answer'": "w",
        "Sheet2, row 2, column 'answer'": "y",
    }
    assert [sheets[0][1][4][0], sheets[1][1][4][0]] == ["w", "y"]


def test_nothing_cut_no_second_file() -> None:
    assert write_full_texts(joined_of("x", "y" * EXCEL_CELL)) == b""


def test_vectors_cut_in_excel_stand_whole_in_the_second_file() -> None:
    [text] = full_texts(write_full_texts(vectors(*(at / 7 for at in range(5_000))))).values()
    assert len(json.loads(text)) == 5_000


def test_columns_beyond_a_sheet_are_counted() -> None:
    wide: Extract = extract({f"c{at}": ["x"] for at in range(16_385)})
    assert survey(wide).columns_left_out == 1
    [rows] = xlsx_sheets(write_xlsx(wide))
    assert len(rows[1]) == 16_384
