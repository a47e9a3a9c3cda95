"""The rows of a table drawn with characters: Markdown, boxes of `+---+`, and what database tools print.

A rule is a line of dashes and crossings alone; any other line of the table is cut by the same number
of bars. Lines above and below the table are rows of one cell. In a table with more rules than one below
the names, a line whose first cell is empty continues the row above.
"""

import re

_RULE_PART = re.compile(r":?[-=─━═]{2,}:?")
_CROSSINGS = re.compile("[+|\u2502-\u254f\u2551-\u257f]")  # all box characters but the two horizontal lines
_BAR = re.compile(r"(?<!\\)[|│┃║]")
_COUNT = re.compile(r"\(?\d[\d,.]* rows?( in set)?( \([\d.]+ sec\))?\)?")
"""How psql and MySQL say the number of rows below a table."""

_SAMPLE_LINES = 20
"""The first lines, one of which is a rule."""


def read_drawn_table(text: str) -> list[list[str]] | None:
    """The rows of a drawn table with trimmed cells, or None if the text is not one."""
    if not any(map(_is_rule, text[:20_000].splitlines()[:_SAMPLE_LINES])):
        return None
    lines = [line.strip() for line in text.splitlines() if line.strip()]
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
    for line in lines:
        in_markdown = line.startswith("|") and "+" not in line and len(groups) > 1
        if _is_rule(line) and not in_markdown:  # below the one rule of Markdown, dashes are data
            groups.append([])
        else:
            groups[-1].append(_BAR.split(line))
    filled = [_trimmed(group) for group in _without_frame([group for group in groups if group])]
    if len(groups) < 2 or len({len(row) for group in filled for row in group}) != 1:
        return None
    if len(filled) > 2:
        filled = list(map(_joined, filled))
    return [row for group in filled for row in group]


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


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]
