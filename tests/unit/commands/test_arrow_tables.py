"""Parquet and Arrow in small tables: all rows in order, whatever the groups of the file."""

from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from lib.commands.arrow_tables import ARROW, PARQUET, as_arrow, count_rows, read_tables
from lib.commands.sheet_files import find_sheet_files

TABLE = pa.table({"nr": list(range(100)), "text": [f"{number} é" for number in range(100)]})


@pytest.mark.parametrize("form", ["parquet", "feather", "stream"])
@pytest.mark.parametrize(("most_rows", "most_bytes", "largest"), [(7, 10**6, 7), (1_000, 10**6, 100), (1_000, 1, 1)])
def test_the_tables_are_the_file(tmp_path: Path, form: str, most_rows: int, most_bytes: int, largest: int) -> None:
    path = tmp_path / f"rows.{form}"
    if form == "parquet":
        pq.write_table(TABLE, path, row_group_size=40)
    elif form == "feather":
        pyarrow.feather.write_feather(TABLE, str(path))
    else:
        path.write_bytes(as_arrow(TABLE))
    kind = PARQUET if form == "parquet" else ARROW
    _, (file,) = find_sheet_files(str(path))
    tables = list(read_tables(file, kind, most_rows, most_bytes))
    assert pa.concat_tables(tables).equals(TABLE)
    assert max(table.num_rows for table in tables) == largest
    assert count_rows(file, kind) == 100


@pytest.mark.parametrize("form", ["parquet", "feather"])
def test_a_text_that_the_file_holds_once_for_all_rows_counts_for_each(tmp_path: Path, form: str) -> None:
    texts = pa.array(["x" * 10_000] * 500).dictionary_encode()
    path = tmp_path / f"rows.{form}"
    if form == "parquet":
        pq.write_table(pa.table({"text": texts}), path)
    else:
        pyarrow.feather.write_feather(pa.table({"text": texts}), str(path))
    _, (file,) = find_sheet_files(str(path))
    tables = list(read_tables(file, PARQUET if form == "parquet" else ARROW, 1_000, 100_000))
    assert sum(table.num_rows for table in tables) == 500
    assert max(table.num_rows for table in tables) == 9
