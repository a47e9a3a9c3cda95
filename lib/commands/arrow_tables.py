"""The rows of a Parquet or Arrow file as small tables."""

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from lib.commands.sheet_files import SheetFile

PARQUET, ARROW = "Parquet", "Arrow"

_FEW = 1_000
"""Rows of Parquet that are read at a time."""

_BUFFER = 1_000_000
"""Bytes that are read at a time: a group of rows may be as large as the file."""


def read_tables(
    file: SheetFile, kind: str, most_rows: int, most_bytes: int, group: int | None = None
) -> Iterator[pa.Table]:
    """The rows of a file in order, at most so many at a time, and about so many bytes.

    Args:
        group: the only group of rows to read of a Parquet file; None for all.
    """
    with file.open() as source:
        batches = _parquet_batches(source, most_rows, group) if kind == PARQUET else _arrow_batches(source)
        yield from _regrouped(map(_decoded, batches), most_rows, most_bytes)


def _parquet_batches(source: pa.NativeFile, most_rows: int, group: int | None) -> Iterator[pa.RecordBatch]:
    """A few rows at a time: a file may hold a long text once for thousands of rows."""
    parquet = pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False)
    groups = None if group is None else [group]
    yield from parquet.iter_batches(min(_FEW, most_rows), groups, use_threads=False)


def _decoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A batch whose values take the memory that it says."""
    batch.validate(full=True)  # a wrong offset would end the process when the values are read
    columns = [column.dictionary_decode() if pa.types.is_dictionary(column.type) else column for column in batch]
    return pa.record_batch(columns, batch.schema.names)


def _regrouped(batches: Iterable[pa.RecordBatch], most_rows: int, most_bytes: int) -> Iterator[pa.Table]:
    """The rows of batches as tables within the limits; a row that is larger is alone."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        count = max(1, min(most_rows, most_bytes * batch.num_rows // max(1, batch.nbytes)))
        for start in range(0, batch.num_rows, count):
            part = batch.slice(start, count)
            if waiting and (rows + part.num_rows > most_rows or size + part.nbytes > most_bytes):
                yield pa.Table.from_batches(waiting)
                waiting, rows, size = [], 0, 0
            waiting.append(part)
            rows, size = rows + part.num_rows, size + part.nbytes
    if waiting:
        yield pa.Table.from_batches(waiting)


def count_rows(file: SheetFile, kind: str) -> int:
    """The number of rows of a file."""
    with file.open() as source:
        if kind == PARQUET:
            return int(pq.ParquetFile(source).metadata.num_rows)
        return sum(batch.num_rows for batch in _arrow_batches(source))


def group_rows(file: SheetFile) -> list[int]:
    """The number of rows of each group of a Parquet file."""
    with file.open() as source:
        metadata = pq.ParquetFile(source).metadata
        return [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]


def as_arrow(table: pa.Table) -> bytes:
    """A table as the bytes of an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _arrow_batches(source: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    is_file = source.read(6) == b"ARROW1"
    source.seek(0)
    if not is_file:
        yield from pa.ipc.open_stream(source)
        return
    reader = pa.ipc.open_file(source)
    for index in range(reader.num_record_batches):
        yield reader.get_batch(index)
