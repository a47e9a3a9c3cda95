"""Whether bytes are a workbook, by their content."""

import io
import zlib
from zipfile import BadZipFile, ZipFile

from lib.common.other_formats import COMPOUND, compound_format


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook: an Office Open XML or OpenDocument zip, or the older compound file.

    The zip's list of files decides, since a zip of answers may have a workbook among them.
    """
    if not data.startswith(b"PK\x03\x04"):
        return data.startswith(COMPOUND) and compound_format(data) is None
    if b"opendocument.spreadsheet" in data[:200]:
        return True
    try:
        archive = ZipFile(io.BytesIO(data))
        names = archive.namelist()
        if "content.xml" in names and "mimetype" in names:  # packed again: the type is not among the first bytes
            return b"opendocument.spreadsheet" in archive.read("mimetype")
    except (BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        return data[30:].startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/"))  # a workbook cut short
    return any(name.replace("\\", "/").startswith("xl/workbook.") for name in names)
