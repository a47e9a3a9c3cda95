"""The rows of a Parquet or Arrow file as small tables."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from lib.commands.sheet_files import SheetFile

PARQUET, ARROW = "Parquet", "Arrow"

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
        if kind == PARQUET:
            parquet = pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False)
            rows = _rows_at_once(parquet.metadata, most_rows, most_bytes)
            for batch in parquet.iter_batches(rows, None if group is None else [group], use_threads=False):
                yield pa.Table.from_batches([batch])
            return
        for batch in _arrow_batches(source):
            batch.validate(full=True)  # a wrong offset would end the process when the values are read
            rows = _at_most(most_rows, most_bytes, batch.nbytes, batch.num_rows)
            for start in range(0, batch.num_rows, rows):
                yield pa.Table.from_batches([batch.slice(start, rows)])


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


def _rows_at_once(metadata: pq.FileMetaData, most_rows: int, most_bytes: int) -> int:
    groups = (metadata.row_group(index) for index in range(metadata.num_row_groups))
    return _at_most(most_rows, most_bytes, sum(group.total_byte_size for group in groups), metadata.num_rows)


def _at_most(most_rows: int, most_bytes: int, size: int, rows: int) -> int:
    return max(1, min(most_rows, most_bytes * rows // max(1, size)))


def _arrow_batches(source: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    is_file = source.read(6) == b"ARROW1"
    source.seek(0)
    if not is_file:
        yield from pa.ipc.open_stream(source)
        return
    reader = pa.ipc.open_file(source)
    for index in range(reader.num_record_batches):
        yield reader.get_batch(index)
