"""Texts cut to what an Excel cell holds."""

import pytest

from lib.common.excel_cells import EXCEL_CELL, cut_cell, find_cut_cells, has_cut_mark, is_full, is_too_long


@pytest.mark.parametrize("letter", ["x", "é", "😀"], ids=["ascii", "latin", "beyond-ffff"])
def test_what_was_cut_is_known_again(letter: str) -> None:
    long = letter * (EXCEL_CELL + 1)
    assert is_too_long(long)
    assert has_cut_mark(cut_cell(long))
    assert not has_cut_mark(long)
    assert not has_cut_mark(long[: EXCEL_CELL // 2])
    assert not has_cut_mark("… [cut here: 5 more characters; the CSV and the file of full texts have them all]")


def test_a_text_that_ends_where_excel_ends_is_known() -> None:
    assert is_full("x" * EXCEL_CELL)
    assert is_full("😀" * (EXCEL_CELL // 2) + "x")
    assert not is_full("x" * (EXCEL_CELL - 1))
    assert not is_full("x" * (EXCEL_CELL + 1))
    assert not is_full(cut_cell("x" * (EXCEL_CELL + 1)))


def test_the_places_of_both_kinds_are_told() -> None:
    assert find_cut_cells(["", "x", cut_cell("x" * (EXCEL_CELL + 1)), "x" * EXCEL_CELL, "x" * (EXCEL_CELL - 1)]) == [
        2,
        3,
    ]
