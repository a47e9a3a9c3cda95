"""The rows and columns of an export, in their order."""

import json
from typing import Any

import pytest

from lib.export import select, write_csv, write_jsonl, write_xlsx
from tests.support.exported_tables import csv_rows, joined_of, xlsx_sheets


def test_columns_keep_the_order_of_the_selection() -> None:
    joined = joined_of("a", "b", "c", header="mark")
    chosen = select(joined, [2, 0], ["mark (batch)", "answer", "id"], {"mark": ["x", "y", "z"]})
    for read in (csv_rows(write_csv(chosen)), [list(row) for row in xlsx_sheets(write_xlsx(chosen))[0]]):
        assert read == [["mark (batch)", "answer", "id"], ["z", "c", "r2"], ["x", "a", "r0"]]
    assert objects(write_jsonl(chosen))[0] == {"mark (batch)": "z", "answer": "c", "id": "r2"}


def objects(data: bytes) -> list[dict[str, Any]]:
    """JSON Lines to objects; U+2028 must not end a line in readers that split there."""
    return [json.loads(line) for line in data.decode().splitlines()]


def test_an_unknown_column_raises() -> None:
    with pytest.raises(KeyError):
        select(joined_of("a"), columns=["no such"])


@pytest.mark.parametrize("described", [True, False])
def test_chunks_have_every_row_once(described: bool) -> None:
    table = select({"n": list(range(7))}, [6, 0, 3, 3, 1])
    assert [chunk[0] for chunk in table.chunks(2, described=described)] == [[6, 0], [3, 3], [1]]
