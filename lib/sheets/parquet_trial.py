"""A program that reads a Parquet or Arrow file and prints about how many bytes its values take.

It runs alone, by its text: it imports nothing of the library.
"""

import os
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq

ARROW_STARTS = (b"ARROW1\0\0", b"\xff\xff\xff\xff")
"""First bytes of an Arrow file and of an Arrow stream."""

MOST_PARQUET_BYTES = 4_000_000_000
"""The most bytes that a Parquet file may unpack to."""

FINE, BOMB = 0, 3
"""Exit codes."""

_VALUE_BYTES = 20
"""The least bytes of a value, beside its text."""


def read_arrow(data: bytes) -> pa.Table:
    """The table of an Arrow file or stream.

    Raises:
        pa.ArrowException, OSError: the data is damaged.
    """
    source = pa.BufferReader(data)
    reader = pa.ipc.open_file(source) if data.startswith(b"ARROW1") else pa.ipc.open_stream(source)
    table = reader.read_all()
    table.validate(full=True)  # a wrong offset would end the process when the values are read
    return table


def _exit_code(data: bytes) -> int:
    try:
        if data.startswith(ARROW_STARTS):
            return _judge(_arrow_bytes(read_arrow(data)))
        file = pq.ParquetFile(pa.BufferReader(data))
        if (code := _judge(_decoded_bytes(file, data))) == FINE:
            file.read()
        return code
    except MemoryError:
        return BOMB
    except Exception:
        return FINE  # the app raises the same error when it reads the file


def _judge(size: int) -> int:
    print(size, flush=True)
    return BOMB if size > MOST_PARQUET_BYTES else FINE


def _arrow_bytes(table: pa.Table) -> int:
    """About how many bytes the values of a table take, as `_decoded_bytes` counts them."""
    texts = sum(_text_bytes(chunk) for column in table.columns for chunk in column.chunks)
    return int(_VALUE_BYTES * table.num_rows * table.num_columns + texts)


def _decoded_bytes(file: pq.ParquetFile, data: bytes) -> int:
    """About how many bytes the values take when decoded: one stored value may be used millions of times.

    This decodes nothing: every value counts as 20 bytes, and texts by the lengths of the distinct ones.
    """
    groups = [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    chunks = [group.column(index) for group in groups for index in range(group.num_columns)]
    values = _VALUE_BYTES * sum(chunk.num_values for chunk in chunks) + sum(group.total_byte_size for group in groups)
    texts = [chunk for chunk in chunks if chunk.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")]
    at_most = values + sum(chunk.num_values * chunk.total_uncompressed_size for chunk in texts)
    if values > MOST_PARQUET_BYTES or at_most <= MOST_PARQUET_BYTES:
        return int(values)
    paths = sorted({chunk.path_in_schema for chunk in texts})
    encoded = pq.ParquetFile(pa.BufferReader(data), read_dictionary=paths).read(columns=paths)
    return int(values + sum(_text_bytes(chunk) for column in encoded.columns for chunk in column.chunks))


def _text_bytes(array: pa.Array) -> int:
    """Bytes of all texts in an array, at any depth of lists or records; a shared text counts for each use."""
    if pa.types.is_dictionary(array.type):
        lengths = pc.binary_length(array.dictionary).cast(pa.int64())
        return int(pc.sum(pc.take(lengths, array.indices)).as_py() or 0)
    if pa.types.is_struct(array.type):
        return sum(map(_text_bytes, array.flatten()))
    if pa.types.is_map(array.type):
        return _text_bytes(array.keys) + _text_bytes(array.items)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return _text_bytes(array.flatten())
    return int(array.nbytes)


if __name__ == "__main__":
    os._exit(_exit_code(sys.stdin.buffer.read()))  # at once: the reader's threads may crash Python's exit
