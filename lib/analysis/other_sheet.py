"""Another sheet's rows beside those of the joined table, so that its columns can be compared with the answers.

Rows belong together by a column that both have: `custom_id`, an id, or all columns of the same names. A column is
proved, or a person chooses it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.common.own_columns import Cell
from lib.join import Joined
from lib.join.evidence import are_plain_numbers, without_guards
from lib.sheets import Sheet

CUSTOM_ID = "custom_id"
ALL_SHARED = "all columns that both sheets have"

_TEXTS = 3
"""Different texts that prove a column of plain numbers."""

_SAMPLE = 1_000
"""Rows of which the texts are compared."""


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """One way to find the rows of another sheet."""

    own: str
    """Column of the joined table."""

    other: str
    """Column of the other sheet."""

    rows: Mapping[int, int]
    """Row of the other sheet by row of the joined table."""

    is_proved: bool

    @property
    def name(self) -> str:
        """The columns in words: `id`, or `id = Number`."""
        return self.own if self.own == self.other else f"{self.own} = {self.other}"

    def cells(self, column: Sequence[str], count: int) -> list[Cell]:
        """A column of the other sheet with a cell for each of the joined table's rows, empty where none belongs."""
        texts = list(column)  # a sheet's column is slow to read cell by cell
        return [texts[self.rows[row]] if row in self.rows else "" for row in range(count)]


def sheet_matches(joined: Joined, other: Sheet) -> list[SheetMatch]:
    """The ways to find the rows of another sheet, the best first.

    A way counts if it finds at least half of the other sheet's rows, each in one row of the table alone.
    """
    other = without_guards(other)
    return sorted(
        _matches(joined, other), key=lambda match: (not match.is_proved, match.own != CUSTOM_ID, -len(match.rows))
    )


def settled_match(matches: Sequence[SheetMatch]) -> SheetMatch | None:
    """The way that needs no question: proved, by ids of the batch, or no other proved way contradicts it."""
    proved = [match for match in matches if match.is_proved]
    if not proved or proved[0].own == CUSTOM_ID:
        return proved[0] if proved else None
    first, *others = proved
    return first if all(agree(first, other) for other in others) else None


def agree(one: SheetMatch, other: SheetMatch) -> bool:
    """Whether two ways never find different rows."""
    return all(one.rows.get(row, place) == place for row, place in other.rows.items())


def _matches(joined: Joined, other: Sheet) -> Iterator[SheetMatch]:
    own, theirs = _own_columns(joined), {name: list(other.column(name)) for name in other.columns}
    shared = [name for name in theirs if name in own and name != CUSTOM_ID]
    their_places = {name: _places(cells) for name, cells in theirs.items()}
    for mine, cells in own.items():
        places = _places(cells)
        for name in theirs:
            if rows := _paired(places, their_places[name], len(other)):
                pairs = [(own[each], theirs[each]) for each in shared if each not in (mine, name)]
                found = [(cells[row], row, rows[row]) for row in _some(rows)]
                yield SheetMatch(mine, name, rows, _is_proved(pairs, found))
    if len(shared) > 1:
        mine_together, theirs_together = (
            _places(list(zip(*(side[name] for name in shared), strict=True))) for side in (own, theirs)
        )
        if rows := _paired(mine_together, theirs_together, len(other)):
            has_texts = any(not are_plain_numbers(theirs[name]) for name in shared)
            yield SheetMatch(ALL_SHARED, ALL_SHARED, rows, has_texts)


def _own_columns(joined: Joined) -> dict[str, list[Cell]]:
    """The ids of the batch, and the columns of its sheet."""
    names = joined.sheet.columns if joined.sheet is not None else ()
    return {name: list(joined.columns[name]) for name in names} | {CUSTOM_ID: list(joined.rows.custom_ids)}


def _places(cells: Sequence[object]) -> dict[object, int]:
    """The row of each value that is in one row alone."""
    counts = Counter(cells)
    return {cell: row for row, cell in enumerate(cells) if counts[cell] == 1 and cell not in ("", None)}


def _paired(mine: Mapping[object, int], theirs: Mapping[object, int], count: int) -> dict[int, int]:
    """The rows with the same value; none if they are less than half of so many."""
    both = mine.keys() & theirs.keys()
    return {mine[cell]: theirs[cell] for cell in both} if 2 * len(both) >= count else {}


def _some(rows: Mapping[int, int]) -> list[int]:
    """Rows from all over the table, enough to prove a match."""
    every = sorted(rows)
    return every[:: max(1, len(every) // _SAMPLE)]


def _is_proved(
    columns: Sequence[tuple[Sequence[Cell], Sequence[Cell]]], found: Sequence[tuple[Cell, int, int]]
) -> bool:
    """Whether texts of other columns agree; a match by other things than plain numbers needs no such texts.

    Args:
        columns: the other columns that both sheets have.
        found: some rows, each with the value by which it was found, and its places in both sheets.
    """
    agreeing = [
        texts
        for _, row, place in found
        if (texts := tuple(cells[row] for cells, others in columns if cells[row] and cells[row] == others[place]))
    ]
    if are_plain_numbers(str(value) for value, _, _ in found):
        return len(set(agreeing)) >= min(_TEXTS, len(found)) and 10 * len(agreeing) >= 9 * len(found)
    return not columns or 2 * len(agreeing) >= len(found)
