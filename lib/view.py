"""Which rows of a table are looked at, and in which order."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lib.cells import mended
from lib.join import Joined
from lib.problems import Problem
from lib.table import Cell

PATTERN_SECONDS = 4.0
"""So long may a search by pattern take."""

_RUN = 20_000
"""Characters searched between two looks at the clock: even the slowest pattern needs a moment for them, no more."""


def in_states(joined: Joined, states: Collection[str]) -> Sequence[int]:
    """The rows in any of the states, in the table's order; no states stand for all."""
    if not states:
        return range(len(joined.rows))
    return [at for at, row in enumerate(joined.rows) if row.state in states]


def containing(columns: Mapping[str, Sequence[Cell]], text: str, rows: Sequence[int]) -> Sequence[int]:
    """Those of the rows that have the text in any cell, letter case aside."""
    folded = text.casefold()
    if not folded:
        return rows
    every = list(columns.values())
    return [at for at in rows if any(folded in str(column[at]).casefold() for column in every if column[at])]


def matching(
    columns: Mapping[str, Sequence[Cell]], pattern: str, rows: Sequence[int], seconds: float = PATTERN_SECONDS
) -> Sequence[int] | Problem:
    """Those of the rows of which any cell matches a regular expression, letter case aside.

    The expression is RE2's, whose time grows with the text and no faster: it has no look-around and
    no references to groups. A problem says why there is no result.
    """
    if not pattern:
        return rows
    until = time.monotonic() + seconds
    found: set[int] = set()
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
        for column in columns.values():
            for places, cells in _runs(column, rows):
                hits = pc.match_substring_regex(pa.array(cells, pa.string()), pattern, ignore_case=True)
                found.update(at for at, hit in zip(places, hits.to_pylist(), strict=True) if hit)
                if time.monotonic() > until:
                    return _slow(seconds)
    except pa.ArrowInvalid as error:
        return _bad(str(error))
    return [at for at in rows if at in found]


def _runs(column: Sequence[Cell], rows: Sequence[int]) -> Iterator[tuple[list[int], list[str]]]:
    """The cells that hold anything, in runs of about `_RUN` characters, with their rows."""
    places: list[int] = []
    cells: list[str] = []
    size = 0
    for at in rows:
        cell = column[at]
        if cell is None or cell == "":
            continue
        text = str(cell)
        places.append(at)
        cells.append(text)
        size += len(text)
        if size >= _RUN:
            yield places, _texts(cells)
            places, cells, size = [], [], 0
    if places:
        yield places, _texts(cells)


def _texts(cells: list[str]) -> list[str]:
    return [str(cell) for cell in mended(cells)]


def _slow(seconds: float) -> Problem:
    said = f"the pattern needs more than {seconds:g} seconds for this table, so the search was stopped."
    return Problem("slow-pattern", said, "Use a simpler one, with fewer repetitions.", "ask")


def _bad(error: str) -> Problem:
    why = error.partition("expression: ")[2] or error
    hint = "Mend it, or turn the search by pattern off to look for the text as it is."
    return Problem("bad-pattern", f"the pattern cannot be read ({why}).", hint, "ask")


def ordered(column: Sequence[Cell], rows: Sequence[int], descending: bool = False) -> list[int]:
    """The rows by their cells in one column: numbers by size if it holds nothing else, texts by their letters.

    Rows with equal cells keep their order; empty cells come last either way.
    """
    filled = [at for at in rows if column[at] not in (None, "")]
    empty = [at for at in rows if column[at] in (None, "")]
    size = _sizes(column, filled)
    return [*sorted(filled, key=size, reverse=descending), *empty]


def _sizes(column: Sequence[Cell], rows: Sequence[int]) -> Callable[[int], float | str]:
    """What to sort the rows by."""
    try:
        numbers = {at: float(str(column[at])) for at in rows}
    except ValueError:
        return lambda at: str(column[at]).casefold()
    if any(number != number for number in numbers.values()):  # "nan" is a word
        return lambda at: str(column[at]).casefold()
    return numbers.__getitem__
