"""Rows that fill a request with the same texts."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from lib.compose.row_selection import Rows


def identical_rows(columns: Sequence[pa.StringArray], rows: Rows) -> dict[int, int]:
    """The rows whose cells equal those of a row before, each with the first such row.

    Short columns come first: where they differ, the long ones need no look.

    Args:
        rows: the rows that count, ascending.
    """
    groups = np.zeros(len(rows), np.int64)
    for cells in sorted(columns, key=lambda cells: cells.nbytes):
        codes = cells.take(pa.array(rows)).dictionary_encode().indices.to_numpy()
        _, groups, sizes = np.unique(groups * len(rows) + codes, return_inverse=True, return_counts=True)
        is_repeated = sizes[groups] > 1
        rows, groups = rows[is_repeated], groups[is_repeated]
    _, first, groups = np.unique(groups, return_index=True, return_inverse=True)
    before = rows[first][groups]
    again = before < rows
    return dict(zip(rows[again].tolist(), before[again].tolist(), strict=True))
