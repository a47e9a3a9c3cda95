"""A first reading of a workbook in a process of its own, with bounded memory.

The reader of workbooks asks for memory for every place that a worksheet spans, and when it gets
none it ends the whole process: a stray cell far away would take the app down with it.
"""

import subprocess
import sys

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
