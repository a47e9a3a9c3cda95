"""A Parquet file is tried in a process of its own; what becomes of the verdict is tested with the records."""

import io
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.sheets import sandbox
from lib.sheets.sandbox import try_parquet


def parquet(column: object) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({"a": column}), data)
    return data.getvalue()


def test_a_whole_file_is_fine() -> None:
    assert try_parquet(parquet(["x", None])) == "fine"


def test_a_file_of_bytes_that_are_none_is_left_to_the_reader() -> None:
    assert try_parquet(b"PAR1 nothing") == "fine"


@pytest.mark.parametrize("code", ["import os; os.abort()", "import sys; sys.exit(1)"])
def test_a_reader_that_ends_its_process_ends_no_other(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = sandbox.subprocess.run
    monkeypatch.setattr(sandbox.subprocess, "run", lambda command, **how: run([command[0], "-c", code], **how))
    assert try_parquet(b"PAR1") == "broken"


def test_what_takes_too_long_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MOST_SECONDS", 0.01)
    assert try_parquet(parquet(["x"])) == "bomb"


def test_a_process_that_ends_once_is_no_fault_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    run, tried = sandbox.subprocess.run, [[sys.executable, "-c", "import os; os.abort()"]]
    monkeypatch.setattr(sandbox.subprocess, "run", lambda command, **how: run(tried.pop() if tried else command, **how))
    assert try_parquet(parquet(["x"])) == "fine"
    assert not tried
