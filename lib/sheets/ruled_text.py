"""Columns of text under a line of dashes, as sqlcmd, SQL*Plus, SQLite and PowerShell print them.

The dashes show where each column is, so every other line has blanks between them.
"""

import re
import unicodedata
from collections.abc import Sequence

_RULE = re.compile(r" *[-=]{2,}(?: +[-=]+)+")
_MOST_ABOVE = 20


def read_ruled_text(lines: Sequence[str]) -> tuple[list[list[str]], Sequence[str], Sequence[str]] | None:
    """The rows of the names and below the dashes, and the lines above and below them.

    The table ends with a blank line, unless the names and the dashes follow it again. None if the text is not ruled.
    """
    rule = next((number for number, line in enumerate(lines[:_MOST_ABOVE]) if number and _RULE.fullmatch(line)), 0)
    if not rule or not lines[rule - 1].strip():
        return None
    names, dashes = lines[rule - 1], lines[rule]
    body: list[str] = []
    end = rule + 1
    while end < len(lines):
        if not lines[end] and list(lines[end + 1 : end + 3]) == [names, dashes]:  # a new page
            end += 3
        elif not lines[end] or lines[end] == dashes:
            break
        else:
            body.append(lines[end])
            end += 1
    rows = cut_at_gaps([names, *body], dashes, " ", " ")
    above = [line for line in lines[: rule - 1] if line != dashes]
    below = [line for line in lines[end:] if line != dashes]
    return ([list(map(str.strip, row)) for row in rows], above, below) if len(rows) > 1 else None


def cut_at_gaps(lines: Sequence[str], rule: str, gap: str, between: str) -> list[list[str]]:
    """The cells of each line, cut where the rule has a gap; none if it has none, or a line lacks `between` there."""
    gaps = [number for number, mark in enumerate(rule) if mark == gap]
    starts, ends = [0, *(number + 1 for number in gaps)], [*gaps, None]
    places = [(start, end) for start, end in zip(starts, ends, strict=True) if gap != " " or start != end]
    rows = []
    for line in map(as_shown, lines):
        if not gaps or any(number < len(line) and line[number] != between for number in gaps):
            return []
        rows.append([line[start:end].replace(_FILLER, "") for start, end in places])
    return rows


_FILLER = "\0"


def as_shown(text: str) -> str:
    """The text with a filler after each character that takes two places in a terminal, such as Chinese ones."""
    if text.isascii():
        return text
    return "".join(f"{letter}{_FILLER}" if unicodedata.east_asian_width(letter) in "WF" else letter for letter in text)
