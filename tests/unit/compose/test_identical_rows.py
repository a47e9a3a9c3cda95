"""Rows are identical if all their cells are equal."""

import numpy as np
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from lib.compose.identical_rows import identical_rows

CELL = st.sampled_from(["", "a", "b", "ab", "é", "e\u0301", "a" * 500])
TABLES = st.integers(0, 3).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=12))


@given(TABLES, st.sets(st.integers(0, 11)))
@example([], set())
@example([[], []], {0, 1})
@example([["a", "b"], ["b", "a"], ["a", "b"]], {0, 1, 2})
def test_each_row_has_the_first_equal_one(table: list[list[str]], chosen: set[int]) -> None:
    rows = sorted(row for row in chosen if row < len(table))
    columns = [pa.array(list(cells), pa.string()) for cells in zip(*table, strict=True)]
    equal = {row: [other for other in rows if table[other] == table[row]] for row in rows}
    expected = {row: others[0] for row, others in equal.items() if others[0] != row}
    assert identical_rows(columns, np.array(rows, np.int64)) == expected
