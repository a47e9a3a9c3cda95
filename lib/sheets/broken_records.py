"""Records that a line break inside a cell cut in two, put together again.

A backslash before a line break or a delimiter keeps it in its cell, if all rows are then of one
width. Without a backslash, a short row and the lines after it are one record if they add up to the
width of the header and only the first begins with a number, date or code as the other rows do.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice, pairwise

from lib.common import Problem
from lib.common.phrasing import counted, listed_rows
from lib.sheets.cell_kinds import TYPED, cell_kind
from lib.sheets.delimiter import unused_characters

Rows = list[list[str]]
_SAMPLE_ROWS = 200
_MOST_LINES = 100
"""The most lines of a record whose next record does not show by its first cell."""


def join_broken(text: str, delimiter: str, rows: Rows, read: Callable[[str], Rows]) -> tuple[Rows, tuple[Problem, ...]]:
    """The rows with cut records joined, and a note or a question about them.

    Args:
        read: reads the records of a text with the same delimiter.
    """
    if len(_widths(rows)) < 2:
        return rows, ()
    if re.search(rf"\\(?:[\r\n]|{re.escape(delimiter)})", text):
        escaped = _with_escapes(text, delimiter, read)
        if len(_widths(escaped)) == 1:
            message = "the file writes line breaks or delimiters inside cells after a \\; they are read as text."
            return escaped, (Problem("escaped-breaks", message),)
    width = _usual_width(rows)
    typed = _is_typed(rows, width)
    joined = _joined(rows, width, typed=True) if typed else rows
    if len(joined) < len(rows):
        message = (
            f"{counted(len(rows) - len(joined), 'line continues', 'lines continue')} the row above; they are joined."
        )
        return joined, (Problem("joined-lines", message),)
    return rows, () if typed else _cut(rows, width)


def _widths(rows: Rows) -> set[int]:
    return {len(row) for row in rows if any(row)}


def _with_escapes(text: str, delimiter: str, read: Callable[[str], Rows]) -> Rows:
    pattern = re.compile(rf"\\\\|\\(\r\n|\r|\n)|\\{re.escape(delimiter)}")
    line_break, mark = islice(unused_characters(text), 2)
    breaks = {"\\\\": "\\\\", f"\\{delimiter}": mark}
    plain = pattern.sub(lambda escape: breaks.get(escape[0], line_break), text)
    return [[cell.replace(line_break, "\n").replace(mark, delimiter) for cell in row] for row in read(plain)]


def _usual_width(rows: Rows) -> int:
    return Counter(len(row) for row in rows[:_SAMPLE_ROWS] if any(row)).most_common(1)[0][0]


def _is_typed(rows: Rows, width: int) -> bool:
    """Whether the full rows begin with a number, date or code."""
    first = [cell_kind(row[0]) for row in rows[1:_SAMPLE_ROWS] if len(row) == width]
    return bool(first) and TYPED.issuperset(first)


def _joined(rows: Rows, width: int, typed: bool) -> Rows:
    """The rows, each short one joined with the lines that complete it.

    Args:
        typed: whether a number, date or code begins each row, and no line that continues one.
    """
    joined: Rows = []
    number = 0
    while number < len(rows):
        last = _last_line(rows, number, width, typed) if 0 < len(rows[number]) < width else number
        joined.append(_record(rows[number : last + 1]))
        number = last + 1
    return joined


def _last_line(rows: Rows, number: int, width: int, typed: bool) -> int:
    """The number of the line that completes a short row, or of the row itself if none does."""
    if typed and cell_kind(rows[number][0]) not in TYPED:
        return number
    cells = len(rows[number])
    for last in range(number + 1, len(rows) if typed else min(len(rows), number + _MOST_LINES)):
        line = rows[last]
        cells += max(0, len(line) - 1)
        if cells > width or len(line) >= width or (typed and line and cell_kind(line[0]) in TYPED):
            break
        if cells == width:
            return last
    return number


def _record(lines: Rows) -> list[str]:
    record = list(lines[0])
    for line in lines[1:]:
        record[-1] += "\n" + (line[0] if line else "")
        record += line[1:]
    return record


def _cut(rows: Rows, width: int) -> tuple[Problem, ...]:
    """A question about short rows that would be whole if joined, where nothing shows that they belong together."""
    joined = _joined(rows, width, typed=False)
    if len(joined) == len(rows) or len(_widths(joined)) > 1:
        return ()
    short = [number for number, (row, after) in enumerate(pairwise(rows), 1) if 0 < len(row) < width > len(after)]
    message = f"a line break may have cut a row in two: {listed_rows(short)} and the row below."
    hint = "Join the lines in the file, or put the cell in quotation marks."
    return (Problem("cut-rows", message, hint, "ask"),)
