"""Which rows of a table are looked at, and in which order."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lib.common import Problem
from lib.common.columns import Cell
from lib.common.excel_cells import replace_surrogates
from lib.join import Joined

PATTERN_SECONDS = 4.0
"""So long may a search by pattern take."""

_FIRST_RUN = 20_000
"""Characters searched before the first look at the clock: even the slowest pattern needs but a moment for them."""

_MOST_RUN = 1_000_000
_QUICK = 0.02
"""A run that took fewer seconds is followed by one of twice its size."""


def in_states(joined: Joined, states: Collection[str]) -> Sequence[int]:
    """The rows in any of the states, in the table's order; no states stand for all."""
    if not states:
        return range(len(joined.rows))
    return joined.rows.in_states(states)


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
    started, size = time.monotonic(), _FIRST_RUN
    found: set[int] = set()
    try:
        pc.match_substring_regex(pa.array([""]), pattern)
        for column in columns.values():
            cells = [(at, column[at]) for at in rows if column[at] not in _EMPTY and at not in found]
            while cells:
                before = time.monotonic()
                run, cells = _cut(cells, size)
                found.update(_hits(run, pattern))
                if time.monotonic() - started > seconds:
                    return _slow(seconds)
                if time.monotonic() - before < _QUICK:
                    size = min(size * 2, _MOST_RUN)
    except pa.ArrowInvalid as error:
        return _bad(str(error))
    return [at for at in rows if at in found]


_EMPTY = ("", None)
_Cells = list[tuple[int, Cell]]


def _cut(cells: _Cells, size: int) -> tuple[_Cells, _Cells]:
    """The first cells, of about that many characters and one at least, and the others."""
    room, stop = size, 0
    for stop, (_, cell) in enumerate(cells, 1):  # noqa: B007
        room -= len(cell) if type(cell) is str else 10
        if room <= 0:
            break
    return cells[:stop], cells[stop:]


def _hits(run: _Cells, pattern: str) -> list[int]:
    """The rows of a run whose cells match."""
    texts = replace_surrogates([cell if type(cell) is str else str(cell) for _, cell in run])
    hits = pc.match_substring_regex(pa.array(texts, pa.string()), pattern, ignore_case=True)
    return [run[place][0] for place in pc.indices_nonzero(hits).to_pylist()]


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
