"""What separates the cells of a text file, and any such text rewritten for a reader of one-character delimiters."""

import re
from collections.abc import Iterator
from itertools import chain

DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "vertical bars", "^": "carets", "~": "tildes"}
"""The delimiters that are single characters, with their names for people."""

ONE_COLUMN = "\ufdd0"
"""The delimiter of text in one column: a code point that is not a character."""

SPACES = " "
"""The delimiter of cells with any number of spaces between them."""

ALIGNED = "  "
"""The delimiter of columns that spaces align: each ends where all lines have a space."""

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of a text file; other separators, at which `str.splitlines` cuts, belong to the cells."""

NO_DELIMITER = '\0"\r\n'
"""Characters that cannot separate cells."""

LONGEST_DELIMITER = 20
"""The most characters of a delimiter."""

_NAMES = {**DELIMITERS, ONE_COLUMN: "none", SPACES: "spaces", ALIGNED: "aligned with spaces"}
_STAND_INS = ((0x1C, 0x20), (0xFDD1, 0xFDF0), (0xF0000, 0xFFFFE))
"""Ranges of code points that texts hardly have: old separators, numbers that are not characters, private ones."""


def can_separate(delimiter: str) -> bool:
    """Whether a text of one character or more, such as `::`, can separate cells."""
    return 0 < len(delimiter) <= LONGEST_DELIMITER and not set(delimiter) & set(NO_DELIMITER)


def describe_delimiter(delimiter: str) -> str:
    """How the cells are separated, in words.

    >>> describe_delimiter(";"), describe_delimiter("::")
    ('separated by semicolons', 'separated by ::')
    """
    if delimiter == ONE_COLUMN:
        return "one column"
    if delimiter == ALIGNED:
        return "columns aligned with spaces"
    return f"separated by {_NAMES.get(delimiter, delimiter if delimiter.isprintable() else repr(delimiter))}"


def with_one_character(text: str, delimiter: str) -> tuple[str, str]:
    """The text with a one-character delimiter, and that character; a quoted delimiter changes, too.

    >>> with_one_character("1::Ann", "::")
    ('1\\x1cAnn', '\\x1c')
    """
    if len(delimiter) == 1 and delimiter not in (ONE_COLUMN, SPACES):
        return text, delimiter
    stand_in = next(unused_characters(text))
    if delimiter == ONE_COLUMN:
        return text, stand_in
    if delimiter == ALIGNED:
        return _cut_aligned(text, stand_in), stand_in
    if delimiter == SPACES:
        return _SPACE_RUN.sub(lambda run: run[1] or (stand_in if run[2] else ""), text), stand_in
    return text.replace(delimiter, stand_in), stand_in


def unused_characters(text: str) -> Iterator[str]:
    """Characters that a text does not have."""
    codes = chain.from_iterable(range(*codes) for codes in _STAND_INS)
    return (character for character in map(chr, codes) if character not in text)


_SPACE_RUN = re.compile(r'("[^"\n]*")|(?<=\S)( +)(?=\S)| +', re.MULTILINE)
"""A quoted cell, spaces between two cells, or spaces at the start or the end of a line."""


def _cut_aligned(text: str, mark: str) -> str:
    """The lines with a mark in each gap that most lines reach: two places or more (in ten lines: one), blank in all."""
    lines = LINE_END.split(text)
    starts = [start for start, end in _columns(lines)]
    ends = [*starts[1:], None]
    return "\n".join(
        mark.join(line[start:end].strip() for start, end in zip(starts, ends, strict=True)) if line.strip() else ""
        for line in lines
    )


def _columns(lines: list[str]) -> list[tuple[int, int]]:
    """The first and the last place of each column."""
    filled = bytearray(max(map(len, lines), default=0))
    for line in lines:
        for word in _WORD.finditer(line):
            filled[word.start() : word.end()] = b"\1" * len(word[0])
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    reached = lengths[len(lengths) // 2] if lengths else 0
    filled[reached:] = b"\1" * len(filled[reached:])
    gap = 1 if len(lengths) >= 10 else 2
    return [column.span() for column in re.finditer(rb"\x01(?:\x00{0,%d}\x01)*" % (gap - 1), filled)]


_WORD = re.compile(r"\S+")
