"""The result of each row, and its fields, whatever file it is in."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.join.row_results import ResultColumn, RowResults

FILES = st.lists(st.lists(st.text("ab", max_size=2), max_size=3), max_size=4)


@given(FILES, st.data())
def test_rows_have_the_positions_and_fields_of_their_results(files: list[list[str]], data: st.DataObject) -> None:
    every = [(file, index) for file, texts in enumerate(files) for index in range(len(texts))]
    rows = data.draw(st.lists(st.sampled_from([None, *every]), max_size=6))
    numbers = np.array([-1 if position is None else every.index(position) for position in rows], np.int64)
    starts = [sum(map(len, files[:file])) for file in range(len(files) + 1)]
    results = RowResults(numbers, starts)
    assert list(results) == results[:] == [results[row] for row in range(len(results))] == rows

    cells = pa.chunked_array([pa.array(texts, pa.string()) for texts in files], pa.string())
    column = ResultColumn(cells, numbers, "")
    texts = ["" if position is None else files[position[0]][position[1]] for position in rows]
    assert column == texts == column[:] == [column[row] for row in range(len(column))]
    chosen = data.draw(st.lists(st.sampled_from(range(len(rows))), max_size=4)) if rows else []
    assert column.take(chosen) == [texts[row] for row in chosen]


def test_a_number_may_be_missing() -> None:
    column = ResultColumn(pa.chunked_array([[7, None]]), np.array([1, 0, -1]), None)
    assert list(column) == [None, 7, None]
    with pytest.raises(IndexError):
        column[3]


def test_a_long_column_is_read_in_order() -> None:
    column = ResultColumn(pa.chunked_array([list(range(5_000))]), np.arange(5_000)[::-1], None)
    assert list(column) == list(range(5_000))[::-1]
