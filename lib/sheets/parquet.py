"""A Parquet file's bytes to rows of text."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.common import Problem, unreadable
from lib.common.phrasing import counted
from lib.sheets.cell_text import exact_text
from lib.sheets.raw_table import RawTable
from lib.sheets.sandbox import MOST_PARQUET_BYTES, try_parquet


def read_parquet(data: bytes, name: str) -> RawTable:
    """A Parquet file's rows; nested values as JSON text.

    Raises:
        Unreadable: the file is damaged, or unpacks to an absurd size.
    """
    try:
        table = _table(data, name)
        columns = [list(_texts(column)) for column in table.columns]
    except UnicodeDecodeError:
        message, hint = "a text in the Parquet file is not UTF-8.", "Write the file again with its texts in UTF-8."
        raise unreadable("broken-parquet", message, hint, name) from None
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError) as error:  # KeyError: an unknown time zone
        message = f"Batchdesk cannot read the Parquet file ({str(error).partition(chr(10))[0]})."
        raise unreadable("broken-parquet", message, "It may be incomplete: download it again.", name) from None
    rows = list(map(list, zip(*columns, strict=True)))
    description = f"Parquet, {counted(len(rows), 'record')}"
    return RawTable([list(table.column_names), *rows], description, records=True, notes=tuple(_binary_notes(table)))


def _table(data: bytes, name: str) -> pa.Table:
    """The table, if a trial in another process read it."""
    trial = try_parquet(data)
    if trial == "bomb":
        message = f"the Parquet file unpacks to more than {MOST_PARQUET_BYTES / 1e9:,.0f} GB."
        raise unreadable("bomb", message, "Load a smaller file.", name)
    if trial == "broken":
        message = "the Parquet file is damaged."
        raise unreadable("broken-parquet", message, "It may be incomplete: download it again.", name)
    return pq.ParquetFile(pa.BufferReader(data)).read()


def _texts(column: pa.ChunkedArray) -> Iterable[str]:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column.fill_null("").to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_float16(kind) or pa.types.is_float32(kind):  # as a Python float, 0.1 is 0.10000000149011612
        return ("" if math.isnan(value) else str(value) for value in column.to_numpy())
    if pa.types.is_time64(kind) and kind.unit == "ns":  # Python's times end at microseconds
        return column.cast(pa.string()).fill_null("").to_pylist()  # type: ignore[no-any-return]
    try:
        return map(exact_text, column.to_pylist())
    except (OverflowError, ValueError):  # dates beyond the years that Python has
        return column.cast(pa.string()).fill_null("").to_pylist()  # type: ignore[no-any-return]


def _binary_notes(table: pa.Table) -> Iterator[Problem]:
    """A question for each column with bytes that are not text, such as pictures."""
    for name, column in zip(table.column_names, table.columns, strict=True):
        if _has_bytes(column.type) and (count := sum(map(_count_binary, column.to_pylist()))):
            message = f'the column "{name}" has {counted(count, "value")} of bytes that are not text.'
            hint = "Such bytes became \ufffd: do not send the column, or write it as text or base64."
            yield Problem("no-text", message, hint, "ask")


def _has_bytes(kind: pa.DataType) -> bool:
    """Whether values of a type are bytes, or contain some."""
    if pa.types.is_dictionary(kind):
        return _has_bytes(kind.value_type)
    if pa.types.is_nested(kind):
        return any(_has_bytes(kind.field(index).type) for index in range(kind.num_fields))
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def _count_binary(value: Any) -> int:
    """How many byte strings in a value are not text."""
    if isinstance(value, dict):
        return sum(map(_count_binary, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_count_binary, value))
    if not isinstance(value, bytes):
        return 0
    try:
        value.decode()
    except UnicodeDecodeError:
        return 1
    return 0
