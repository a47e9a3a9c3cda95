"""Delimited text to rows of cells, with misplaced quotation marks noted."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.common import Problem
from lib.common.memory_budget import take_memory
from lib.common.memory_need import memory_of_cells
from lib.sheets.broken_records import join_broken
from lib.sheets.delimited_fast import read_well_formed
from lib.sheets.delimiter import NO_DELIMITER, with_one_character
from lib.sheets.delimiter_detection import detect_delimiter

_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200

csv.field_size_limit(2**31 - 1)  # the default, 131,072 characters, is shorter than real prompts


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """Rows of text cells; a blank line is a row of no cell or of empty ones, so that row n is `rows[n - 1]`."""

    rows: Sequence[list[str]]
    delimiters: tuple[str, ...]
    """The delimiter, and the others that are as likely."""

    quotes: bool = True
    problems: tuple[Problem, ...] = ()


def read_delimited(text: str, delimiter: str | None = None, quotes: bool | None = None) -> DelimitedTable:
    """Every record of the text; a quoted line break stays inside its cell.

    A quotation mark that never closes would put the rest of the file into one cell: that is a
    problem of the row where it opens. A first line `sep=;` sets the delimiter, as in Excel.

    Args:
        delimiter: one character or several.

    Raises:
        NotEnoughMemory: the cells do not fit into the memory that is free.
    """
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        text, delimiter = text[separator_line.end() :], delimiter or separator_line[1]
    delimiters = (delimiter,) if delimiter else detect_delimiter(text)
    plain, mark = with_one_character(text, delimiters[0])
    rows, quotes, problems = _read(plain, mark, quotes)
    if plain is not text and '"' in text:  # in quotes, the delimiter is text
        rows = [[cell.replace(mark, delimiters[0]) for cell in row] for row in rows]
    return DelimitedTable(rows, delimiters, quotes, problems)


def read_even(start: str, utf8: bytes, delimiter: str | None, quotes: bool | None) -> DelimitedTable | None:
    """The records of well-formed text from its bytes, which is several times as fast; None for `read_delimited`.

    Args:
        start: the first characters, 200,000 at least.
    """
    delimiters = (delimiter,) if delimiter else detect_delimiter(start)
    if _SEPARATOR_LINE.match(start) or with_one_character(start, delimiters[0])[1] != delimiters[0]:
        return None
    if quotes is None:
        quotes = not _quotes_are_text(start, delimiters[0])
    rows = read_well_formed(utf8, delimiters[0], quotes)
    return None if rows is None else DelimitedTable(rows, delimiters, quotes)


def _read(text: str, delimiter: str, quotes: bool | None) -> tuple[Sequence[list[str]], bool, tuple[Problem, ...]]:
    """The records, whether quotation marks wrap cells, and what is wrong with those marks."""
    utf8 = text.encode("utf-8", "replace")
    take_memory(memory_of_cells(utf8, delimiter))
    if quotes is None:
        quotes = not _quotes_are_text(text, delimiter)
    even = read_well_formed(utf8, delimiter, quotes)
    if even is not None:
        return even, quotes, ()
    if quotes:
        rows, problems = _quoted(text, delimiter)
    else:
        rows, problems = list(_records(text, delimiter, quotes=False)), ()
    if not any(problem.severity == "ask" for problem in problems):
        rows, broken = join_broken(text, delimiter, rows, lambda plain: list(_records(plain, delimiter, quotes=quotes)))
        problems += broken
    return rows, quotes, problems


def _quoted(text: str, delimiter: str) -> tuple[list[list[str]], tuple[Problem, ...]]:
    """The records; if quotation marks are misplaced, the first such row is noted."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(_lines(text), delimiter=delimiter, strict=True))
        blanks = any(_BLANKS_BEFORE_QUOTE.match(cell) for row in rows[:_SAMPLE_ROWS] for cell in row)
        repaired = _by_another_habit(text, delimiter) if blanks and '\\"' not in text else None
        return repaired or (rows, ())
    except csv.Error as error:
        stray = (_stray_quote(len(rows) + 1),) if "expected after" in str(error) else ()
    repaired = _by_another_habit(text, delimiter)
    if repaired is not None:
        return repaired
    rows = list(_records(text, delimiter))
    return rows, (*stray, *_unclosed_quote(text, rows, delimiter))


def _by_another_habit(text: str, delimiter: str) -> tuple[list[list[str]], tuple[Problem, ...]] | None:
    """The records of text with \" for a quotation mark or spaces before it; None unless all rows are then even."""
    rows = _even(text.replace('\\"', '""'), delimiter) if '\\"' in text else None
    if rows is not None:
        message = 'the file writes quotation marks inside cells as \\"; Batchdesk reads them as ".'
        return rows, (Problem("escaped-quotes", message),)
    rows = _even(text, delimiter, skipinitialspace=True)
    if rows is not None:
        return rows, (Problem("blanks-skipped", "spaces between a delimiter and the next cell are removed."),)
    return None


def _even(text: str, delimiter: str, skipinitialspace: bool = False) -> list[list[str]] | None:
    """The records, if all quotation marks are in place and all rows are as wide as the first."""
    try:
        rows = list(csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=skipinitialspace))
    except csv.Error:
        return None
    return rows if len({len(row) for row in rows if row}) == 1 else None


_BLANKS_BEFORE_QUOTE = re.compile(r' +"')


def _has_stray_quote(text: str, delimiter: str) -> bool:
    """Whether text follows a closing quotation mark."""
    try:
        return not list(_records(text, delimiter, strict=True))
    except csv.Error as error:
        return "expected after" in str(error)


def _stray_quote(row: int) -> Problem:
    message = "a quotation mark is in the middle of a cell, so cells or rows may have merged."
    hint = "Compare the row with the file. In a quoted cell, double each quotation mark of the text."
    return Problem("stray-quote", message, hint, "ask", row=row)


_SEPARATOR_LINE = re.compile(rf"sep=([^{NO_DELIMITER}])\r?\n", re.IGNORECASE)


def _quotes_are_text(text: str, delimiter: str) -> bool:
    """Whether quotation marks belong to the text: as wrapping they are misplaced, and plain splitting works.

    In a sample, no cell is then wrapped in quotation marks, and every row is as wide as the first.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if '"' not in sample or not _has_stray_quote(sample, delimiter):
        return False
    rows = [row for row in _records(sample, delimiter, quotes=False) if any(row)]
    rows = rows if len(text) <= _SAMPLE_CHARACTERS else rows[:-1]
    wrapped = any(len(cell) > 1 and cell[0] == cell[-1] == '"' for row in rows for cell in row)
    return bool(rows) and not wrapped and len({len(row) for row in rows}) == 1


def _records(text: str, delimiter: str, strict: bool = False, quotes: bool = True) -> Iterator[list[str]]:
    lines = _lines(text)
    if not quotes:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; a lone CR is one too. Bytes take less memory than `StringIO`."""
    return io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "replace")), "utf-8", newline="")


def line_ends(text: str, quotes: bool = True) -> str:
    """How the lines of a sample end, in words; empty for the usual LF or CR LF."""
    sample = text[:_SAMPLE_CHARACTERS]
    ends = set(_LINE_END.findall(_QUOTED_CELL.sub("", sample) if quotes else sample)) if "\r" in sample else set()
    if "\r" not in ends:
        return ""
    return "lines end with CR" if ends == {"\r"} else "mixed line ends (CR and LF)"


_LINE_END = re.compile(r"\r\n|\r(?!\Z)|\n")
_QUOTED_CELL = re.compile(r'"[^"]*"')


def _unclosed_quote(text: str, rows: list[list[str]], delimiter: str) -> tuple[Problem, ...]:
    """A problem if the last record runs to the end of the text inside a quotation mark."""
    last_line = text.rstrip("\r\n").rpartition("\n")[2]
    if not rows or not (_is_multiline(rows[-1]) or last_line.count('"') % 2):
        return ()
    *_, last = _records(f"{text.rstrip()}{delimiter}end", delimiter)
    if last[-1] == "end":  # a delimiter at the end of the text works, so no quotation mark is open
        return ()
    message = "a quotation mark opens here and never closes, so the rest of the file is one cell."
    hint = "Close the quotation mark in the file, or double it if it belongs to the text."
    return (Problem("unclosed-quote", message, hint, "ask", row=len(rows)),)


def _is_multiline(row: Sequence[str]) -> bool:
    """Whether the last cell of a row has several lines."""
    return any("\n" in cell or "\r" in cell for cell in row[-1:])
