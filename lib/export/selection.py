"""The part of a table to export: which rows and columns, in which order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lib.common.own_columns import Cell, free_name
from lib.export.number_columns import NumberColumn
from lib.join import Joined
from lib.sheets import Sheet, take_cells

_CHUNK = 2_000
"""Rows written at a time: enough for speed, few enough that never all vectors are in memory as text."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Columns in the order of export, and the rows to export."""

    columns: Mapping[str, Sequence[Cell]]
    rows: Sequence[int]
    """Indexes into the columns, in the order of export."""

    joined: Joined | None = None
    """The joined table that the columns are of; None for other tables."""

    sheet: Sheet | None = None
    """The sheet that has columns and rows of the table; for a joined table, it is that table's own."""

    numbers: frozenset[str] = frozenset()
    """Columns whose texts are all JSON numbers: numbers in a workbook that can hold each exactly."""

    folded: frozenset[str] = frozenset()
    """Technical columns, which a workbook groups and folds."""

    @property
    def title(self) -> str:
        """The name of the sheet without its ending, else of the first file."""
        joined = self.joined
        names = [self.sheet.name] if self.sheet is not None else []
        names += [file.name for file in joined.results] if joined else []
        return names[0].replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or names[0] if names else "Table"

    def number_column(self, name: str) -> NumberColumn | None:
        """The numbers and dates of a column of the sheet, if its workbook had any in it."""
        if self.sheet is None or name not in self.sheet.columns:
            return None
        typed = self.sheet.typed(name)
        rows = self.joined.rows.sheet_rows if self.joined else range(len(self.sheet))
        return None if typed is None else NumberColumn(typed, rows)

    def part(self, start: int, count: int) -> "Selection":
        """The selection of `count` of the rows."""
        return replace(self, rows=self.rows[start : start + count])

    def chunks(self, size: int = _CHUNK, *, described: bool = False) -> Iterator[list[Sequence[Cell]]]:
        """The columns of up to `size` rows at a time.

        Args:
            described: keep the descriptions of vectors.
        """
        for rows in self.chunk_rows(size):
            yield [self.cells(name, rows, described=described) for name in self.columns]

    def chunk_rows(self, size: int = _CHUNK) -> Iterator[Sequence[int]]:
        """The rows of each chunk."""
        for start in range(0, len(self.rows), size):
            yield self.rows[start : start + size]

    def vectors_in(self, name: str) -> Joined | None:
        """The joined table, if this is its column of answers and describes vectors."""
        joined = self.joined
        return joined if joined and joined.has_vectors and name == joined.answer_column else None

    def cells(self, name: str, rows: Sequence[int], *, described: bool = False) -> Sequence[Cell]:
        """The cells of a column in these rows.

        Args:
            described: keep the descriptions of vectors.
        """
        if not described and (joined := self.vectors_in(name)):
            return list(map(joined.full_answer, rows))
        column = self.columns[name]
        if isinstance(rows, range) and rows.step == 1:
            return column[rows.start : rows.stop]
        return take_cells(column, rows)


def select(
    table: Joined | Mapping[str, Sequence[Cell]],
    rows: Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
    more: Mapping[str, Sequence[Cell]] | None = None,
    *,
    sheet: Sheet | None = None,
    fields: Iterable[str] = (),
    technical: Collection[str] = (),
    numbers: Iterable[str] = (),
) -> Selection:
    """A part of a joined table, or of any columns of one length.

    Without chosen columns, a joined table has those of its sheet, its answers, `state`, `error` and the further
    columns, and then the technical ones, which are folded.

    Args:
        rows: indexes of the rows, in the order of export; None selects all.
        columns: names of the columns, in the order of export; None selects all.
        more: further columns, such as marks, with a cell for each row of the table. A name
            that the table already has gets a suffix.
        sheet: the sheet that has columns of these names and the same rows, for a table that is not joined. Its numbers
            and dates come back as such.
        fields: names of the further columns that are parts of the answers; whole answers are then technical.
        technical: names of the further columns that are technical.
        numbers: names of columns whose texts are JSON numbers.

    Raises:
        KeyError: there is no column with a name in `columns`.
    """
    joined, every = (table, {**table.columns}) if isinstance(table, Joined) else (None, {**table})
    count = len(joined.rows) if joined else len(next(iter(every.values()), ()))
    for name, cells in (more or {}).items():
        every[free_name(name, every)] = cells
    folded: list[str] = []
    if joined and columns is None:
        shown, folded = _arranged(joined, list(every), list(fields), technical)
        columns = [*shown, *folded]
    chosen = every if columns is None else {name: every[name] for name in columns}
    return Selection(
        columns=chosen,
        rows=range(count) if rows is None else rows,
        joined=joined,
        sheet=joined.sheet if joined else sheet,
        numbers=frozenset(numbers).intersection(chosen),
        folded=frozenset(folded or technical).intersection(chosen),
    )


def _arranged(
    joined: Joined, every: Sequence[str], fields: Sequence[str], technical: Collection[str]
) -> tuple[list[str], list[str]]:
    """The columns to show and those to fold, each in the order of export."""
    own = joined.own_columns
    asked = list(joined.sheet.columns) if joined.sheet is not None else ["prompt"]
    answers = fields or [own["answer"], *(own[name] for name in own if name.startswith("answer_"))]
    further = [name for name in every if name not in joined.columns and name not in technical]
    prompt = [own["prompt"]] if "prompt" in own else []
    shown = list(dict.fromkeys([*asked, *answers, own["state"], own["error"], *further, *prompt]))
    return shown, [name for name in every if name not in shown]
