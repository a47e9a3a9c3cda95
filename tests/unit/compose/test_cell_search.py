"""No cell that a rule concerns is missed."""

import sys

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from lib.compose.cell_search import blank_cells, cells_after, long_cells

SPACES = "".join(character for character in map(chr, range(sys.maxunicode + 1)) if character.isspace())
CELLS = st.lists(st.text(SPACES + "a'é\u200b", max_size=4))


@given(CELLS)
@example(list(SPACES))
def test_blank_cells(cells: list[str]) -> None:
    expected = [row for row, cell in enumerate(cells) if not cell or cell.isspace()]
    assert blank_cells(pa.array(cells, pa.string())) == expected


@given(CELLS, st.integers(0, 4))
def test_no_long_cell_is_missed(cells: list[str], length: int) -> None:
    found = dict(long_cells(pa.array(cells, pa.string()), length))
    assert found.items() >= {(row, cell) for row, cell in enumerate(cells) if len(cell) > length}
    assert found.items() <= set(enumerate(cells))


@given(CELLS)
def test_cells_after_a_start(cells: list[str]) -> None:
    expected = [(row, cell) for row, cell in enumerate(cells) if cell.startswith("'")]
    assert list(cells_after(pa.array(cells, pa.string()), "'")) == expected
