"""Text files in any encoding, and the words for how they were read."""

import csv
import io
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.sheets import ImportOptions, read_sheet
from lib.sheets.raw_table import RawTable
from lib.sheets.text_table import read_text_file
from tests.support.sheet_files import as_xlsx

CITIES = "name;city\nJosé;Málaga\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(codec: str) -> None:
    assert read_sheet(CITIES.encode(codec), "a.csv").row(0) == ["José", "Málaga"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_not_in_the_header(codec: str) -> None:
    assert read_sheet(CITIES.encode(codec), "a.csv").columns == ("name", "city")


DESCRIPTIONS = [
    ("commas", b"a,b\n1,2\n", "UTF-8 text, separated by commas, header in row 1"),
    ("a later header", b"\na\tb\n1\t2\n", "UTF-8 text, separated by tabs, header in row 2"),
    ("one column", b"Q\nHello, world\nHi, you\n", "UTF-8 text, one column, header in row 1"),
    (
        "a guess",
        CITIES.encode("cp1252"),
        "Probably Windows-1252 (Western) text, separated by semicolons, header in row 1",
    ),
    ("a workbook", as_xlsx({"Data": [["a"], ["1"]]}), 'Worksheet "Data", header in row 1'),
]


@pytest.mark.parametrize(
    ("data", "description"), [case[1:] for case in DESCRIPTIONS], ids=[case[0] for case in DESCRIPTIONS]
)
def test_a_sheet_describes_how_it_was_read(data: bytes, description: str) -> None:
    assert read_sheet(data, "a.csv").description == description


PIECES = ["a", "id", "7", "é", "世", "\ufffd", " ", ",", ",", ";", "\t", '"', '""', "\n", "\n", "\r\n", "\x07"]
PIECES += ["{", "<td>", "-----", "sep=;\n", "INSERT INTO t VALUES (1);\n"]
CELL = st.text(st.sampled_from('ab7 é世,"\n'), max_size=4)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A table as a program writes it, or any pieces of one."""
    if draw(st.booleans()):
        return "".join(draw(st.lists(st.sampled_from(PIECES), max_size=30)))
    text, width = io.StringIO(newline=""), draw(st.integers(1, 4))
    rows = st.lists(CELL, min_size=width, max_size=width)
    csv.writer(text).writerows(draw(st.lists(rows, min_size=2, max_size=6)))
    return text.getvalue()


def outcome(data: bytes, options: ImportOptions) -> object:
    try:
        return read_text_file(data, "a.csv", options)
    except Unreadable as error:
        return error.problem


@given(
    written(),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.sampled_from([b"", b"\n\xe9,1\n"]),
    st.sampled_from([None, ",", "::", "\ufdd0", " "]),
)
def test_bytes_give_the_rows_of_the_decoded_text(text: str, mark: bytes, ending: bytes, delimiter: str | None) -> None:
    data, options = mark + text.encode() + ending, ImportOptions(delimiter=delimiter)
    with patch("lib.sheets.text_table._well_formed", return_value=None):
        exact = outcome(data, options)
    assert outcome(data, options) == exact


LONG = "1,plain words and more of them\n" * 40_000
"""A megabyte, of which the first part alone is decoded."""


def long_text(start: str = "id,text\n", end: bytes = b"") -> RawTable:
    table = outcome(start.encode() + LONG.encode() + end, ImportOptions())
    assert isinstance(table, RawTable)
    return table


def test_a_long_text_is_read_to_its_end() -> None:
    table = long_text(end="2,é\n".encode())
    assert (len(table.rows), table.rows[-1], table.options.encoding, table.notes) == (40_002, ["2", "é"], "utf-8", ())


def test_the_end_of_a_long_text_decides_on_its_encoding() -> None:
    table = long_text(end=b"2,caf\xe9\n")
    assert table.options.encoding != "utf-8"
    assert [note.kind for note in table.notes] == ["probable-encoding"]


def test_a_misplaced_quotation_mark_at_the_end_of_a_long_text() -> None:
    assert [note.kind for note in long_text(end=b'2,"open\n').notes] == ["unclosed-quote"]


def test_control_characters_at_the_end_of_a_long_text() -> None:
    assert (long_text().controls, long_text(end=b"2,\x07\n").controls) == (False, True)


def test_a_long_script_is_no_sheet() -> None:
    problem = outcome(b"INSERT INTO t (a) VALUES\n" + LONG.encode() + b"(1);\n", ImportOptions())
    assert not isinstance(problem, RawTable)
