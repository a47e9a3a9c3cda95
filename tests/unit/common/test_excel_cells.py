"""Cells that Excel would cut or run as a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.excel_cells import (
    EXCEL_CELL,
    cut_cell,
    guard,
    has_cut_mark,
    is_cut,
    is_full,
    is_too_long,
    unguard,
)


@pytest.mark.parametrize("letter", ["x", "é", "😀"], ids=["ascii", "latin", "beyond-ffff"])
def test_a_cut_text_has_a_mark(letter: str) -> None:
    long = letter * (EXCEL_CELL + 1)
    assert is_too_long(long)
    assert has_cut_mark(cut_cell(long))
    assert not has_cut_mark(long)
    assert not has_cut_mark(long[: EXCEL_CELL // 2])
    assert not has_cut_mark("… [cut here: 5 more characters; the CSV and the file of full texts have them all]")


def test_a_text_as_long_as_a_cell_is_full() -> None:
    assert is_full("x" * EXCEL_CELL)
    assert is_full("😀" * (EXCEL_CELL // 2) + "x")
    assert not is_full("x" * (EXCEL_CELL - 1))
    assert not is_full("x" * (EXCEL_CELL + 1))
    assert not is_full(cut_cell("x" * (EXCEL_CELL + 1)))


def test_marked_and_full_cells_are_found() -> None:
    cut = [cut_cell("x" * (EXCEL_CELL + 1)), "x" * EXCEL_CELL]
    assert list(map(is_cut, ["", "x", *cut, "x" * (EXCEL_CELL - 1)])) == [False, False, True, True, False]


@pytest.mark.parametrize("cell", ["=1", "+1", "@a", "\t", "\r=", "- a", "--1", "'=1", "''=1"])
def test_unguard_removes_the_apostrophes_of_guard(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["'tis", "'-5", "'", "", "a"])
def test_other_apostrophes_stay(cell: str) -> None:
    assert unguard(cell) == cell


@given(st.text(max_size=20))
def test_any_text_comes_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell
