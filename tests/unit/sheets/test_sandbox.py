"""A file that ends its reader's process ends no other."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from lib.sheets import sandbox
from lib.sheets.sandbox import is_safe_workbook, try_parquet

FOLDER = Path(__file__).parents[2] / "data" / "sheets"


def test_a_small_workbook_is_safe() -> None:
    assert is_safe_workbook((FOLDER / "xlsx.xlsx").read_bytes())


def test_a_file_that_is_not_a_workbook_is_left_to_its_reader() -> None:
    assert is_safe_workbook(b"nothing")


def test_a_cell_far_away_is_not_safe() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet("Data")
        tab.write("A1", "x")
        tab.write("XFD1048576", "y")
    assert not is_safe_workbook(data.getvalue(), "Data")


def test_a_workbook_that_takes_too_long_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_WORKBOOK_SECONDS", 0.001)
    assert not is_safe_workbook((FOLDER / "xlsx.xlsx").read_bytes())


def parquet(column: object) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({"a": column}), data)
    return data.getvalue()


def test_a_whole_parquet_is_fine_and_its_values_are_measured() -> None:
    small, large = (try_parquet(parquet(["x", None] * rows)) for rows in (1, 1_000))
    assert (small.outcome, large.outcome) == ("fine", "fine")
    assert 40 <= small.size < 1_000
    assert 40_000 <= large.size < 100_000


def test_a_file_that_is_not_parquet_is_left_to_the_reader() -> None:
    assert try_parquet(b"PAR1 nothing") == ("fine", 0)


@pytest.mark.parametrize("program", ["os.abort()", "sys.exit(1)"])
def test_a_parquet_that_ends_its_process_is_broken(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_READ_PARQUET", f"import os; {program}")
    assert try_parquet(b"PAR1").outcome == "broken"


def test_a_parquet_that_takes_too_long_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_PARQUET_SECONDS", 0.01)
    assert try_parquet(parquet(["x"])).outcome == "bomb"


def test_a_parquet_whose_process_the_system_ends_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_READ_PARQUET", "import os; os.kill(os.getpid(), 9)")
    assert try_parquet(b"PAR1").outcome == "bomb"


def test_a_machine_that_starts_no_process_leaves_the_file_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere")
    assert try_parquet(b"PAR1") == ("fine", 0)
    assert is_safe_workbook(b"nothing")
