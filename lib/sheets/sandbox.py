"""Whether a file can be read at all, tried in another process with limited memory and time.

The readers of workbooks and Parquet ask for all the memory that a file names, and end the whole
process when they do not get it: one stray cell far away would take the app down.
"""

from pathlib import Path
from typing import Literal, NamedTuple

from lib.sheets import parquet_trial
from lib.sheets.parquet_trial import BOMB, FINE, MOST_PARQUET_BYTES
from lib.sheets.trial import KILLED, run_trial

_PARQUET_SECONDS = 20
"""Seconds to read a Parquet file, and as many again for every 100 MB."""

_PARQUET_MEMORY = 3 * MOST_PARQUET_BYTES
"""Bytes of memory to read a Parquet file with."""

_WORKBOOK_MEMORY = 3_000_000_000
"""Bytes of memory to read a worksheet with."""

_WORKBOOK_SECONDS = 10
"""Seconds to read a workbook, and as many again for every 5 MB: a damaged file can make the reader run for ever."""

_READ_PARQUET = Path(parquet_trial.__file__).read_text()

_READ_WORKBOOK = """
import io
from python_calamine import load_workbook
try:
    workbook = load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    tabs = sys.argv[1:] or [tab.name for tab in workbook.sheets_metadata]
    for tab in tabs:
        workbook.get_sheet_by_name(tab).to_python(skip_empty_area=False)
except MemoryError:
    sys.exit(1)
except BaseException:
    pass  # the app raises the same error when it reads the file
"""


class ParquetTrial(NamedTuple):
    """The result of reading a Parquet or Arrow file in another process."""

    outcome: Literal["fine", "bomb", "broken"]
    """`broken` if the reader crashed."""

    size: int = 0
    """About how many bytes its values take; 0 if the reader could not tell."""


def try_parquet(data: bytes) -> ParquetTrial:
    """Whether the file can be read within the limits."""
    seconds = _PARQUET_SECONDS * (1 + len(data) / 100_000_000)
    trial = run_trial(_READ_PARQUET, data, memory=_PARQUET_MEMORY, seconds=seconds)
    if trial is None:
        return ParquetTrial("fine")
    if trial.took_too_long or trial.code in (BOMB, KILLED):
        return ParquetTrial("bomb")
    return ParquetTrial("fine" if trial.code == FINE else "broken", int(trial.output or 0))


def is_safe_workbook(data: bytes, *worksheets: str) -> bool:
    """Whether these worksheets (all of them if none is named) can be read within the limits of memory and time."""
    seconds = _WORKBOOK_SECONDS * (1 + len(data) / 5_000_000)
    trial = run_trial(_READ_WORKBOOK, data, *worksheets, memory=_WORKBOOK_MEMORY, seconds=seconds)
    return trial is None or trial.code == 0
