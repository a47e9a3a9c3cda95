"""A first reading of a workbook in a process of its own, with bounded memory.

The reader of workbooks asks for memory for every place that a worksheet spans, and when it gets
none it ends the whole process: a stray cell far away would take the app down with it.
"""

import os
import subprocess
import sys
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MOST_BYTES = 4_000_000_000
"""The most bytes that a file may unpack to."""


_MOST_SECONDS = 20
"""The longest that reading may take, and as much again for every 100 MB."""


_VALUE = 20
"""Bytes that a value takes at least, beside its text."""


_FINE, _BOMB = 0, 3


Verdict = Literal["fine", "bomb", "broken"]


def try_parquet(data: bytes) -> Verdict:
    """Whether the file is read within the bounds; `broken` if reading it ends the process.

    A process may also end for a reason of the machine's: only a file that ends two of them is broken.
    """
    verdict = _verdict(data)
    return _verdict(data) if verdict == "broken" else verdict


def _verdict(data: bytes) -> Verdict:
    seconds = _MOST_SECONDS * (1 + len(data) / 100_000_000)
    command = [sys.executable, "-P", __file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "bomb"
    except OSError:  # no processes here
        return "fine"
    return "fine" if done.returncode == _FINE else "bomb" if done.returncode == _BOMB else "broken"


def _tried(data: bytes) -> int:
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        if _decoded(file, data) > MOST_BYTES:
            return _BOMB
        file.read()
    except MemoryError:
        return _BOMB
    except Exception:
        pass  # its complaint is said where the file is read in earnest
    return _FINE


def _decoded(file: pq.ParquetFile, data: bytes) -> int:
    """About how many bytes the values take once each stands for itself: a value may be packed once for millions.

    Nothing is decoded for it: every value is counted as 20 bytes, and texts by the lengths of the
    distinct ones.
    """
    groups = [file.metadata.row_group(at) for at in range(file.num_row_groups)]
    chunks = [group.column(at) for group in groups for at in range(group.num_columns)]
    values = _VALUE * sum(chunk.num_values for chunk in chunks) + sum(group.total_byte_size for group in groups)
    texts = [chunk for chunk in chunks if chunk.physical_type in ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")]
    at_most = values + sum(chunk.num_values * chunk.total_uncompressed_size for chunk in texts)
    if values > MOST_BYTES or at_most <= MOST_BYTES:
        return int(values)
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
        return _length(array.keys) + _length(array.items)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return _length(array.flatten())
    return int(array.nbytes)


def _limit() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (3 * MOST_BYTES, 3 * MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # no such limits here: the reader still fails in a process of its own


MOST_MEMORY = 3_000_000_000
"""The most bytes of memory that reading a worksheet may take."""

MOST_SECONDS = 10
"""The longest that reading may take, and as much again for every 5 MB: a damaged file can make it go on for ever."""

_READ = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), int(sys.argv[1])))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass  # no such limits here: the reader still fails in a process of its own
from python_calamine import load_workbook
try:
    workbook = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    tabs = sys.argv[2:] or [tab.name for tab in workbook.sheets_metadata]
    for tab in tabs:
        workbook.get_sheet_by_name(tab).to_python(skip_empty_area=False)
except MemoryError:
    sys.exit(1)
except BaseException:
    pass  # its own complaints are said where the file is read in earnest
"""


def survives(data: bytes, *worksheets: str) -> bool:
    """Whether these worksheets (all of them if none is named) are read within the bounds of memory and time.

    The process that tries may also be ended for a reason of the machine's: then another one tries.
    """
    command = [sys.executable, "-c", _READ, str(MOST_MEMORY), *worksheets]
    seconds = MOST_SECONDS * (1 + len(data) / 5_000_000)
    try:
        code = subprocess.run(command, input=data, capture_output=True, timeout=seconds).returncode
        if code < 0:
            code = subprocess.run(command, input=data, capture_output=True, timeout=seconds).returncode
        return code == 0
    except subprocess.TimeoutExpired:
        return False
    except (OSError, ValueError):  # no processes here, or a NUL in a worksheet's name
        return True


if __name__ == "__main__":
    _limit()
    os._exit(_tried(sys.stdin.buffer.read()))  # at once: threads of the reader's may stumble when Python cleans up
