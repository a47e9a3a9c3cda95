"""The rows that name the columns, and a question where a sheet may be read in two ways.

The header is the first row that fills more than half of the cells that rows usually fill. A second
reading is offered where its cells do not show that they are names, where rows stand above it, or
where the next row differs from the rows below it, too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lib.common import Problem
from lib.common.phrasing import listed_rows, shorten_line
from lib.sheets.header_evidence import Verdict, compare_with_body, differs_from_body
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions, RawTable

_SAMPLE_ROWS = 50
_MOST_ABOVE = 20
"""The most filled rows above a header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The row that names the columns, or the first of several such rows; row 0 means none."""

    row: int
    rows: int = 1
    notes: tuple[Problem, ...] = ()


def find_header(table: RawTable, chosen: ImportOptions) -> Header:
    """The header that the options name, or the likeliest one with its doubts."""
    row = chosen.header_row
    if table.records:
        return Header(1)
    if row is not None and 0 <= row <= len(table.rows):
        count = max(1, min(chosen.header_rows, len(table.rows) - row + 1)) if row else 1
        return Header(row, count, tuple(_above(table.rows, row)))
    return _detected(table.rows, chosen)


def header_names(rows: Sequence[Sequence[str]], header: Header) -> list[str]:
    """The cells of the header; those of several rows are joined, and a blank one takes the text at its left.

    >>> header_names([["", "Answers", ""], ["id", "first", "second"]], Header(1, 2))
    ['id', 'Answers / first', 'Answers / second']
    """
    if not header.row or not rows:
        return []
    *groups, names = rows[header.row - 1 : header.row - 1 + header.rows]
    width = max(map(len, (*groups, names)))
    levels = [*map(_filled_right, groups), list(names)]
    cells = zip(*(level + [""] * (width - len(level)) for level in levels), strict=True)
    return [" / ".join(dict.fromkeys(filter(is_filled, parts))) for parts in cells] if groups else list(names)


def is_filled(cell: str) -> bool:
    """Whether a cell has more than blanks."""
    return bool(cell) and not cell.isspace()


def _filled_right(row: Sequence[str]) -> list[str]:
    cells, last = [], ""
    for cell in row:
        last = cell if is_filled(cell) else last
        cells.append(last)
    return cells


def _detected(rows: Sequence[list[str]], chosen: ImportOptions) -> Header:
    counts = ((index, sum(map(is_filled, row))) for index, row in enumerate(rows[:1000]))
    filled = list(islice((place for place in counts if place[1]), _SAMPLE_ROWS))
    if len(filled) < 2:
        return Header(filled[0][0] + 1 if filled else 1)
    usual = Counter(count for _, count in filled[len(filled) // 3 :]).most_common(1)[0][0]
    first = filled[0][0]
    index = next((index for index, count in filled[:_MOST_ABOVE] if count > usual // 2), first)
    apart = _names_apart(rows, filled, index, usual)
    if apart:
        message = "rows above the table may be a title or the names."
        return _asked(rows, chosen, Header(apart + 1), Header(index + 1), "above-header", message)
    header = Header(index + 1)
    joined = _two_rows(rows, first, index)
    if joined:
        message = "the names of the columns may be in two rows."
        asked = _asked(rows, chosen, joined, header, "two-row-header", message)
        return replace(asked, notes=(*_above(rows, joined.row), *asked.notes))
    body = _body(rows, index + 1)
    verdict = compare_with_body(rows[index], body)
    if index != first:
        return _under_title(rows, chosen, header, Header(first + 1), verdict)
    if usual == 1 and _is_apart(rows, filled):
        below = Header(filled[1][0] + 1)
        return _asked(rows, chosen, header, below, "above-header", "the first line may be a title or the name.")
    if verdict == "names":
        return header
    if verdict == "data":
        message = "this row looks like the rows below it, so the columns may have no names."
        return _asked(rows, chosen, Header(0), header, "no-header", message)
    return _asked(rows, chosen, header, Header(0), "no-header", "this row may have the names of the columns, or data.")


def _body(rows: Sequence[list[str]], start: int) -> list[list[str]]:
    return list(islice((row for row in rows[start:] if any(map(is_filled, row))), _SAMPLE_ROWS))


def _is_apart(rows: Sequence[list[str]], filled: list[tuple[int, int]]) -> bool:
    """Whether a blank row follows the first filled row, and no other does."""
    (first, _), (second, _), *_ = filled
    return second > first + 1 and len(filled) > 2 and filled[-1][0] - second == len(filled) - 2


def _names_apart(rows: Sequence[list[str]], filled: list[tuple[int, int]], index: int, usual: int) -> int:
    """The names below an empty row, if the rows above that are narrower than usual; 0 if there are none."""
    below = [place for place, count in filled[1:_MOST_ABOVE] if count >= usual and _is_blank(rows[place - 1])]
    if not below or any(count >= usual for place, count in filled if place < below[0]):
        return 0
    return (
        below[0] if index < below[0] and compare_with_body(rows[below[0]], _body(rows, below[0] + 1)) == "names" else 0
    )


def _two_rows(rows: Sequence[list[str]], first: int, index: int) -> Header | None:
    """Two rows of names: groups above the header, or two rows that both differ from the rows below them.

    One column has no groups: its first rows are a name and a text.
    """
    if sum(map(is_filled, rows[index])) < 2:
        return None
    groups = rows[index - 1][1:] if index > first else []
    if any(map(is_filled, groups)) and compare_with_body(rows[index], _body(rows, index + 1)) == "names":
        return Header(index, 2)
    second, body = rows[index + 1 : index + 2], _body(rows, index + 2)
    both = len(body) > 1 and all(differs_from_body(row, body) for row in (rows[index], *second))
    return Header(index + 1, 2) if both or (second and _explains(second[0], rows[index], body)) else None


def _explains(second: Sequence[str], first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row is blank where the rows above and below are filled: in two columns, the first one among them.

    One such column suffices if the row has a cell where the row above has none.
    """
    if len(body) < 2 or not any(map(is_filled, second)):
        return False
    above, below = _filled_columns(first), set.intersection(*map(_filled_columns, body))
    blank = (above & below) - _filled_columns(second)
    return (0 in blank and len(blank) > 1) or bool(blank and (_filled_columns(second) & below) - above)


def _filled_columns(row: Sequence[str]) -> set[int]:
    return {column for column, cell in enumerate(row) if is_filled(cell)}


def _is_blank(row: Sequence[str]) -> bool:
    return not any(map(is_filled, row))


def _under_title(
    rows: Sequence[list[str]], chosen: ImportOptions, header: Header, first: Header, verdict: Verdict
) -> Header:
    """A header below other rows: certain if it is like names, and they have one cell each or an empty row below."""
    (note,) = _above(rows, header.row)
    titles = all(sum(map(is_filled, row)) < 2 for row in rows[: header.row - 1])
    if verdict == "names" and (titles or _is_blank(rows[header.row - 2])):
        return replace(header, notes=(note,))
    used, other = (first, header) if verdict == "data" else (header, first)
    return _asked(rows, chosen, used, other, note.kind, "rows above the table may be a title or the names.")


def _above(rows: Sequence[list[str]], header_row: int) -> Iterator[Problem]:
    """A note on the filled rows above the header, which are not sent."""
    above = [number for number, row in enumerate(rows[: max(0, header_row - 1)], 1) if not _is_blank(row)]
    if above:
        message = f"{listed_rows(above)} above the header {'is' if len(above) == 1 else 'are'} not used."
        yield Problem("above-header", message)


def _asked(
    rows: Sequence[list[str]], chosen: ImportOptions, used: Header, other: Header, kind: str, message: str
) -> Header:
    """The header in use, with the question whether it is that one or another."""
    readings = tuple(_reading(rows, chosen, header, used if header is other else other) for header in (used, other))
    hint = "Choose the reading whose first rows look right."
    row = None if kind == "above-header" else max(1, used.row or other.row)
    return replace(used, notes=(Question(kind, message, hint, "ask", row=row, readings=readings),))


def _reading(rows: Sequence[list[str]], chosen: ImportOptions, header: Header, other: Header) -> Reading:
    body = _body(rows, header.row + header.rows - 1 if header.row else other.row - 1)[:3]
    names = header_names(rows, header) or [f"Column {number}" for number in range(1, len(rows[other.row - 1]) + 1)]
    first = [tuple(shorten_line(cell, 60) for cell in row) for row in (names, *body)]
    options = replace(chosen, header_row=header.row, header_rows=header.rows)
    return Reading(_label(header, other), options, tuple(first))


def _label(header: Header, other: Header) -> str:
    if not header.row:
        return f"No names: row {other.row} is data"
    if header.rows > 1:
        return f"Rows {header.row} and {header.row + 1} have the names"
    return f"Row {header.row} has the names"
