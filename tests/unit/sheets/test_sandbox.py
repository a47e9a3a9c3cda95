"""A workbook that would end the process ends only a process of its own."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from lib.sheets import sandbox
from lib.sheets.sandbox import survives

FOLDER = Path(__file__).parents[2] / "data" / "sheets"


def test_a_small_workbook_survives() -> None:
    assert survives((FOLDER / "xlsx.xlsx").read_bytes())


def test_what_is_no_workbook_survives() -> None:
    """Its problem is said where it is read in earnest."""
    assert survives(b"nothing")


def test_a_cell_far_away_does_not() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet("Data")
        tab.write("A1", "x")
        tab.write("XFD1048576", "y")
    assert not survives(data.getvalue(), "Data")


def test_one_that_takes_too_long_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MOST_SECONDS", 0.001)
    assert not survives((FOLDER / "xlsx.xlsx").read_bytes())
