"""Blocks of a large file: the cells of the whole, or a reason why they cannot be read alone."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sheets import read_sheet
from lib.sheets.blocks import (
    NotInBlocks,
    delimited_rows,
    have_equal_rows,
    json_rows,
    last_record_end,
    numbered_block,
    record_rows,
    with_columns,
)
from lib.sheets.rows import ArrowRows

HEAD = read_sheet(b"a,b\n1,2\n", "head.csv")


def rows_of(*columns: list[str]) -> ArrowRows:
    return ArrowRows([pa.array(column, pa.string()) for column in columns])


@given(st.text(alphabet='ab",\n', max_size=40))
def test_the_end_of_a_record_is_outside_of_quotation_marks(text: str) -> None:
    data = text.encode()
    ends = [0, *(place + 1 for place, mark in enumerate(text) if mark == "\n" and text[:place].count('"') % 2 == 0)]
    assert last_record_end(data, quotes=True) == ends[-1]
    assert last_record_end(data, quotes=False) == data.rfind(b"\n") + 1


@pytest.mark.parametrize("text", [b'1,"2\n', b'1,2"3\n', b"1\n1,2\n", b"1,\xff\n"])
def test_text_that_is_not_plain_is_not_read_in_blocks(text: bytes) -> None:
    with pytest.raises(NotInBlocks):
        delimited_rows(text, ",", quotes=True)


def test_text_in_one_column_is_read_in_blocks() -> None:
    sheet = read_sheet(b"Question\nWhy?\nWho, and when?\nHow?\n", "questions.txt")
    rows = delimited_rows(b"Who, and when?\n", sheet.options.delimiter or "", quotes=True)
    assert rows == [["Who, and when?"]]


@pytest.mark.parametrize(
    "line",
    [b'{"a": 1', b"[1]", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\xff"}', b'{"a":\n1}'],
)
def test_json_that_is_not_plain_is_not_read_in_blocks(line: bytes) -> None:
    with pytest.raises(NotInBlocks):
        json_rows(b'{"a": 1}\n' + line + b"\n", ("a",))


def test_an_object_without_a_key_has_an_empty_cell() -> None:
    rows = json_rows(b'{"a": 1.50, "b": [1]}\n{"b": null}\n', ("a", "b"))
    assert rows == [["1.50", "[1]"], ["", ""]]


def test_bytes_that_are_not_text_are_not_read_in_blocks() -> None:
    assert record_rows(pa.table({"a": [b"text"]})) == [["text"]]
    with pytest.raises(NotInBlocks):
        record_rows(pa.table({"a": [b"\xff"]}))


def test_empty_rows_are_left_out_and_count() -> None:
    block = numbered_block(HEAD, ("a", "b"), rows_of(["x", " ", "", "\u00a0"], ["", "\t", "y", ""]), 7)
    assert list(block.numbers) == [7, 9, 10]
    assert list(block.column("b")) == ["", "y", ""]
    assert not block.notes


@pytest.mark.parametrize("columns", [[["x"]], [["x"], ["\0"]]])
def test_columns_of_another_form_are_not_a_block(columns: list[list[str]]) -> None:
    with pytest.raises(NotInBlocks):
        numbered_block(HEAD, ("a", "b"), rows_of(*columns), 1)


def test_rows_are_equal_only_with_their_names_and_numbers() -> None:
    def block(names: tuple[str, ...], cell: str, first: int) -> bool:
        return have_equal_rows(HEAD, numbered_block(HEAD, names, rows_of(["1"], [cell]), first))

    assert block(("a", "b"), "2", 2)
    assert not block(("a", "c"), "2", 2)
    assert not block(("a", "b"), "3", 2)
    assert not block(("a", "b"), "2", 1)


def test_a_column_that_a_block_lacks_is_empty() -> None:
    wider = with_columns(HEAD, ("b", "c", "a"))
    assert {name: list(wider.column(name)) for name in wider.columns} == {"b": ["2"], "c": [""], "a": ["1"]}
