"""Columns of a sheet that hold the ids of a batch."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lib.common.excel_cells import guard, has_formulas, has_unguarded
from lib.join.evidence import Evidence, Rows
from lib.sheets import Sheet

_TEXTS = 3
"""Different texts that prove a column."""


@dataclass(frozen=True, slots=True)
class IdColumn:
    """A column, and where the ids are in it."""

    name: str
    rows: Rows
    """The row of each id that is in one row alone."""

    repeated: Mapping[str, Sequence[int]]
    """The rows of each id that is in several."""

    @property
    def ids(self) -> int:
        """The number of ids in the column."""
        return len(self.rows) + len(self.repeated)

    def is_at(self, custom_id: str, row: int) -> bool:
        """Whether an id is in this row of the column."""
        return self.rows.get(custom_id) == row or row in self.repeated.get(custom_id, ())


def find_ids(sheet: Sheet, name: str, ids: Collection[str]) -> IdColumn:
    """Where the ids are in a column; an apostrophe that our CSV files put before an id is ignored."""
    cells = sheet.column(name)
    wanted = {custom_id: custom_id for custom_id in ids}
    if has_formulas(list(ids)):
        guarded = {guard(custom_id): custom_id for custom_id in ids}
        is_guarded = sheet.options.delimiter is not None and not has_unguarded(cells)
        wanted = wanted | guarded if is_guarded else guarded | wanted
    rows: dict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(cells):
        if cell in wanted:
            rows[wanted[cell]].append(row)
    return IdColumn(
        name,
        {custom_id: found[0] for custom_id, found in rows.items() if len(found) == 1},
        {custom_id: found for custom_id, found in rows.items() if len(found) > 1},
    )


def is_rival(other: IdColumn, column: IdColumn, ids: int) -> bool:
    """Whether another column holds at least a tenth of so many ids in other rows."""
    return bool(differ := _differing(other, column)) and 10 * len(differ) >= ids


def is_beaten(other: IdColumn, column: IdColumn, evidence: Evidence) -> bool:
    """Whether the texts prove a column against another.

    Among the ids on which the two differ, it gives at least three different texts more that were sent, or all.
    """
    differ = _differing(other, column)
    ours = {custom_id: column.rows[custom_id] for custom_id in differ}
    theirs = {custom_id: other.rows[custom_id] for custom_id in differ if custom_id in other.rows}
    margins = []
    for template in evidence.templates:
        mine, others = evidence.agreeing(template, ours), evidence.agreeing(template, theirs)
        margins.append((evidence.distinct(mine - others), evidence.distinct(others - mine)))
    won = any(more - less >= _TEXTS or more == len(differ) for more, less in margins)
    return won and all(more >= less for more, less in margins)


def _differing(other: IdColumn, column: IdColumn) -> list[str]:
    """The ids of a column that another one holds in other rows."""
    return [
        custom_id
        for custom_id, row in column.rows.items()
        if (custom_id in other.rows or custom_id in other.repeated) and not other.is_at(custom_id, row)
    ]


def is_proved(column: IdColumn, evidence: Evidence) -> bool:
    """Whether the column gives three texts that were each sent once, or as many as there are rows to compare.

    Where another column of texts could have been sent as well, every row must agree.
    """
    compared = sum(map(evidence.is_comparable, column.rows))
    agreeing = evidence.agreeing_ids(column.rows)
    if not compared or sum(map(evidence.is_unique, agreeing)) < min(_TEXTS, compared):
        return False
    return len(agreeing) == compared or not evidence.has_rivals()


def is_refuted(rows: Rows, evidence: Evidence) -> bool:
    """Whether over half of the rows give another text than was sent.

    A tenth is enough where every text that agrees was sent several times: those agree by chance.
    """
    compared = sum(map(evidence.is_comparable, rows))
    agreeing = evidence.agreeing_ids(rows)
    most = 2 if any(map(evidence.is_unique, agreeing)) else 10
    return most * (compared - len(agreeing)) > compared
