"""How much memory the reading of a workbook may take, before it is read: by its size, or by its cells if that is much.

Measured with many small cells in each kind of workbook; a usual one takes a third of the first figure.
"""

import io
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from lib.common.memory_budget import spare_memory
from lib.sheets.xlsx_xml import is_xlsx, unpacked_size

_XLSX, _OTHER_ZIP, _XLS = 18, 25, 50
"""Bytes for each byte of an unpacked XLSX, of an unpacked XLSB or ODS, and of an XLS."""

_XML, _CELL = 4, 300
"""Bytes for each byte of an XLSX whose cells are counted, and for each of them."""

_BLOCK = 1_000_000


def memory_of_workbook(data: bytes) -> int:
    """The bytes that the reading may take. Cells are counted only if the workbook may not fit otherwise."""
    size = unpacked_size(data)
    if not size:
        return _XLS * len(data)
    if not is_xlsx(data):
        return _OTHER_ZIP * size
    return _XLSX * size if _XLSX * size < spare_memory() else _XML * size + _CELL * _count_cells(data)


def _count_cells(data: bytes) -> int:
    with ZipFile(io.BytesIO(data)) as archive:
        sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
        blocks = (block for entry in sheets for block in _blocks(archive, entry))
        return sum(block.count(b"<c") + block.count(b":c") for block in blocks)


def _blocks(archive: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as file:
        while block := file.read(_BLOCK):
            yield block
