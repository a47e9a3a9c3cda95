"""Blocks of a file that is too large to be read as a whole, each a `Sheet` with its own row numbers.

A block has the cells that `read_sheet` gives to these rows of the whole file. So only plain forms are read in blocks:
records of Parquet and Arrow, well-formed delimited text in UTF-8, and a JSON object on each line. Whatever could change
the reading of other rows raises `NotInBlocks`: then the file has to be read as a whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.json import read_lines
from lib.sheets.cell_text import exact_text
from lib.sheets.delimited_fast import read_well_formed
from lib.sheets.delimiter import ONE_COLUMN, SPACES
from lib.sheets.json_records import exact_records
from lib.sheets.parquet import count_binary, text_columns
from lib.sheets.rows import ArrowRows
from lib.sheets.sheet import Sheet
from lib.sheets.text_column import text_array

_STAND_IN = "\x1c"
"""The delimiter of text in one column, as `with_one_character` has it."""


class NotInBlocks(Exception):
    """Why a file has to be read as a whole: a sentence."""


def last_record_end(data: bytes, quotes: bool) -> int:
    """The end of the last whole record in the start of a text; 0 if there is none.

    Args:
        quotes: whether quotation marks wrap cells, which may have line ends.

    >>> last_record_end(b'a,"x\\ny"\\nb,"', quotes=True)
    8
    """
    end, marks = len(data), data.count(b'"') if quotes else 0
    while (line_end := data.rfind(b"\n", 0, end)) >= 0:
        marks -= data.count(b'"', line_end, end) if quotes else 0
        if marks % 2 == 0:
            return line_end + 1
        end = line_end
    return 0


def record_rows(table: pa.Table) -> ArrowRows:
    """Rows of a Parquet or Arrow file.

    Raises:
        NotInBlocks: a column has bytes that are not text.
    """
    if any(map(count_binary, table.columns)):
        raise NotInBlocks("A column has bytes that are not text.")
    return ArrowRows(text_columns(table))


def delimited_rows(data: bytes, delimiter: str, quotes: bool) -> ArrowRows:
    """Whole records of a delimited text.

    Raises:
        NotInBlocks: the records are not well formed, or not in UTF-8.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        raise NotInBlocks("The text is not in UTF-8.") from None
    if delimiter == ONE_COLUMN and _STAND_IN.encode() not in data:
        delimiter = _STAND_IN
    rows = read_well_formed(data, delimiter, quotes) if len(delimiter) == 1 and delimiter != SPACES else None
    if not rows:
        raise NotInBlocks("Not all rows have the same number of cells, or a quotation mark is in an unusual place.")
    return rows


def json_rows(data: bytes, names: Sequence[str]) -> ArrowRows:
    """The objects in whole lines of JSON Lines; an empty cell where an object lacks a key.

    Raises:
        NotInBlocks: a line has something else than a plain object.
    """
    lines = list(read_lines(data))
    if any(type(line.value) is not dict or line.damage or line.item or line.lines > 1 for line in lines):
        raise NotInBlocks("A line is not an object of valid JSON.")
    exact = exact_records(data, lines)
    if exact.duplicate_keys or exact.rounded:
        raise NotInBlocks("A record has a duplicate key, or a number with more digits than can be kept.")
    records: list[Mapping[str, Any]] = exact.records
    return ArrowRows([text_array([exact_text(record.get(name)) for record in records]) for name in names])


def numbered_block(head: Sheet, names: Sequence[str], rows: ArrowRows, first: int) -> Sheet:
    """Rows, apart from empty ones, as a part of the head's file.

    Args:
        first: the number of the first row.

    Raises:
        NotInBlocks: the rows do not have the columns of the head, or a cell has the character NUL.
    """
    if not rows.is_even(len(names)):
        raise NotInBlocks("A row has more or fewer cells than the header.")
    if any(pc.any(pc.match_substring(column, "\0")).as_py() for column in rows.columns(len(names))):
        raise NotInBlocks("A cell has the character NUL, a sign of damage.")
    numbers: Sequence[int] = range(first, first + len(rows))
    filled = rows.filled()
    if not filled.all():
        rows, numbers = rows.where(filled), (np.flatnonzero(filled) + first).tolist()
    cells = pa.record_batch(rows.columns(len(names)), list(names))
    return replace(head, _cells=cells, numbers=numbers, notes=())


def with_columns(sheet: Sheet, names: Sequence[str]) -> Sheet:
    """The sheet with these columns, in this order; those that it lacks are empty."""
    empty = text_array([""] * len(sheet))
    cells = [sheet.column(name).arrow if name in sheet.columns else empty for name in names]
    return replace(sheet, _cells=pa.record_batch(cells, list(names)))


def have_equal_rows(block: Sheet, other: Sheet) -> bool:
    """Whether two sheets have the same rows under the same names and numbers."""
    return (block.columns, list(block.numbers)) == (other.columns, list(other.numbers)) and all(
        block.column(name) == other.column(name) for name in block.columns
    )
