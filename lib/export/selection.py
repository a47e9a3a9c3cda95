"""The part of a table to export: which rows and columns, in which order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.common.own_columns import Cell, free_name
from lib.join import Joined

_CHUNK = 2_000
"""Rows written at a time: enough for speed, few enough that never all vectors are in memory as text."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Columns in the order of export, and the rows to export."""

    columns: Mapping[str, Sequence[Cell]]
    rows: Sequence[int]
    """Indexes into the columns, in the order of export."""

    vectors: Joined | None = None
    """Joined table whose answer column describes vectors; None if there are no vectors."""

    numbers: frozenset[str] = frozenset()
    """Columns whose texts are all JSON numbers: numbers in a workbook that can hold each exactly."""

    def chunks(self, size: int = _CHUNK, *, described: bool = False) -> Iterator[list[Sequence[Cell]]]:
        """The columns of up to `size` rows at a time.

        Args:
            described: keep the descriptions of vectors.
        """
        for start in range(0, len(self.rows), size):
            rows = self.rows[start : start + size]
            yield [self._cells(name, rows, described) for name in self.columns]

    def _cells(self, name: str, rows: Sequence[int], described: bool) -> Sequence[Cell]:
        if self.vectors and name == self.vectors.answer_column and not described:
            return list(map(self.vectors.full_answer, rows))
        column = self.columns[name]
        if isinstance(rows, range) and rows.step == 1:
            return column[rows.start : rows.stop]
        return [column[row] for row in rows]


def select(
    table: Joined | Mapping[str, Sequence[Cell]],
    rows: Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
    more: Mapping[str, Sequence[Cell]] | None = None,
    numbers: Iterable[str] = (),
) -> Selection:
    """A part of a joined table, or of any columns of one length.

    Args:
        rows: indexes of the rows, in the order of export; None selects all.
        columns: names of the columns, in the order of export; None selects all.
        more: further columns, such as review marks, with a cell for each row of the table. A name
            that the table already has gets a suffix.
        numbers: names of columns whose texts are JSON numbers.

    Raises:
        KeyError: there is no column with a name in `columns`.
    """
    every = dict(table.columns if isinstance(table, Joined) else table)
    count = len(table.rows) if isinstance(table, Joined) else len(next(iter(every.values()), ()))
    for name, cells in (more or {}).items():
        every[free_name(name, every)] = cells
    return Selection(
        columns=every if columns is None else {name: every[name] for name in columns},
        rows=range(count) if rows is None else rows,
        vectors=table if isinstance(table, Joined) and table.has_vectors else None,
        numbers=frozenset(numbers).intersection(every if columns is None else columns),
    )
