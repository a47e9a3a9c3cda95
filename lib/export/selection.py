"""What of a table is exported: which rows, which columns, in which order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lib.common.columns import Cell, free_name
from lib.join import Joined

CHUNK = 2_000
"""Rows looked at together: enough for speed, few enough that vectors are never all written out at once."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Columns in the order of export, and the rows wanted of them."""

    columns: Mapping[str, Sequence[Cell]]
    rows: Sequence[int]
    """Indexes into the columns, in the order of export."""

    vectors: Joined | None = None
    """The joined table whose answers' column only describes vectors; None if nothing is only described."""

    numbers: frozenset[str] = frozenset()
    """Columns whose texts are all JSON's numbers: a workbook has them as numbers if it can hold each exactly."""

    def chunks(self, size: int = CHUNK, *, described: bool = False) -> Iterator[list[Sequence[Cell]]]:
        """The rows in runs of up to `size`, each as its columns; none if there is no row.

        Args:
            described: leave vectors as they are described.
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
        return [column[at] for at in rows]


def select(
    table: Joined | Mapping[str, Sequence[Cell]],
    rows: Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
    more: Mapping[str, Sequence[Cell]] | None = None,
    numbers: Iterable[str] = (),
) -> Selection:
    """The chosen part of a joined table, or of any columns of one length.

    Args:
        rows: indexes of the rows, in the order wanted; None takes all.
        columns: names of the columns, in the order wanted; None takes all.
        more: columns that are not the table's own, such as review marks, a cell for each of its
            rows. Where the table has one of that name, ours gets a suffix.
        numbers: names of columns that hold JSON's numbers, as texts.

    Raises:
        KeyError: a name in `columns` is no column's.
    """
    every = dict(table.columns if isinstance(table, Joined) else table)
    count = len(table.rows) if isinstance(table, Joined) else len(next(iter(every.values()), ()))
    for name, cells in (more or {}).items():
        every[free_name(name, every)] = cells
    chosen = every if columns is None else {name: every[name] for name in columns}
    wanted = range(count) if rows is None else rows
    vectors = table if isinstance(table, Joined) and table.has_vectors else None
    return Selection(chosen, wanted, vectors, frozenset(numbers).intersection(chosen))
