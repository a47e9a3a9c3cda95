"""The bytes of a Parquet or Arrow file to rows of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.common import Problem, Unreadable, unreadable
from lib.common.memory_budget import take_memory
from lib.common.phrasing import counted, listed
from lib.sheets.arrow_numbers import number_texts
from lib.sheets.arrow_values import arrow_values
from lib.sheets.cell_text import exact_text
from lib.sheets.parquet_trial import ARROW_STARTS, MOST_PARQUET_BYTES, read_arrow
from lib.sheets.raw_table import RawTable
from lib.sheets.rows import ArrowRows
from lib.sheets.sandbox import try_parquet
from lib.sheets.text_column import Texts, one_array, text_array

_CELLS = 6
"""Bytes that a byte of the file's values takes in Python's cells."""


def is_arrow_data(data: bytes) -> bool:
    """Whether the bytes are Parquet, or Arrow (also called Feather) as a file or as a stream."""
    return data.startswith((b"PAR1", *ARROW_STARTS))


def read_parquet(data: bytes, name: str) -> RawTable:
    """The rows of a Parquet or Arrow file; nested values as JSON text.

    Raises:
        Unreadable: the file is damaged, or unpacks to an absurd size.
        NotEnoughMemory: its cells do not fit into the memory that is free.
    """
    form = "Parquet" if data.startswith(b"PAR1") else "Arrow"
    with damage_in_words(name, form):
        table = _table(data, form, name)
        columns = list(map(_named, table.column_names, text_columns(table)))
    notes = (*_type_notes(table), *_binary_notes(table))
    description = f"{form}, {counted(table.num_rows, 'record')}"
    return RawTable(ArrowRows(columns) if columns else [[]], description, records=True, notes=notes)


def _named(name: str, texts: Texts) -> Texts:
    return pa.concat_arrays([pa.array([name], texts.type), texts])


def text_columns(table: pa.Table) -> list[Texts]:
    """The columns of a table as text without nulls; texts that are not UTF-8 raise `UnicodeDecodeError`."""
    return list(map(_texts, table.columns))


@contextmanager
def damage_in_words(name: str, form: str = "Parquet") -> Iterator[None]:
    """Gives the errors of a damaged Parquet or Arrow file words for a person.

    Raises:
        Unreadable: the work around which it is had such an error.
    """
    try:
        yield
    except UnicodeDecodeError:
        message, hint = f"a text in the {form} file is not UTF-8.", "Write the file again with its texts in UTF-8."
        raise unreadable("broken-parquet", message, hint, name) from None
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError):  # KeyError: an unknown time zone
        raise _broken(form, name) from None


def _table(data: bytes, form: str, name: str) -> pa.Table:
    """The table, if a trial in another process read it."""
    trial = try_parquet(data)
    if trial.outcome == "bomb":
        message = f"the {form} file unpacks to more than {MOST_PARQUET_BYTES / 1e9:,.0f} GB."
        raise unreadable("bomb", message, "Load a smaller file.", name)
    if trial.outcome == "broken":
        raise _broken(form, name)
    take_memory(_CELLS * trial.size)
    return pq.ParquetFile(pa.BufferReader(data)).read() if form == "Parquet" else read_arrow(data)


def _broken(form: str, name: str) -> Unreadable:
    message = f"the {form} file is damaged or incomplete, or has values that Batchdesk does not know."
    return unreadable("broken-parquet", message, "Download it again, or save its table as CSV and load that.", name)


def _type_notes(table: pa.Table) -> Iterator[Problem]:
    """A note on the columns whose values are neither text nor numbers, in words."""
    words = {
        name: word for name, kind in zip(table.column_names, table.schema.types, strict=True) if (word := _word(kind))
    }
    if words:
        columns = listed([f'"{name}" ({word})' for name, word in words.items()], 5)
        yield Problem("column-types", f"these columns became text: {columns}.")


def _word(kind: pa.DataType) -> str:
    """What a type's values are, for a reader of spreadsheets; empty for text, numbers and yes or no."""
    if pa.types.is_dictionary(kind):
        return _word(kind.value_type)
    tests = {
        "lists, as JSON": (
            pa.types.is_list,
            pa.types.is_large_list,
            pa.types.is_fixed_size_list,
            pa.types.is_list_view,
        ),
        "records, as JSON": (pa.types.is_struct, pa.types.is_map, pa.types.is_union),
        "dates": (pa.types.is_date,),
        "dates and times": (pa.types.is_timestamp,),
        "times": (pa.types.is_time,),
        "durations": (pa.types.is_duration,),
        "bytes": (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary),
    }
    return next((word for word, kinds in tests.items() if any(test(kind) for test in kinds)), "")


def _texts(column: pa.ChunkedArray) -> Texts:
    kind = column.type
    if pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type):
        return _texts(column.cast(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts = one_array(column.fill_null(""))
        try:
            texts.validate(full=True)
        except pa.ArrowInvalid:
            texts.to_pylist()  # raises UnicodeDecodeError, too
            raise
        return texts
    if (numbers := number_texts(column)) is not None:
        return numbers
    if pa.types.is_floating(kind):  # a missing value of pandas is NaN
        column = pc.if_else(pc.is_nan(column), None, column)
    return text_array(list(map(exact_text, arrow_values(column))))


def _binary_notes(table: pa.Table) -> Iterator[Problem]:
    """A question for each column with bytes that are not text, such as pictures."""
    for name, column in zip(table.column_names, table.columns, strict=True):
        if count := count_binary(column):
            message = f'the column "{name}" has {counted(count, "value")} of bytes that are not text.'
            hint = "Such bytes became \ufffd: do not send the column, or write it as text or base64."
            yield Problem("no-text", message, hint, "ask")


def count_binary(column: pa.ChunkedArray) -> int:
    """How many values of a column are bytes that are not text."""
    return sum(map(_count_binary, arrow_values(column))) if _has_bytes(column.type) else 0


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
