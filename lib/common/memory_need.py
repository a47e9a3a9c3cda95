"""How much memory the reading of a text may take, by its bytes alone: counted, so that no text can take more.

A cell of two letters takes sixty times its bytes, a page of prose six times. Measured with the readers of
this library; `tests/unit/common/test_memory_need.py` measures it again.
"""

from lib.common.byte_search import count_bytes, line_feeds

_TEXT = 8
"""Bytes for each byte of a text: the file, its characters, and the cells made from them."""

_LINE, _CELL = 230, 130
"""Bytes for a row, and for a cell, beside its text."""

_VALUE = 400
"""Bytes for a value of JSON, or for a tag of a web page, beside its text."""

_RECORD_TEXT, _NESTED = 4, 31
"""Bytes for each byte of JSON Lines, and for each byte of the longest line, which may be one value of many lists."""

RECORD, CHECKED_RECORD = 900, 1_400
"""Bytes for a record beside its text, and for one with all that is wrong with it."""


def memory_of_text(data: bytes) -> int:
    """For a sheet in a text, before its delimiter is known: `memory_of_cells` is added to it."""
    start = data[:1000]
    values = _VALUE * max(count_bytes(data, b",:").values()) if b"{" in start or b"[" in start else 0
    tags = _VALUE * count_bytes(data, b"<")[ord("<")] if b"<" in start else 0
    return _TEXT * len(data) + values + tags


def memory_of_cells(utf8: bytes, delimiter: str) -> int:
    """For the rows and cells of a delimited text."""
    lines, returns = count_bytes(utf8, b"\n\r").values()
    return _LINE * max(lines, returns) + _CELL * utf8.count(delimiter.encode())


def memory_of_lines(data: bytes, record: int = RECORD) -> int:
    """For the records of JSON Lines.

    Args:
        record: bytes for each record beside its text.
    """
    lines, longest = line_feeds(data)
    return _RECORD_TEXT * len(data) + record * lines + _NESTED * longest
