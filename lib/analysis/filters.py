"""The rows of a table that pass a filter or a search, and rows in the order of a column."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lib.common import Problem
from lib.common.excel_cells import replace_surrogates
from lib.common.own_columns import Cell
from lib.join import Joined
from lib.sheets import take_cells

_MOST_SECONDS = 4.0
"""Most seconds that a search by pattern may take."""

_FIRST_CHARACTERS = 20_000
"""Characters to search before the first look at the clock: even the slowest pattern searches them in a moment."""

_MOST_CHARACTERS = 1_000_000
_QUICK_SECONDS = 0.02
"""A search in fewer seconds is followed by one of twice as many characters."""

_EMPTY = ("", None)
_Cells = list[tuple[int, Cell]]
"""Cells with their rows."""


def rows_in_states(joined: Joined, states: Collection[str]) -> Sequence[int]:
    """The rows in any of the states, in the table's order; without states, all rows."""
    if not states:
        return range(len(joined.rows))
    return joined.rows.in_states(states)


def search_text(columns: Mapping[str, Sequence[Cell]], text: str, rows: Sequence[int]) -> Sequence[int]:
    """The rows with the text in any cell; capitals are ignored."""
    folded = text.casefold()
    if not folded:
        return rows
    found: set[int] = set()
    for column in columns.values():
        cells = _cells(column, [row for row in rows if row not in found])
        found.update(row for row, cell in cells if cell and folded in str(cell).casefold())
    return [row for row in rows if row in found]


def _cells(column: Sequence[Cell], rows: Sequence[int]) -> Iterator[tuple[int, Cell]]:
    """The cells of these rows, each with its row."""
    return zip(rows, take_cells(column, rows), strict=True)


def search_pattern(
    columns: Mapping[str, Sequence[Cell]], pattern: str, rows: Sequence[int], seconds: float = _MOST_SECONDS
) -> Sequence[int] | Problem:
    """The rows with a match of a regular expression in any cell, or why there is no result; capitals are ignored.

    The expression is RE2's, whose time grows only in proportion to the text. It has no look-around and no
    back-references.
    """
    if not pattern:
        return rows
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
        matches = _Search(pattern, time.monotonic() + seconds).rows(columns.values(), rows)
    except TimeoutError:
        return _slow_pattern(seconds)
    except pa.ArrowInvalid as error:
        return _bad_pattern(str(error))
    return [row for row in rows if row in matches]


def sort_rows(column: Sequence[Cell], rows: Sequence[int], descending: bool = False) -> list[int]:
    """The rows in the order of a column: by size if it holds only numbers, else by text without capitals.

    Rows with equal cells keep their order. Rows with empty cells always come last.
    """
    filled = {row: cell for row, cell in _cells(column, rows) if cell not in _EMPTY}
    empty = [row for row in rows if row not in filled]
    return [*sorted(filled, key=_sort_key(filled), reverse=descending), *empty]


class _Search:
    """A search by pattern, in chunks that become larger while they are quick.

    Args:
        deadline: when the search stops, on the monotonic clock.
    """

    def __init__(self, pattern: str, deadline: float) -> None:
        self.pattern, self.deadline = pattern, deadline
        self.characters = _FIRST_CHARACTERS

    def rows(self, columns: Iterable[Sequence[Cell]], rows: Sequence[int]) -> set[int]:
        """The rows with a match in any of the columns.

        Raises:
            TimeoutError: the search takes too long.
        """
        matches: set[int] = set()
        for column in columns:
            cells = _cells(column, [row for row in rows if row not in matches])
            matches.update(self._in_cells([(row, cell) for row, cell in cells if cell not in _EMPTY]))
        return matches

    def _in_cells(self, cells: _Cells) -> Iterator[int]:
        while cells:
            started = time.monotonic()
            chunk, cells = _split(cells, self.characters)
            yield from _matches(chunk, self.pattern)
            now = time.monotonic()
            if now > self.deadline:
                raise TimeoutError
            if now - started < _QUICK_SECONDS:
                self.characters = min(self.characters * 2, _MOST_CHARACTERS)


def _split(cells: _Cells, characters: int) -> tuple[_Cells, _Cells]:
    """The first cells, at least one and about as many characters as given, and the other cells."""
    left, stop = characters, 0
    for stop, (_, cell) in enumerate(cells, 1):  # noqa: B007
        left -= len(cell) if type(cell) is str else 10
        if left <= 0:
            break
    return cells[:stop], cells[stop:]


def _matches(cells: _Cells, pattern: str) -> list[int]:
    """The rows of the cells that match."""
    texts = replace_surrogates([cell if type(cell) is str else str(cell) for _, cell in cells])
    hits = pc.match_substring_regex(pa.array(texts, pa.string()), pattern, ignore_case=True)
    return [cells[index][0] for index in pc.indices_nonzero(hits).to_pylist()]


def _slow_pattern(seconds: float) -> Problem:
    message = f"the search stopped after {seconds:g} seconds, since the pattern is slow for this table."
    return Problem("slow-pattern", message, "Use a simpler pattern, with fewer * and +.", "ask")


def _bad_pattern(error: str) -> Problem:
    reason = error.partition("expression: ")[2] or error
    hint = "Fix the pattern, or switch off the search by pattern to search for the text itself."
    return Problem("bad-pattern", f"the pattern has an error ({reason}).", hint, "ask")


def _sort_key(cells: Mapping[int, Cell]) -> Callable[[int], float | str]:
    try:
        numbers = {row: float(str(cell)) for row, cell in cells.items()}
    except ValueError:
        return lambda row: str(cells[row]).casefold()
    if any(number != number for number in numbers.values()):  # "nan" is a word here
        return lambda row: str(cells[row]).casefold()
    return numbers.__getitem__
