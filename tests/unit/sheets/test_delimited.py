"""Delimited text as rows: the delimiter, the quotation marks, the row numbers."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sheets.delimited import line_ends, read_delimited
from lib.sheets.delimiter import ALIGNED, DELIMITERS, SPACES

ROWS = [
    ("LF", "a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("CRLF", "a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("CR alone", "a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("blank lines stay", "a,b\n\n1,2\n", [["a", "b"], ["", ""], ["1", "2"]]),
    ("quoted line end", 'a,b\n"x\ny",2\n', [["a", "b"], ["x\ny", "2"]]),
    ("quoted CRLF stays as it is", 'a,b\n"x\r\ny",2\n', [["a", "b"], ["x\r\ny", "2"]]),
    ("doubled quotes", 'a,b\n"say ""no""",2\n', [["a", "b"], ['say "no"', "2"]]),
    ("quotes inside a bare cell", "a,b\n5'6\" tall,2\n", [["a", "b"], ["5'6\" tall", "2"]]),
    ("U+2028 ends no row", "a,b\nx\u2028y,2\n", [["a", "b"], ["x\u2028y", "2"]]),
    ("U+0085 ends no row", "a,b\nx\u0085y,2\n", [["a", "b"], ["x\u0085y", "2"]]),
    ("blanks around cells stay", "a,b\n 1 , 2\n", [["a", "b"], [" 1 ", " 2"]]),
]


@pytest.mark.parametrize(("text", "rows"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_rows(text: str, rows: list[list[str]]) -> None:
    assert read_delimited(text).rows == rows


def test_a_cell_longer_than_the_csv_limit() -> None:
    cell = "x" * 200_000
    assert read_delimited(f"a,b\n{cell},2\n").rows[1] == [cell, "2"]


MORE_CHARACTERS = [
    ("two", "::", "a::b\n1::2\n", [["a", "b"], ["1", "2"]]),
    ("three", "~|~", "a~|~b\n1~|~2\n", [["a", "b"], ["1", "2"]]),
    ("in quotes", "::", 'a::b\n"x::y"::2\n', [["a", "b"], ["x::y", "2"]]),
    ("a line break in quotes", "||", 'a||b\n"x\ny"||2\n', [["a", "b"], ["x\ny", "2"]]),
    ("beside a control character", "::", "a::b\n\x1f::2\n", [["a", "b"], ["\x1f", "2"]]),
    ("spaces", SPACES, ' a  b\n"x  y" 2 \n', [["a", "b"], ["x  y", "2"]]),
    ("aligned", ALIGNED, "id  full name\n1   Ann Bell\n12\n", [["id", "full name"], ["1", "Ann Bell"], ["12", ""]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("delimiter", "text", "rows"), [case[1:] for case in MORE_CHARACTERS], ids=[case[0] for case in MORE_CHARACTERS]
)
def test_a_delimiter_of_several_characters(delimiter: str, text: str, rows: list[list[str]]) -> None:
    assert read_delimited(text, delimiter).rows == rows


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
TABLE = st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1))


@given(TABLE, st.sampled_from(sorted(DELIMITERS)), st.sampled_from(["\n", "\r\n"]))
def test_written_text_reads_back(rows: list[list[str]], delimiter: str, end: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read_delimited(text.getvalue(), delimiter).rows == rows


@given(TABLE)
def test_well_quoted_text_has_no_problems(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    assert read_delimited(text.getvalue(), ",").problems == ()


MISPLACED_QUOTES = [
    ("over several lines", 'a,b\n1,2\n3,"4\n5,6\n', [("unclosed-quote", 3)]),
    ("on the last line", 'a,b\n1,2\n3,"4', [("unclosed-quote", 3)]),
    ("in a single column", 'a\n1\n"3\n5\n', [("unclosed-quote", 3)]),
    ("CR alone", 'a,b\r1,"2\r3,4\r', [("unclosed-quote", 2)]),
    ("closed in a later row", 'a,b\n1,"2\n3,4\n5,"6"\n7,8\n', [("stray-quote", 2)]),
    ("after an earlier slip", 'a,b,c\n"x" y,2\n3,"4\n5,6\n', [("stray-quote", 2), ("unclosed-quote", 3)]),
    ("text after a quoted word", 'a\n"Yes" is the answer\n', []),
    ("a quoted line break at the very end", 'a,b\n1,"2\n3"\n', []),
    ("a quoted cell at the very end", 'a,b\n1,"2"', []),
    ("an inch mark at the very end", "a,b\n1,5'6\"\n", []),
    ("blank lines at the end", 'a,b\n1,"2\n3"\n\n\n', []),
]


@pytest.mark.parametrize(
    ("text", "problems"), [case[1:] for case in MISPLACED_QUOTES], ids=[case[0] for case in MISPLACED_QUOTES]
)
def test_misplaced_quotes_are_noted(text: str, problems: list[tuple[str, int]]) -> None:
    assert [(problem.kind, problem.row) for problem in read_delimited(text).problems] == problems


def test_the_words_for_an_unclosed_quote() -> None:
    (problem,) = read_delimited('a,b\n1,2\n3,"4\n5,6\n').problems
    assert str(problem) == (
        "Row 3: a quotation mark opens here and never closes, so the rest of the file is one cell. "
        "Close the quotation mark in the file, or double it if it belongs to the text."
    )


def test_the_words_for_a_stray_quote() -> None:
    (problem,) = read_delimited('a,b\n1,"2\n3,4\n5,"6"\n7,8\n').problems
    assert str(problem) == (
        "Row 2: a quotation mark is in the middle of a cell, so cells or rows may have merged. "
        "Compare the row with the file. In a quoted cell, double each quotation mark of the text."
    )


LINE_ENDS = [
    ("LF", "a,b\n1,2\n", ""),
    ("CR LF", "a,b\r\n1,2\r\n", ""),
    ("CR", "a,b\r1,2\r", "lines end with CR"),
    ("CR inside a cell", 'a,b\n1,"x\ry"\n', ""),
    ("both", "a,b\n1,2\r3,4\n", "mixed line ends (CR and LF)"),
    ("a cut CR LF", "a,b\r\n1,2\r", ""),
    ("none", "a", ""),
]


@pytest.mark.parametrize(("text", "words"), [case[1:] for case in LINE_ENDS], ids=[case[0] for case in LINE_ENDS])
def test_line_ends(text: str, words: str) -> None:
    assert line_ends(text) == words


def test_line_ends_where_quotes_are_text() -> None:
    assert line_ends('a\t"b\r1\t2"\r3\t4', quotes=False) == "lines end with CR"


UNUSUAL = "".join(map(chr, (*range(0x1C, 0x20), 0x85, 0x2028, *range(0xFDD0, 0xFDF0))))


def test_characters_that_stand_for_others_while_reading_stay_in_cells() -> None:
    assert read_delimited(f"id::t\n1::{UNUSUAL}\n2::b\n").rows == [["id", "t"], ["1", UNUSUAL], ["2", "b"]]
    broken = read_delimited("id,t\n1,a\\\n\ufdd2\ufdd3\n2,b\n")
    assert broken.rows == [["id", "t"], ["1", "a\n\ufdd2\ufdd3"], ["2", "b"]]
