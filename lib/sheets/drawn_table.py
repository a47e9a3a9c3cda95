"""The rows of a table drawn with characters: Markdown, boxes of `+---+`, and what database tools print.

A rule is a line of dashes and crossings alone; any other line of the table is cut by the same number
of bars. Lines above and below the table are rows of one cell. In a table with more rules than one below
the names, a line whose first cell is empty continues the row above. So does a line below cells that psql
ends with a + at their bar, if all its other cells are empty.
"""

import re
import unicodedata
from collections.abc import Sequence

from lib.sheets.delimiter import LINE_END

_RULE_PART = re.compile(r":?[-=─━═]{2,}:?")
_CROSSINGS = re.compile("[+|\u2502-\u254f\u2551-\u257f]")  # all box characters but the two horizontal lines
_BAR = re.compile(r"(?<!\\)[|│┃║]")
_COUNT = re.compile(r"\(?\d[\d,.]* rows?( in set)?( \([\d.]+ sec\))?\)?")
"""How psql and MySQL say the number of rows below a table."""

_SAMPLE_LINES = 20
"""The first lines, one of which is a rule."""


def read_drawn_table(text: str) -> list[list[str]] | None:
    """The rows of a drawn table with trimmed cells, or None if the text is not one."""
    if not any(map(_is_rule, LINE_END.split(text[:20_000])[:_SAMPLE_LINES])):
        return None
    lines = [line.strip() for line in LINE_END.split(text) if line.strip()]
    if _COUNT.fullmatch(lines[-1]):
        lines.pop()
    drawn = [number for number, line in enumerate(lines) if _BAR.search(line) or _is_rule(line)]
    first, last = drawn[0], drawn[-1]
    if len(drawn) != last - first + 1:
        return None
    rows = _rows(lines[first : last + 1])
    above, below = lines[:first], lines[last + 1 :]
    return rows and [*([line] for line in above), *rows, *([line] for line in below)]


def _is_rule(line: str) -> bool:
    parts = [part.strip() for part in _CROSSINGS.split(line)]
    return any(parts) and all(not part or _RULE_PART.fullmatch(part) for part in parts)


def _rows(lines: list[str]) -> list[list[str]] | None:
    """The rows between the rules, or None if bars do not cut them evenly or there is no rule."""
    groups: list[list[list[str]]] = [[]]
    last = 0
    for line in lines:
        is_data = len(groups) > 1 and "|" in line and "+" not in line  # dashes in cells, below the rule
        if _is_rule(line) and not is_data:
            groups.append([])
            last = len(list(filter(None, _CROSSINGS.split(line)))[-1])
        else:
            groups[-1].append(_BAR.split(line))
    filled = _without_frame([group for group in groups if group])
    if len(groups) < 2 or len({len(row) for group in filled for row in group}) != 1:
        return None
    filled = [_unwrapped(group, last) for group in filled]
    if len(filled) > 2:
        filled = list(map(_joined, filled))
    return [row for group in filled for row in group]


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
        marked[-1] &= _shown_width(line[-1]) == last
        cells = [cell[:-1].rstrip() if mark else cell for cell, mark in zip(cells, marked, strict=True)]
        if any(below) and not any(cell for cell, goes_on in zip(cells, below, strict=True) if not goes_on):
            parts = zip(rows[-1], cells, below, strict=True)
            rows[-1] = [f"{above}\n{cell}" if goes_on else above for above, cell, goes_on in parts]
        else:
            rows.append(cells)
    return rows


def _shown_width(text: str) -> int:
    """The places that a text takes in a terminal, where a Chinese character takes two."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


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
