"""The pairs of two runs as columns, for a table or an export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lib.analysis.compare_runs import Comparison, RowPair, answer_text
from lib.common.own_columns import Cell, free_name
from lib.join import Joined


class RunColumns(NamedTuple):
    """The names of one run's columns."""

    state: str
    compared: str
    """The column that is compared: one of the answers' fields, or `answer` itself."""

    answer: str


class ComparisonColumns(NamedTuple):
    """Columns with a cell for each pair, in order, and the names of those that are not the sheet's."""

    cells: dict[str, Sequence[Cell]]
    custom_id: str
    runs: tuple[RunColumns, RunColumns]
    outcome: str


def comparison_columns(comparison: Comparison, first: str, second: str) -> ComparisonColumns:
    """The sheet's columns, then the states and answers of both runs, and how they compare.

    Args:
        first, second: different names of the runs, for the names of their columns.
    """
    cells: dict[str, Sequence[Cell]] = dict(_sheet_columns(comparison))
    custom_id = _add(cells, "custom_id", [_custom_id(comparison, pair) for pair in comparison.pairs])
    column, pairs = comparison.column, comparison.pairs
    one = _Run(first, comparison.first, [pair.first for pair in pairs], column.name, column.first)
    other = _Run(second, comparison.second, [pair.second for pair in pairs], column.name, column.second)
    runs = one.add_to(cells), other.add_to(cells)
    outcome = _add(cells, "comparison", [pair.outcome for pair in pairs])
    return ComparisonColumns(cells, custom_id, runs, outcome)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a comparison."""

    name: str
    joined: Joined
    rows: Sequence[int | None]
    """Row of each pair in this run."""

    column: str
    """Name of the compared column; empty for the whole answer."""

    compared: Sequence[Cell] | None

    def add_to(self, cells: dict[str, Sequence[Cell]]) -> RunColumns:
        joined, name = self.joined, self.name
        state = _add(cells, f"state ({name})", ["" if row is None else joined.rows.states[row] for row in self.rows])
        column = ""
        if self.column:
            texts = [answer_text(joined, row, self.compared) or "" for row in self.rows]
            column = _add(cells, f"{self.column} ({name})", texts)
        answer = _add(cells, f"answer ({name})", [answer_text(joined, row) or "" for row in self.rows])
        return RunColumns(state, column or answer, answer)


def _add(cells: dict[str, Sequence[Cell]], name: str, column: Sequence[Cell]) -> str:
    """Adds a column, and returns the name it got."""
    free = free_name(name, cells)
    cells[free] = column
    return free


def _custom_id(comparison: Comparison, pair: RowPair) -> str:
    """The id in the first of the runs that has the row."""
    if pair.first is not None:
        return comparison.first.rows.custom_ids[pair.first]
    return "" if pair.second is None else comparison.second.rows.custom_ids[pair.second]


def _sheet_columns(comparison: Comparison) -> Iterator[tuple[str, Sequence[Cell]]]:
    """The columns of the first run's sheet, or of the second's if the first has no sheet."""
    is_first = comparison.first.sheet is not None
    joined = comparison.first if is_first else comparison.second
    if joined.sheet is None:
        return
    rows = [pair.first if is_first else pair.second for pair in comparison.pairs]
    sheet_rows = [None if row is None else joined.rows.sheet_rows[row] for row in rows]
    for name in joined.sheet.columns:
        yield name, joined.sheet.column(name).select(sheet_rows)
