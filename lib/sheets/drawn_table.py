"""The rows of a table drawn with characters: Markdown, boxes of `+---+`, and what database tools print.

A rule is a line of dashes and crossings alone; any other line of the table is cut by the same number
of bars, or at the rule's crossings. Lines above and below the table are rows of one cell. In a table with
more rules than one below the names, a line whose first cell is empty continues the row above. So does a
line below cells that psql ends with a + at their bar, if all its other cells are empty.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lib.sheets.delimiter import LINE_END
from lib.sheets.ruled_text import as_shown, cut_at_gaps, read_ruled_text

_RULE_PART = re.compile(r":?[-=─━═]{2,}:?")
_DASHES = re.compile("[-=─━═]{2}")
_CROSSINGS = re.compile("[+|\u2502-\u254f\u2551-\u257f]")  # all box characters but the two horizontal lines
_BAR = re.compile(r"(?<!\\)[|│┃║]")
_LAST_LINE = re.compile(
    r"\(?\d[\d,.]* rows?(?: in set| affected| selected| returned)?\.?(?: \([\d.]+ sec\))?\)?"
    r"|Time: [\d.,]+ ms.*|\w+(?:\[\w+\]|=)?[>#]",
    re.IGNORECASE,
)
"""How database tools say the number of rows below a table, and the prompt after it."""

_SAMPLE_LINES = 20
"""The first lines, one of which is a rule."""


class DrawnTable(NamedTuple):
    """Rows of trimmed cells, the last of which may be lines below the table."""

    rows: list[list[str]]
    below: int


def has_drawn_line(text: str) -> bool:
    """Whether a line near the start of a text may be one of a drawn table."""
    return any(map(_DASHES.search, LINE_END.split(text[:20_000])[:_SAMPLE_LINES]))


def read_drawn_table(text: str) -> DrawnTable | None:
    """The rows of a drawn table, or None if the text is not one."""
    if not has_drawn_line(text):
        return None
    lines = [part for line in LINE_END.split(text) for part in _with_names_inside(line.rstrip())]
    while lines and (not lines[-1] or _LAST_LINE.fullmatch(lines[-1].strip())):
        lines.pop()
    return _read_drawn(list(filter(None, lines))) or _read_ruled(lines)


def _with_names_inside(line: str) -> Iterator[str]:
    """The line; if it is the upper edge of a box with names in it, as ClickHouse draws it, the names and a rule."""
    if line.startswith("┌") and line.endswith("┐") and not _is_rule(line):
        yield "│" + line[1:-1].replace("─", " ").replace("┬", "│") + "│"
        yield "├──┤"
    else:
        yield line


def _read_drawn(lines: list[str]) -> DrawnTable | None:
    if not any(map(_is_rule, lines[:_SAMPLE_LINES])):
        return None
    drawn = [number for number, line in enumerate(lines) if _BAR.search(line) or _is_rule(line)]
    first, last = drawn[0], drawn[-1]
    if len(drawn) != last - first + 1:
        return None
    rows = _rows(lines[first : last + 1])
    return _with_lines_around(rows, lines[:first], lines[last + 1 :]) if rows else None


def _read_ruled(lines: list[str]) -> DrawnTable | None:
    found = read_ruled_text(lines)
    return _with_lines_around(*found) if found else None


def _with_lines_around(rows: list[list[str]], above: Sequence[str], below: Sequence[str]) -> DrawnTable:
    below = [line.strip() for line in below if line.strip()]
    return DrawnTable(
        [*([line.strip()] for line in above if line.strip()), *rows, *([line] for line in below)], len(below)
    )


def _is_rule(line: str) -> bool:
    parts = [part.strip() for part in _CROSSINGS.split(line)]
    return any(parts) and all(not part or _RULE_PART.fullmatch(part) for part in parts)


def _rows(lines: list[str]) -> list[list[str]] | None:
    """The rows between the rules, or None if nothing cuts them evenly or there is no rule."""
    groups: list[list[str]] = [[]]
    rule = ""
    width = next((len(_BAR.split(line)) for line in lines if not _is_rule(line)), 0)
    for line in lines:  # below a rule, dashes between as many bars are cells
        is_data = len(groups) > 1 and "|" in line and "+" not in line and len(_BAR.split(line)) == width
        if _is_rule(line) and not is_data:
            groups.append([])
            rule = line
        else:
            groups[-1].append(line)
    filled = _cut([group for group in groups if group], rule)
    if len(groups) < 2 or not filled:
        return None
    last = len(list(filter(None, _CROSSINGS.split(rule)))[-1])
    rows = [_unwrapped(group, last) for group in filled]
    if len(rows) > 2:
        rows = list(map(_joined, rows))
    return [row for group in rows for row in group]


def _cut(groups: list[list[str]], rule: str) -> list[list[list[str]]]:
    """The cells between bars; if rows then differ, those between the bars at the rule's crossings. Else none."""
    cut = [list(map(_BAR.split, group)) for group in groups]
    if len({len(row) for group in cut for row in group}) != 1:
        cut = [cut_at_gaps(group, rule, "+", "|") for group in groups]
    return _without_frame(cut) if all(cut) else []


def _unwrapped(lines: list[list[str]], last: int) -> list[list[str]]:
    """The rows with trimmed cells, those of several lines joined.

    Args:
        last: the width of the last column, spaces included: a + before its end is text.
    """
    rows: list[list[str]] = []
    marked = [False] * len(lines[0])
    for line in lines:
        cells, below = _trimmed(line), marked
        marked = [cell.endswith("+") for cell in line]
        marked[-1] &= len(as_shown(line[-1])) == last
        cells = [cell[:-1].rstrip() if mark else cell for cell, mark in zip(cells, marked, strict=True)]
        if any(below) and not any(cell for cell, goes_on in zip(cells, below, strict=True) if not goes_on):
            parts = zip(rows[-1], cells, below, strict=True)
            rows[-1] = [f"{above}\n{cell}" if goes_on else above for above, cell, goes_on in parts]
        else:
            rows.append(cells)
    return rows


def _joined(lines: list[list[str]]) -> list[list[str]]:
    """The rows between two rules, each with the lines that continue it."""
    rows: list[list[str]] = []
    for line in lines:
        if rows and not line[0]:
            rows[-1] = ["\n".join(filter(None, cell)) for cell in zip(rows[-1], line, strict=True)]
        else:
            rows.append(line)
    return rows


def _without_frame(groups: list[list[list[str]]]) -> list[list[list[str]]]:
    """The rows without what is outside the bars at the left and the right end."""
    rows = [row for group in groups for row in group]
    start = int(all(len(row) > 1 and not row[0].strip() for row in rows))
    end = -1 if all(len(row) > 1 and not row[-1].strip() for row in rows) else None
    return [[row[start:end] for row in group] for group in groups]


def _trimmed(cells: Sequence[str]) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in cells]
