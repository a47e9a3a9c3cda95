"""Sheets without a file."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from lib.sheets import Sheet
from lib.sheets.text_column import text_array


def make_sheet(
    columns: Mapping[str, Sequence[str]], name: str = "s.csv", numbers: Sequence[int] | None = None, **fields: Any
) -> Sheet:
    """A sheet of these columns; its rows are numbered from 2 unless `numbers` says otherwise."""
    cells = pa.record_batch([text_array(list(cells)) for cells in columns.values()], list(columns))
    if numbers is None:
        numbers = range(2, cells.num_rows + 2)
    return Sheet(name, cells, numbers, **{"digest": "d", **fields})
