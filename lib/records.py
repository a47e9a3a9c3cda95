"""Files of records (JSON Lines, JSON arrays, Parquet) to rows of text, the keys as the header."""

import math
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib import jsonl
from lib.grid import Grid
from lib.problems import Problem, counted, listed, unreadable
from lib.workbook import text_of

MOST_BYTES = 4_000_000_000
"""The most bytes that a Parquet file may unpack to."""

_VALUE = 20
"""Bytes that a value takes at least, beside its text."""


def read_json_records(data: bytes, name: str) -> Grid | None:
    """Objects, one a line or in an array, as rows: a column for every key, in the order met.

    A record's number is its place in the file, from 1. Lines that are no object are reported.
    None if the text is no JSON.

    Raises:
        Unreadable: JSON without a list of records, or a batch file.
    """
    lines = list(jsonl.read_lines(jsonl.to_utf8(data)))
    records = _listed_in([line.value for line in lines if isinstance(line.value, dict)])
    if not records:
        if any(line.flaw == "not-json" for line in lines):
            return None
        hint = "Save the table as CSV or XLSX, or as JSON with an object for each row."
        raise unreadable("no-records", "the JSON in this file is no list of records.", hint, name)
    if "custom_id" in records[0] and {"body", "response", "result"} & records[0].keys():
        hint = "Batch files and what came back belong on the Results page."
        raise unreadable("batch-file", "this is a file of a batch, not a spreadsheet.", hint, name)
    if len(records) == 1 and isinstance(records[0].get("error"), dict):
        hint = "The download failed: try it again, and load the file that comes then."
        raise unreadable("error-message", "this is the error message of a failed download.", hint, name)
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = [[_text(record.get(key)) for key in keys] for record in records]
    bad = [line.number for line in lines if not isinstance(line.value, dict)]
    notes = (*_bad_lines(bad), *_rounded(records))
    return Grid([keys, *rows], f"JSON, {counted(len(records), 'record')}", records=True, notes=notes)


def _rounded(records: list[dict[str, Any]]) -> tuple[Problem, ...]:
    """A note of whole numbers beyond 64 bits, which JSON readers keep to 16 digits."""
    rounded = sum(type(value) is float and abs(value) >= 2**63 for record in records for value in record.values())
    if not rounded:
        return ()
    message = f"{counted(rounded, 'number')} beyond 64 bits, kept to 16 digits."
    return (Problem("rounded", message, "Write such ids in quotation marks in the file.", "ask"),)


def _listed_in(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records themselves, or those that a single object holds, as exports often do.

    That is in a list, or in objects: one for each column, its rows by number, or one for each row by number.
    """
    if len(records) != 1:
        return records
    parts = list(records[0].values())
    if parts and all(isinstance(part, dict) and part and part.keys() == parts[0].keys() for part in parts):
        if all(map(_is_number, parts[0])):
            return [{name: records[0][name][at] for name in records[0]} for at in parts[0]]
        if all(map(_is_number, records[0])):
            return parts
    lists = [value for value in records[0].values() if isinstance(value, list) and value]
    inside = [value for value in lists if all(isinstance(item, dict) for item in value)]
    return inside[0] if len(inside) == 1 else records


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()


def _bad_lines(bad: list[int]) -> tuple[Problem, ...]:
    if not bad:
        return ()
    message = f"{counted(len(bad), 'line')} that could not be read as a record: line {listed(bad)}."
    return (Problem("bad-records", message, "Mend these lines in the file if their rows matter.", "ask"),)


def read_parquet(data: bytes, name: str) -> Grid:
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
    return Grid([list(table.column_names), *rows], said, records=True)


def _table(data: bytes, name: str) -> pa.Table:
    """The table, unless it would take absurdly much memory."""
    file = pq.ParquetFile(pa.BufferReader(data))
    size = sum(file.metadata.row_group(at).total_byte_size for at in range(file.num_row_groups))
    if size > MOST_BYTES:
        raise unreadable("bomb", f"the file unpacks to {size / 1e9:,.0f} GB.", "Load a smaller one.", name)
    if _decoded(file, data) > MOST_BYTES:
        raise unreadable("bomb", "the file repeats its values to absurdly much.", "Load a smaller one.", name)
    return file.read()


def _decoded(file: pq.ParquetFile, data: bytes) -> int:
    """About how many bytes the values take once each stands for itself: a value may be packed once for millions.

    Nothing is decoded for it: every value is counted as 20 bytes, and texts by the lengths of the
    distinct ones.
    """
    groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
    chunks = [group.column(at) for group in groups for at in range(group.num_columns)]
    values = _VALUE * sum(chunk.num_values for chunk in chunks)
    texts = [chunk for chunk in chunks if chunk.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")]
    at_most = values + sum(chunk.num_values * chunk.total_uncompressed_size for chunk in texts)
    if values > MOST_BYTES or at_most <= MOST_BYTES:
        return int(max(values, min(at_most, MOST_BYTES)))
    paths = sorted({chunk.path_in_schema for chunk in texts})
    packed = pq.ParquetFile(pa.BufferReader(data), read_dictionary=paths).read(columns=paths)
    return int(values + sum(_length(chunk) for column in packed.columns for chunk in column.chunks))


def _length(array: pa.Array) -> int:
    """Bytes of all texts in an array, however deep in lists or records; packed ones as often as they stand."""
    if pa.types.is_dictionary(array.type):
        lengths = pc.binary_length(array.dictionary).cast(pa.int64())
        return int(pc.sum(pc.take(lengths, array.indices)).as_py() or 0)
    if pa.types.is_struct(array.type):
        return sum(map(_length, array.flatten()))
    if pa.types.is_map(array.type):
        return int(_length(array.keys) + _length(array.items))
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return _length(array.flatten())
    return int(array.nbytes)


def _texts(column: pa.ChunkedArray) -> Iterable[str]:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return column.fill_null("").to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_float16(column.type) or pa.types.is_float32(column.type):  # 0.1 is not 0.10000000149011612
        return ("" if math.isnan(value) else str(value) for value in column.to_numpy())
    try:
        return map(_text, column.to_pylist())
    except (OverflowError, ValueError):  # moments beyond the years that Python knows
        return column.cast(pa.string()).fill_null("").to_pylist()  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    """A value as a cell's text: strings as they are, nothing for null, nested values as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (bool, datetime, date, time, timedelta)):
        return text_of(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float) and math.isnan(value):
        return ""
    if isinstance(value, (int, float)):
        return jsonl.dumps(value).decode() if abs(value) < 2**63 else str(value)
    try:
        return jsonl.dumps(value).decode()
    except TypeError:
        return jsonl.dumps(_nested(value)).decode()


def _nested(value: Any) -> Any:
    """A nested value with what JSON does not have as its text."""
    if isinstance(value, dict):
        return {str(key): _nested(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_nested(inner) for inner in value]
    return _text(value) if isinstance(value, (bytes, Decimal, timedelta, datetime, date, time)) else value
