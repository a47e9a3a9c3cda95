"""A sheet's columns and rows."""

import pytest

from lib.sheets import read_sheet

SHEET = read_sheet(b"id,text\n1,x\n2,y\n", "a.csv")


def test_a_column_by_name() -> None:
    assert SHEET.column("text") == ["x", "y"]
    with pytest.raises(ValueError, match="not in tuple"):
        SHEET.column("other")


def test_a_row_by_index() -> None:
    assert SHEET.row(1) == ["2", "y"]


def test_a_single_row_keeps_its_number() -> None:
    single = SHEET.single_row(1)
    assert (len(single), single.row(0), list(single.numbers), single.columns) == (1, ["2", "y"], [3], ("id", "text"))
