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
        return [column[self.rows[row]] if row in self.rows else "" for row in range(count)]


def sheet_matches(joined: Joined, other: Sheet) -> list[SheetMatch]:
    """The ways to find the rows of another sheet, the best first.

    A way counts if it finds at least half of the other sheet's rows, each in one row of the table alone.
    """
    other = without_guards(other)
    found = [match for match in _matches(joined, other) if 2 * len(match.rows) >= max(1, len(other))]
    return sorted(found, key=lambda match: (not match.is_proved, match.own != CUSTOM_ID, -len(match.rows)))


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
    theirs = {name: _places(other.column(name)) for name in other.columns}
    for own, cells in _own_columns(joined):
        mine = _places(cells)
        for name, places in theirs.items():
            if rows := _paired(mine, places):
                yield SheetMatch(own, name, rows, _is_proved(joined, other, (own, name), rows, mine))
    shared = [name for name in other.columns if joined.sheet is not None and name in joined.sheet.columns]
    if len(shared) > 1:
        mine = _places(list(zip(*(joined.columns[name] for name in shared), strict=True)))
        if rows := _paired(mine, _places(list(zip(*(other.column(name) for name in shared), strict=True)))):
            has_texts = any(not are_plain_numbers(other.column(name)) for name in shared)
            yield SheetMatch(ALL_SHARED, ALL_SHARED, rows, has_texts)


def _own_columns(joined: Joined) -> Iterator[tuple[str, Sequence[Cell]]]:
    yield CUSTOM_ID, joined.rows.custom_ids
    if joined.sheet is not None:
        for name in joined.sheet.columns:
            if name != CUSTOM_ID:
                yield name, joined.columns[name]


def _places(cells: Sequence[object]) -> dict[object, int]:
    """The row of each value that is in one row alone."""
    counts = Counter(cells)
    return {cell: row for row, cell in enumerate(cells) if counts[cell] == 1 and cell not in ("", None)}


def _paired(mine: Mapping[object, int], theirs: Mapping[object, int]) -> dict[int, int]:
    return {mine[cell]: theirs[cell] for cell in mine.keys() & theirs.keys()}


def _is_proved(
    joined: Joined, other: Sheet, names: tuple[str, str], rows: Mapping[int, int], mine: Mapping[object, int]
) -> bool:
    """Whether texts of other columns agree; a match by other things than plain numbers needs no such texts."""
    shared = [name for name in other.columns if name not in names and joined.sheet and name in joined.sheet.columns]
    columns = [(joined.columns[name], other.column(name)) for name in shared]
    agreeing = [
        texts
        for row, place in rows.items()
        if (texts := tuple(cells[row] for cells, others in columns if cells[row] and cells[row] == others[place]))
    ]
    if are_plain_numbers(str(cell) for cell, row in mine.items() if row in rows):
        return len(set(agreeing)) >= min(_TEXTS, len(rows)) and 10 * len(agreeing) >= 9 * len(rows)
    return not columns or 2 * len(agreeing) >= len(rows)
