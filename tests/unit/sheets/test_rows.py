"""Rows held as lists and rows held as Arrow columns say the same of themselves."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from lib.sheets.rows import ArrowRows, ListRows, filled_width

CELL = st.sampled_from(["", "", " ", "\t\r\n", "\u00a0", "\0", "a", "é b"])
EVEN = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1))
WIDTH = st.integers(0, 5)
LONG = 321
"""Rows that are read in several pieces."""


def arrow_rows(rows: list[list[str]]) -> ArrowRows:
    return ArrowRows([pa.array(column, pa.string()) for column in zip(*rows, strict=True)])


@given(EVEN, st.data())
def test_arrow_rows_read_like_lists(rows: list[list[str]], data: st.DataObject) -> None:
    even, some = arrow_rows(rows), data.draw(st.slices(len(rows)))
    assert (len(even), list(even), list(even[some])) == (len(rows), rows, rows[some])
    assert even == rows
    assert even != [*rows, rows[0]]
    assert [even[row] for row in range(len(rows))] == rows


@given(EVEN, WIDTH)
def test_both_kinds_agree(rows: list[list[str]], width: int) -> None:
    lists, even = ListRows(rows), arrow_rows(rows)
    filled = [any(cell.strip(" \t\r\n") for cell in row) for row in rows]
    assert lists.filled().tolist() == even.filled().tolist() == filled
    assert lists.is_even(width) == even.is_even(width) == (len(rows[0]) == width)
    assert lists.shorter(width).tolist() == even.shorter(width).tolist() == [len(row) < width for row in rows]
    assert lists.wider(width).tolist() == even.wider(width).tolist() == [filled_width(row) > width for row in rows]
    assert max(width, lists.widest(width)) == max(width, even.widest(width), *map(filled_width, rows))
    padded = [[*row, *[""] * width][:width] for row in rows]
    for columns in (lists.columns(width), even.columns(width)):
        assert [column.to_pylist() for column in columns] == list(map(list, zip(*padded, strict=True)))


@given(st.lists(st.lists(CELL, max_size=4)), WIDTH)
def test_uneven_rows(rows: list[list[str]], width: int) -> None:
    lists = ListRows(rows)
    assert lists.wider(width).tolist() == [filled_width(row) > width for row in rows]
    assert lists.widest(width) == max((filled_width(row) for row in rows if len(row) > width), default=0)


@given(EVEN, st.data())
def test_rows_are_chosen_by_a_mask(rows: list[list[str]], data: st.DataObject) -> None:
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))), bool)
    chosen = [row for row, kept in zip(rows, mask, strict=True) if kept]
    assert ListRows(rows).where(mask) == chosen
    assert list(arrow_rows(rows).where(mask)) == chosen


def test_many_rows_are_read_in_pieces() -> None:
    rows = [[str(row), "x"] for row in range(LONG)]
    assert list(arrow_rows(rows)) == rows
