"""A custom_id that leads back to its row: `row-<n>-<h>`.

n is the row's number in the spreadsheet; h is the start of a digest of the row's cells. The number
finds the row. The digest proves that it is still the same row, and finds it again after a sort.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import repeat
from unicodedata import normalize

from lib.common.own_columns import batchdesk_columns
from lib.sheets import Sheet

_CELL = b"%d:%b"
"""The bytes of a cell after their number, so that two different rows never give the same bytes."""

_CHUNK = 1_000
"""Rows that are encoded at once; few, so that the copies stay small."""

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
    columns = [sheet.column(sheet.columns[index]) for index in _hashed_columns(sheet, every_column) if index < width]
    for start in range(0, len(sheet), _CHUNK):
        count = min(_CHUNK, len(sheet) - start)
        yield from _digests([cells[start : start + count] for cells in columns], count)


def prefix_digests(sheet: Sheet, every_column: bool = False) -> Iterator[tuple[int, str]]:
    """For every row, the digests over its first column, its first two and so on, each with that width."""
    hashed = _hashed_columns(sheet, every_column)
    columns = [sheet.column(sheet.columns[index]) for index in hashed]
    for start in range(0, len(sheet), _CHUNK):
        encoded = [zip(*_encoded(cells[start : start + _CHUNK]), strict=True) for cells in columns]
        for row in zip(*encoded, strict=True):
            digest = sha256()
            for index, cell in zip(hashed, row, strict=True):
                digest.update(_CELL % cell)
                yield index + 1, digest.hexdigest()[:12]


def _hashed_columns(sheet: Sheet, every_column: bool) -> list[int]:
    """The indexes of the columns that count."""
    excluded = set() if every_column else batchdesk_columns(sheet.columns)
    return [index for index in range(len(sheet.columns)) if index not in excluded]


def _digests(columns: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    """The digests of `count` rows. Cells are encoded column by column, which is faster than row by row."""
    encoded = [part for cells in columns for part in _encoded(cells)]
    row_format = _CELL * len(columns)
    rows = zip(*encoded, strict=True) if encoded else repeat((), count)
    return (sha256(row_format % row).hexdigest()[:12] for row in rows)


def _encoded(cells: Sequence[str]) -> tuple[list[int], list[bytes]]:
    """The lengths and the bytes of cells, as they are hashed."""
    if any("\r" in cell for cell in cells):
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]
    composed = [cell if cell.isascii() else normalize("NFC", cell) for cell in cells]
    encoded = [cell.encode("utf-8", "surrogatepass") for cell in composed]
    return list(map(len, encoded)), encoded
