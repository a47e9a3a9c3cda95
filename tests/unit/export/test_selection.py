"""Which rows and columns are exported, and in which order."""

import json
from typing import Any

import pytest

from lib.export import select, write_csv, write_jsonl, write_xlsx
from tests.support.exported_tables import csv_rows, joined_of, xlsx_sheets


def test_chosen_columns_in_their_order_and_others_beside_them() -> None:
    joined = joined_of("a", "b", "c", header="mark")
    chosen = select(joined, [2, 0], ["mark (batch)", "answer", "id"], {"mark": ["x", "y", "z"]})
    for read in (csv_rows(write_csv(chosen)), [list(row) for row in xlsx_sheets(write_xlsx(chosen))[0]]):
        assert read == [["mark (batch)", "answer", "id"], ["z", "c", "r2"], ["x", "a", "r0"]]
    assert told(write_jsonl(chosen))[0] == {"mark (batch)": "z", "answer": "c", "id": "r2"}


def told(data: bytes) -> list[dict[str, Any]]:
    """JSON Lines to objects; U+2028 must not end a line even for readers that think so."""
    return [json.loads(line) for line in data.decode().splitlines()]


def test_a_column_that_is_not_there_is_no_silent_loss() -> None:
    with pytest.raises(KeyError):
        select(joined_of("a"), columns=["no such"])


@pytest.mark.parametrize("described", [True, False])
def test_chunks_are_all_rows_once(described: bool) -> None:
    table = select({"n": list(range(7))}, [6, 0, 3, 3, 1])
    assert [chunk[0] for chunk in table.chunks(2, described=described)] == [[6, 0], [3, 3], [1]]
