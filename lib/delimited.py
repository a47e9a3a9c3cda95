"""Delimited text to rows of cells: which delimiter, and a quote that never closes."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lib.problems import Problem

DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "vertical bars"}
"""The delimiters looked for, in order of preference, with their names for people."""

ONE_COLUMN = "\x1f"
"""Stands for no delimiter at all: a control character that separates nothing in real text."""

_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200

csv.field_size_limit(2**31 - 1)  # the default, 131,072 characters, is shorter than real prompts


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells, blank lines included, so that row n of the file is `rows[n - 1]`."""

    rows: list[list[str]]
    delimiter: str
    problems: tuple[Problem, ...] = ()


def read_delimited(text: str, delimiter: str | None = None, prefer: str = ",") -> Table:
    """Every record of the text; a quoted line break stays inside its cell.

    A quote that never closes would swallow the rest of the file into one cell: it is a problem
    at the row where it opens.
    """
    delimiter = delimiter or guess_delimiter(text, prefer)
    rows = list(_records(text, delimiter))
    problems = (*_stray_quote(text, delimiter), *_unclosed_quote(text, rows, delimiter))
    return Table(rows, delimiter, problems)


def guess_delimiter(text: str, prefer: str = ",") -> str:
    """The delimiter under which most rows of a sample have as many cells as the first one.

    `prefer` wins a tie. Text that no delimiter splits evenly is one column.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    whole = len(text) <= _SAMPLE_CHARACTERS
    scores = {}
    for delimiter in dict.fromkeys([prefer, *DELIMITERS]):
        widths = [len(row) for row in islice(_records(sample, delimiter), _SAMPLE_ROWS) if any(row)]
        if not whole and len(widths) > 1:
            widths.pop()  # the sample may end inside this row
        scores[delimiter] = _evenness(widths)
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] > 0:
        return best
    uneven = any(len(row) > 1 for row in islice(_records(sample, prefer), _SAMPLE_ROWS))
    return ONE_COLUMN if uneven else prefer


def _evenness(widths: Sequence[int]) -> float:
    """How well rows of these widths look like one table: 0 for one column, up to 0.5 for a ragged one, else up to 1."""
    if not widths or widths[0] < 2:
        return 0
    even = sum(width == widths[0] for width in widths) / len(widths)
    parted = sum(width > 1 for width in widths) / len(widths)
    return even if even > 0.5 else parted / 2 if parted > 0.5 else 0


def _records(text: str, delimiter: str, strict: bool = False) -> Iterator[list[str]]:
    # newline="" leaves line ends inside quoted cells as they are, and lets a lone CR end a record.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _unclosed_quote(text: str, rows: list[list[str]], delimiter: str) -> tuple[Problem, ...]:
    """Whether the last record runs to the end of the text inside a quote."""
    last_line = text.rstrip("\r\n").rpartition("\n")[2]
    if not rows or not (_runs_on(rows[-1]) or last_line.count('"') % 2):
        return ()
    *_, last = _records(f"{text.rstrip()}{delimiter}end", delimiter)
    if last[-1] == "end":  # what is added at the end of the text is a cell of its own: no quote is open
        return ()
    message = "a quotation mark opens here and never closes, so the rest of the file is one cell."
    hint = "Close the quotation mark in the file, or double it if it belongs to the text."
    return (Problem("unclosed-quote", message, hint, row=len(rows)),)


def _runs_on(row: Sequence[str]) -> bool:
    """Whether the last cell of a row goes over several lines."""
    return any("\n" in cell or "\r" in cell for cell in row[-1:])


def _stray_quote(text: str, delimiter: str) -> tuple[Problem, ...]:
    """The first row in which text follows a closing quote: an odd quote there may have run rows together."""
    if '"' not in text:
        return ()
    row = 1
    try:
        for _ in _records(text, delimiter, strict=True):
            row += 1
    except csv.Error as error:
        if "expected after" in str(error):
            message = "a quotation mark stands in the middle of a cell, so cells or rows may have run together."
            hint = "Compare the row with the file; in a quoted cell, a quotation mark of the text is doubled."
            return (Problem("stray-quote", message, hint, row=row),)
    return ()
