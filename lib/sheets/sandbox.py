"""Whether a file can be read at all, tried in another process with limited memory and time.

The readers of workbooks and Parquet ask for all the memory that a file names, and end the whole
process when they do not get it: one stray cell far away would take the app down.
"""

import os
import subprocess
import sys
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc
import pyarrow.parquet as pq

ARROW_STARTS = (b"ARROW1\0\0", b"\xff\xff\xff\xff")
"""First bytes of an Arrow file and of an Arrow stream."""

MOST_PARQUET_BYTES = 4_000_000_000
"""The most bytes that a Parquet file may unpack to."""

_PARQUET_SECONDS = 20
"""Seconds to read a Parquet file, and as many again for every 100 MB."""

_VALUE_BYTES = 20
"""The least bytes of a value, beside its text."""

_FINE, _BOMB = 0, 3

ParquetTrial = Literal["fine", "bomb", "broken"]


def try_parquet(data: bytes) -> ParquetTrial:
    """Whether the file can be read within the limits; `broken` if reading it ends the process.

    The machine may also end a process for its own reasons: only a file that ends two of them is broken.
    """
    trial = _try_parquet(data)
    return _try_parquet(data) if trial == "broken" else trial


def _try_parquet(data: bytes) -> ParquetTrial:
    seconds = _PARQUET_SECONDS * (1 + len(data) / 100_000_000)
    command = [sys.executable, "-P", __file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "bomb"
    except OSError:  # the machine starts no other process
        return "fine"
    return "fine" if done.returncode == _FINE else "bomb" if done.returncode == _BOMB else "broken"


def _parquet_exit_code(data: bytes) -> int:
    try:
        if data.startswith(ARROW_STARTS):
            return _BOMB if _arrow_bytes(read_arrow(data)) > MOST_PARQUET_BYTES else _FINE
        file = pq.ParquetFile(pa.BufferReader(data))
        if _decoded_bytes(file, data) > MOST_PARQUET_BYTES:
            return _BOMB
        file.read()
    except MemoryError:
        return _BOMB
    except Exception:
        pass  # the app raises the same error when it reads the file
    return _FINE


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


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (3 * MOST_PARQUET_BYTES, 3 * MOST_PARQUET_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # this system has no such limits; the reader still fails in its own process


_WORKBOOK_MEMORY = 3_000_000_000
"""Bytes of memory to read a worksheet with."""

_WORKBOOK_SECONDS = 10
"""Seconds to read a workbook, and as many again for every 5 MB: a damaged file can make the reader run for ever."""

_READ_WORKBOOK = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass  # this system has no such limits; the reader still fails in its own process
from python_calamine import load_workbook
try:
    workbook = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    tabs = sys.argv[2:] or [tab.name for tab in workbook.sheets_metadata]
    for tab in tabs:
        workbook.get_sheet_by_name(tab).to_python(skip_empty_area=False)
except MemoryError:
    sys.exit(1)
except BaseException:
    pass  # the app raises the same error when it reads the file
"""


def is_safe_workbook(data: bytes, *worksheets: str) -> bool:
    """Whether these worksheets (all of them if none is named) can be read within the limits of memory and time.

    The machine may also end the process for its own reasons: then a second one tries.
    """
    command = [sys.executable, "-c", _READ_WORKBOOK, str(_WORKBOOK_MEMORY), *worksheets]
    seconds = _WORKBOOK_SECONDS * (1 + len(data) / 5_000_000)
    try:
        code = subprocess.run(command, input=data, capture_output=True, timeout=seconds).returncode
        if code < 0:
            code = subprocess.run(command, input=data, capture_output=True, timeout=seconds).returncode
        return code == 0
    except subprocess.TimeoutExpired:
        return False
    except (OSError, ValueError):  # the machine starts no other process, or a worksheet's name has a NUL
        return True


if __name__ == "__main__":
    _limit_memory()
    os._exit(_parquet_exit_code(sys.stdin.buffer.read()))  # at once: the reader's threads may crash Python's exit
