"""Parquet to a table of texts."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.common import Problem, unreadable
from lib.common.phrasing import counted
from lib.sheets.json_records import exact_text
from lib.sheets.raw_table import RawTable
from lib.sheets.sandbox import MOST_BYTES, try_parquet


def read_parquet(data: bytes, name: str) -> RawTable:
    """A Parquet file's rows; nested values as JSON text.

    Raises:
        Unreadable: the file is damaged, or unpacks to an absurd size.
    """
    try:
        table = _table(data, name)
        columns = [list(_texts(column)) for column in table.columns]
    except UnicodeDecodeError:
        message, hint = "a text in the Parquet file is not UTF-8.", "Write it again with its texts as UTF-8."
        raise unreadable("broken-parquet", message, hint, name) from None
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError) as error:  # KeyError: an unknown time zone
        message = f"the Parquet file cannot be read ({str(error).partition(chr(10))[0]})."
        raise unreadable("broken-parquet", message, "It may be incomplete: download it again.", name) from None
    rows = list(map(list, zip(*columns, strict=True)))
    said = f"Parquet, {counted(len(rows), 'record')}"
    return RawTable([list(table.column_names), *rows], said, records=True, notes=tuple(_no_text(table)))


def _no_text(table: pa.Table) -> Iterator[Problem]:
    """A note of bytes that are no text, such as pictures."""
    for name, column in zip(table.column_names, table.columns, strict=True):
        if not _holds_bytes(column.type):
            continue
        if broken := sum(map(_not_text, column.to_pylist())):
            message = f'the column "{name}" holds {counted(broken, "value")} of bytes that are no text.'
            hint = "Such bytes became \ufffd: do not send the column, or write it as text or base64."
            yield Problem("no-text", message, hint, "ask")


def _holds_bytes(kind: pa.DataType) -> bool:
    """Whether values of a type are bytes, or have some inside."""
    if pa.types.is_dictionary(kind):
        return _holds_bytes(kind.value_type)
    if pa.types.is_nested(kind):
        return any(_holds_bytes(kind.field(at).type) for at in range(kind.num_fields))
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_fixed_size_binary)
    return any(test(kind) for test in tests)


def _not_text(value: Any) -> int:
    """How many bytes in a value are no text."""
    if isinstance(value, dict):
        return sum(map(_not_text, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_not_text, value))
    if not isinstance(value, bytes):
        return 0
    try:
        value.decode()
    except UnicodeDecodeError:
        return 1
    return 0


def _table(data: bytes, name: str) -> pa.Table:
    """The table, if it survived a trial."""
    verdict = try_parquet(data)
    if verdict == "bomb":
        message = f"the Parquet file unpacks to more than {MOST_BYTES / 1e9:,.0f} GB."
        raise unreadable("bomb", message, "Load a smaller one.", name)
    if verdict == "broken":
        message = "the Parquet file is damaged."
        raise unreadable("broken-parquet", message, "It may be incomplete: download it again.", name)
    return pq.ParquetFile(pa.BufferReader(data)).read()


def _texts(column: pa.ChunkedArray) -> Iterable[str]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column.fill_null("").to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_float16(column.type) or pa.types.is_float32(column.type):  # 0.1 is not 0.10000000149011612
        return ("" if math.isnan(value) else str(value) for value in column.to_numpy())
    if pa.types.is_time64(column.type) and column.type.unit == "ns":  # Python's own end at microseconds
        return column.cast(pa.string()).fill_null("").to_pylist()  # type: ignore[no-any-return]
    try:
        return map(exact_text, column.to_pylist())
    except (OverflowError, ValueError):  # moments beyond the years that Python knows
        return column.cast(pa.string()).fill_null("").to_pylist()  # type: ignore[no-any-return]
