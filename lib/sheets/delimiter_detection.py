"""The delimiter of a text, and a question where several explain it equally well.

A row is explained by a delimiter if it has the usual number of cells and no other delimiter is left
in a cell, apart from commas and semicolons before a space and commas in numbers. The delimiter that
explains the most rows wins, one column being a delimiter too; equal ones are asked about.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from lib.common.phrasing import shorten_line
from lib.sheets.cell_kinds import NUMBER
from lib.sheets.delimiter import (
    ALIGNED,
    LINE_END,
    ONE_COLUMN,
    SPACES,
    describe_delimiter,
    with_one_character,
)
from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions

SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_EVEN = 0.9
"""The share of rows with the usual number of cells from which a text is even."""


@dataclass(frozen=True)
class _Split:
    """The first rows of a text as a delimiter splits them, without blank ones."""

    delimiter: str
    rows: list[list[str]]
    misquoted: int
    """How many more rows there are, with quotation marks in the wrong place."""

    foreign: re.Pattern[str]
    """What is left in a cell if another delimiter separates the row."""

    @cached_property
    def width(self) -> int:
        """The usual number of cells of a row that is split at all."""
        widths = Counter(len(row) for row in self.rows if len(row) > 1)
        return max(widths, key=lambda width: (widths[width], width), default=1)

    @property
    def even(self) -> float:
        """The share of rows with the usual number of cells."""
        usual = sum(len(row) == self.width for row in self.rows)
        return usual / max(1, len(self.rows) + self.misquoted) if self.width > 1 else 0

    @property
    def is_even_below_names(self) -> bool:
        """Whether all rows have the same number of cells; R writes no name above the labels of rows."""
        widths = {len(row) for row in self.rows[1:]}
        names = len(self.rows[0])
        return not self.misquoted and len(widths) == 1 and names > 1 and self.width - names in (0, 1)

    @cached_property
    def explained(self) -> int:
        """How many rows have the usual number of cells, and no other delimiter in any."""
        width = 1 if self.delimiter == ONE_COLUMN else self.width
        if width == 1 and self.delimiter != ONE_COLUMN:
            return 0
        return sum(len(row) == width and not _has_foreign(row, self.foreign) for row in self.rows)

    @property
    def has_numbers(self) -> bool:
        """Whether a column has numbers alone, apart from its name."""
        body = [row for row in self.rows[1:] if len(row) == self.width]
        return any(all(map(NUMBER.fullmatch, column)) for column in zip(*body, strict=True))


def _foreign(delimiter: str, repeated: Collection[str]) -> re.Pattern[str]:
    if delimiter == "\t":  # nobody types a tab into a cell, so a tab that splits evenly is the delimiter
        return re.compile("(?!)")
    marks = [re.escape(mark) for mark in (*repeated, *_SINGLE) if mark not in (",", ";", delimiter)]
    soft = "".join(mark for mark in ",;" if mark != delimiter)
    return re.compile("|".join(marks) + (rf"|[{soft}](?!\s|\Z)" if soft else ""))


def _has_foreign(row: list[str], foreign: re.Pattern[str]) -> bool:
    line = "\n".join(row)
    if not foreign.search(line) and '"' not in line:
        return False
    if any(cell.count('"') % 2 for cell in row):  # the delimiter cut a quoted cell in two
        return True
    found = [cell for cell in row if foreign.search(cell)]
    numbers = all(NUMBER.fullmatch(cell) for cell in found)
    return bool(found) and (not numbers or len(found) == len(row) > 1)


def detect_delimiter(text: str) -> tuple[str, ...]:
    """The delimiter that explains most rows of a sample, and the others that are as likely."""
    sample = _sample(text)
    repeated = _repeated_marks(sample)
    split = partial(_split, sample, repeated=repeated)
    tables = list(map(split, (*repeated, *_SINGLE)))
    best = max(tables, key=lambda table: (table.explained, table.even))
    column = split(ONE_COLUMN)
    in_one = 0 if _is_structured(best, column) else column.explained
    if (not best.explained and best.even <= 0.5) or in_one > best.explained:
        return _by_rare(split, column)
    rivals = [table.delimiter for table in tables if table is not best and _is_rival(table, best)]
    doubtful = best.width == 2 and (_is_one_word(best.rows[0]) or best.delimiter in repeated)
    if doubtful or 0 < in_one == best.explained:
        rivals.append(ONE_COLUMN)
    return best.delimiter, *rivals


_SINGLE = ("\t", ";", "|", ",", "^", "~", "\x01", "¦", "¬")
"""The single characters, those before the comma being rarer in numbers."""


def _is_structured(table: _Split, column: _Split) -> bool:
    """Whether it is not one column: nine of ten rows have three cells, or two of which one is a number."""
    if column.rows and _has_foreign(column.rows[0], column.foreign):
        return True
    lines_are_numbers = all(NUMBER.fullmatch(row[0]) for row in column.rows[1:])
    return table.even >= _EVEN and (table.width > 2 or (table.has_numbers and not lines_are_numbers))


def _is_one_word(row: Sequence[str]) -> bool:
    """Whether a row may be the name of one column; more words are a title."""
    return len(row) == 1 and len(row[0].split()) == 1


def _sample(text: str) -> str:
    """Whole lines from the start of a text."""
    if len(text) <= SAMPLE_CHARACTERS:
        return text
    return text[:SAMPLE_CHARACTERS].rpartition("\n")[0] or text[:SAMPLE_CHARACTERS]


def _split(sample: str, delimiter: str, repeated: Collection[str] = ()) -> _Split:
    text, mark = with_one_character(sample, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    misquoted = 0
    while len(rows) + misquoted < _SAMPLE_ROWS:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            misquoted += 1
        else:
            rows += [row] if any(row) else []
    return _Split(delimiter, rows, misquoted, _foreign(delimiter, repeated))


def _is_rival(table: _Split, best: _Split) -> bool:
    """Whether another delimiter explains as much; none may be a part of the other, such as | of ||."""
    if table.explained != best.explained or table.delimiter in best.delimiter:
        return False
    return table.explained > 0 or min(table.even, best.even) >= _EVEN


def _repeated_marks(sample: str) -> list[str]:
    """Delimiters of several characters that every line has, each equally often, such as `::` and `~|~`."""
    lines = [line for line in LINE_END.split(sample, _SAMPLE_ROWS)[:_SAMPLE_ROWS] if line.strip()]
    marks = Counter(mark for mark in _MARKS.findall(lines[0] if lines else "") if mark in _ARROWS or mark == mark[::-1])
    return [mark for mark, times in marks.items() if all(line.count(mark) == times for line in lines)]


_MARKS = re.compile(r"(?<![|~^:;#@%&$=*<>+\\/§¬¦-])[|~^:;#@%&$=*<>+§¬¦-]{2,}(?![|~^:;#@%&$=*<>+\\/§¬¦-])")
_ARROWS = ("->", "=>")


def _by_rare(split: Callable[[str], _Split], column: _Split) -> tuple[str, ...]:
    """One column; with a question if rarer delimiters or spaces split all lines evenly."""
    aligned = 2 * sum(ALIGNED in row[0].strip() for row in column.rows) >= len(column.rows)
    for delimiter, least in _RARE.items():
        if delimiter == ALIGNED and not aligned:
            continue
        table = split(delimiter)
        if len(table.rows) > 2 and table.is_even_below_names and table.width >= least and _is_plausible(table):
            return delimiter, ONE_COLUMN
    return (ONE_COLUMN,)


_RARE = {ALIGNED: 2, SPACES: 2, ":": 3, "#": 3, "，": 2, "；": 2}
"""Rarer delimiters, each with the least cells of a row."""


def _is_plausible(table: _Split) -> bool:
    """Whether spaces separate numbers, and other characters something else than the parts of a time."""
    body = table.rows[1:]
    numbers = [all(map(NUMBER.fullmatch, column)) for column in zip(*body, strict=True)]
    if table.delimiter == SPACES:
        return sum(numbers) * 2 >= len(numbers)
    return not all(numbers) and not any(cell.startswith((" ", "//")) for row in body for cell in row[1:])


def ask_delimiter(text: str, delimiters: Sequence[str], options: ImportOptions) -> Iterator[Question]:
    """The question which of several likely delimiters is the right one, with the first rows of each."""
    if len(delimiters) < 2:
        return
    readings = tuple(
        Reading(
            _capitalized(describe_delimiter(delimiter)),
            ImportOptions(encoding=options.encoding, delimiter=delimiter, quotes=options.quotes),
            tuple(tuple(shorten_line(cell, 60) for cell in row) for row in _split(_sample(text), delimiter).rows[:4]),
        )
        for delimiter in delimiters
    )
    message = "it is not clear what separates the cells of this file."
    yield Question("delimiter", message, "Choose the reading whose rows look right.", "ask", readings=readings)


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
