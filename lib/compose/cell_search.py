"""Finds the few cells of a column that a rule may concern, before Python looks at them."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.compose.row_selection import Rows


def blank_cells(cells: pa.StringArray) -> list[int]:
    """The rows whose cell is empty, or has only blanks."""
    first = pc.utf8_slice_codeunits(cells, 0, 1).dictionary_encode()
    is_blank = np.array([not character.strip() for character in first.dictionary.to_pylist()], np.bool_)
    return [row for row, cell in _texts(cells, np.flatnonzero(is_blank[first.indices])) if not cell.strip()]


def long_cells(cells: pa.StringArray, length: int) -> Iterator[tuple[int, str]]:
    """The rows of all cells with more characters than that, and others, with their cells."""
    return _texts(cells, np.flatnonzero(pc.binary_length(cells).to_numpy() > length))


def cells_after(cells: pa.StringArray, start: str) -> Iterator[tuple[int, str]]:
    """The rows whose cell starts so, with the cell."""
    return _texts(cells, np.flatnonzero(pc.starts_with(cells, start).to_numpy(zero_copy_only=False)))


def _texts(cells: pa.StringArray, rows: Rows) -> Iterator[tuple[int, str]]:
    return zip(rows.tolist(), cells.take(pa.array(rows)).to_pylist(), strict=True)
