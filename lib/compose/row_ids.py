"""A custom_id that leads back to its row: `row-<n>-<h>`.

n is the row's number in the spreadsheet; h is the start of a digest of the row's cells. The number
finds the row. The digest proves that it is still the same row, and finds it again after a sort.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain, islice, repeat
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from lib.common.arrow_bytes import chunks, separate, text_lengths
from lib.common.composed_texts import composed, may_change
from lib.common.own_columns import batchdesk_columns
from lib.common.threads import in_threads
from lib.sheets import Sheet

_SEARCHED = 8_000
"""Rows that are searched at once for what their digest needs in another form."""

_COLON, _NOTHING = pa.scalar(":", pa.large_string()), pa.scalar("", pa.large_string())

_ROW_ID = re.compile(r"row-([1-9][0-9]{0,9})-([0-9a-f]{12})")


def row_id(number: int, digest: str) -> str:
    """The default custom_id of a row."""
    return f"row-{number}-{digest}"


def parse_row_id(custom_id: str) -> tuple[int, str] | None:
    """The row number and digest in a default custom_id; None for any other id."""
    match = _ROW_ID.fullmatch(custom_id)
    return (int(match[1]), match[2]) if match else None


def row_ids(sheet: Sheet, every_column: bool = False) -> list[str]:
    """The default custom_id of every row, in the sheet's order.

    Args:
        every_column: includes columns that Batchdesk wrote (see `row_digests`).
    """
    digests = row_digests(sheet, len(sheet.columns), every_column)
    return [row_id(number, digest) for number, digest in zip(sheet.numbers, digests, strict=True)]


def row_digests(sheet: Sheet, width: int, every_column: bool = False) -> Iterator[str]:
    """Each row's digest over its first `width` columns: 12 hex digits of SHA-256.

    Cells count in column order, each with its length, with line ends as LF and in composed Unicode (NFC). So a sheet
    gives the same digests as CSV and as XLSX. Columns that Batchdesk wrote do not count: adding them to a sheet
    changes no digest.

    Args:
        every_column: includes columns that Batchdesk wrote. Needed if a request uses one: then rows can differ in it
            alone, and a batch made from earlier answers needs other ids than the earlier batch.
    """
    hashed = [index for index in _hashed_columns(sheet, every_column) if index < width]
    if not hashed:
        return repeat(sha256().hexdigest()[:12], len(sheet))
    return (sha256(row).hexdigest()[:12] for row in _rows(_columns(sheet, hashed)))


def prefix_digests(sheet: Sheet, every_column: bool = False) -> Iterator[tuple[int, str]]:
    """For every row, the digests over its first column, its first two and so on, each with that width."""
    hashed = _hashed_columns(sheet, every_column)
    for row in zip(*(_rows([column]) for column in _columns(sheet, hashed)), strict=True):
        digest = sha256()
        for index, cell in zip(hashed, row, strict=True):
            digest.update(cell)
            yield index + 1, digest.hexdigest()[:12]


def _hashed_columns(sheet: Sheet, every_column: bool) -> list[int]:
    """The indexes of the columns that count."""
    excluded = set() if every_column else batchdesk_columns(sheet.columns)
    return [index for index in range(len(sheet.columns)) if index not in excluded]


class _Column(NamedTuple):
    """Cells that are hashed, and which of them are not hashed as they are."""

    cells: pa.LargeStringArray
    may_change: pa.BooleanArray

    def parts(self, rows: slice) -> Iterator[pa.Array | pa.Scalar]:
        """Each cell with its length before it, so that two different rows never give the same bytes."""
        cells = composed(self.cells[rows], self.may_change[rows])
        yield from (pc.binary_length(cells).cast(pa.large_string()), _COLON, cells)


def _columns(sheet: Sheet, hashed: Sequence[int]) -> list[_Column]:
    columns = [sheet.column(sheet.columns[index]).arrow.cast(pa.large_string()) for index in hashed]
    starts = range(0, max(1, len(sheet)), _SEARCHED)  # a sheet without rows has one empty piece
    search = in_threads if len(starts) > 1 else map
    pieces = iter(search(may_change, [cells.slice(start, _SEARCHED) for cells in columns for start in starts]))
    return [_Column(cells, pa.concat_arrays(islice(pieces, len(starts)))) for cells in columns]


def _rows(columns: Sequence[_Column]) -> Iterator[bytes]:
    """The bytes of each row that are hashed."""
    for rows in chunks(text_lengths([column.cells for column in columns], len(columns[0].cells))):
        parts = chain.from_iterable(column.parts(rows) for column in columns)
        yield from separate(pc.binary_join_element_wise(*parts, _NOTHING))
