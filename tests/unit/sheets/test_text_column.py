"""A column of texts as one Arrow array: what it gives is what a list would give."""

from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.sheets.text_column import TextColumn, one_array, take_cells, text_array

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
PIECES = 4_321
"""Texts that are read in several pieces."""


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[str], TextColumn]:
    """Texts, and the column of them, which may be a part of a larger array."""
    texts, before = draw(st.lists(TEXT, max_size=9)), draw(st.integers(0, 2))
    array = pa.array(["other"] * before + texts + ["other"], draw(st.sampled_from([pa.string(), pa.large_string()])))
    return texts, TextColumn(array.slice(before, len(texts)))


@given(columns(), st.data())
def test_a_column_reads_like_a_list(both: tuple[list[str], TextColumn], data: st.DataObject) -> None:
    texts, column = both
    some = data.draw(st.slices(len(texts)))
    assert (len(column), list(column), column[some]) == (len(texts), texts, texts[some])
    assert column == texts
    assert texts == column
    assert column != [*texts, "more"]
    assert [column[row] for row in range(-len(texts), len(texts))] == [*texts, *texts]


@given(columns(), st.data())
def test_rows_are_taken_in_any_order(both: tuple[list[str], TextColumn], data: st.DataObject) -> None:
    texts, column = both
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1))) if texts else []
    assert column.take(rows) == take_cells(column, rows) == take_cells(texts, rows) == [texts[row] for row in rows]
    holes: Sequence[int | None] = [None, *rows]
    assert column.select(holes) == ["", *(texts[row] for row in rows)]


def test_a_long_column_is_read_in_pieces() -> None:
    texts = [str(number) for number in range(PIECES)]
    assert list(TextColumn(text_array(texts))) == texts


def test_columns_of_both_kinds_are_equal() -> None:
    small, large = (TextColumn(pa.array(["a", ""], kind)) for kind in (pa.string(), pa.large_string()))
    assert small == large
    assert small != TextColumn(text_array(["a", "b"]))


def test_there_is_no_row_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        TextColumn(text_array(["a"]))[1]


def test_arrow_takes_a_column_as_it_is() -> None:
    column = TextColumn(text_array(["a", "b"]))
    assert pa.array(column).equals(column.arrow)
    assert pa.array(column, pa.large_string()).type == pa.large_string()


def test_half_a_character_is_replaced() -> None:
    assert text_array(["a", "b\ud800", "\udfff"]).to_pylist() == ["a", "b\ufffd", "\ufffd"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_column_in_pieces_becomes_one(kind: pa.DataType) -> None:
    array = one_array(pa.chunked_array([["a"], [], ["b", "c"]], kind))
    assert (array.type, array.to_pylist()) == (pa.string(), ["a", "b", "c"])
