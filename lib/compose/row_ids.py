"""A custom_id that remembers which row it came from: `row-<n>-<h>`.

n is the row's number as the spreadsheet shows it; h is the start of a digest of the
row's cells. The number finds the row, the digest proves that it still is the row, and
finds it again after a sort.
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import repeat
from unicodedata import normalize

from lib.common.columns import own_columns
from lib.sheets import Sheet

_CELL = b"%d:%b"
"""A cell's bytes after their number, so that no two rows of cells run together to the same bytes."""

_CHUNK = 1_000
"""Rows that are written at once: few enough that the copies stay small."""

_ROW_ID = re.compile(r"row-([1-9][0-9]{0,9})-([0-9a-f]{12})")


def row_id(number: int, digest: str) -> str:
    """The default custom_id of a row."""
    return f"row-{number}-{digest}"


def parse_row_id(custom_id: str) -> tuple[int, str] | None:
    """The row number and digest inside a default custom_id; None for any other id."""
    match = _ROW_ID.fullmatch(custom_id)
    return (int(match[1]), match[2]) if match else None


def row_ids(sheet: Sheet, whole: bool = False) -> list[str]:
    """The default custom_id of every row, in the sheet's order."""
    digests = row_digests(sheet, len(sheet.columns), whole)
    return [row_id(number, digest) for number, digest in zip(sheet.numbers, digests, strict=True)]


def row_digests(sheet: Sheet, width: int, whole: bool = False) -> Iterator[str]:
    """Each row's digest over its first `width` columns: 12 hex digits of SHA-256.

    Cells count in column order, each with its length, line ends as LF and Unicode composed
    (NFC), so that a sheet saved as CSV and as XLSX agrees. Columns that Batchdesk wrote are
    passed over: adding them to a sheet changes no row.

    Args:
        whole: those count too. It is so where a request is made of one: rows that differ in it alone are others, and
            a batch made of the answers of an earlier one has other ids than that.
    """
    own = set() if whole else own_columns(sheet.columns)
    columns = [sheet.cells[at] for at in range(width) if at not in own]
    for start in range(0, len(sheet), _CHUNK):
        count = min(_CHUNK, len(sheet) - start)
        yield from _digests([column[start : start + count] for column in columns], count)


def prefix_digests(sheet: Sheet, whole: bool = False) -> Iterator[tuple[int, str]]:
    """Every row's digests over its first column, its first two and so on, each with that width."""
    own = set() if whole else own_columns(sheet.columns)
    hashed = [at for at in range(len(sheet.columns)) if at not in own]
    for start in range(0, len(sheet), _CHUNK):
        columns = [zip(*_measured(sheet.cells[at][start : start + _CHUNK]), strict=True) for at in hashed]
        for row in zip(*columns, strict=True):
            running = sha256()
            for at, cell in zip(hashed, row, strict=True):
                running.update(_CELL % cell)
                yield at + 1, running.hexdigest()[:12]


def _digests(columns: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    """The digests of so many rows, whose cells are written column by column, which is faster than row by row."""
    written = [part for column in columns for part in _measured(column)]
    row = _CELL * len(columns)
    rows = zip(*written, strict=True) if written else repeat((), count)
    return (sha256(row % cells).hexdigest()[:12] for cells in rows)


def _measured(column: Sequence[str]) -> tuple[list[int], list[bytes]]:
    """The sizes and the bytes of cells, as they are digested."""
    if any("\r" in cell for cell in column):
        column = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in column]
    composed = [cell if cell.isascii() else normalize("NFC", cell) for cell in column]
    written = [cell.encode("utf-8", "surrogatepass") for cell in composed]
    return list(map(len, written)), written
