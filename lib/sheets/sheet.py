"""`Sheet`: named columns of text, each row with its number in the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyarrow as pa

from lib.common import Problem
from lib.common.own_columns import is_export
from lib.sheets.number_cells import NumberCells
from lib.sheets.raw_table import ImportOptions
from lib.sheets.text_column import TextColumn, text_array
from lib.sheets.typed_column import TypedColumn, typed_column


@dataclass(frozen=True)
class Sheet:
    """A table of text: Arrow columns of equal length, each reached by `column(name)`."""

    name: str
    _cells: pa.RecordBatch
    """Columns of text with unique names, without nulls."""

    numbers: Sequence[int]
    """The number of each row, as the spreadsheet shows it: under a header in row 1, the first row is 2."""

    digest: str
    """A hash of the file's bytes and the import options: the same digest is the same sheet."""

    description: str = ""
    """How the file was read, in words: `UTF-8 text, separated by commas, header in row 1`."""

    options: ImportOptions = field(default_factory=ImportOptions)
    """The options that the file was read with, chosen or detected."""

    worksheets: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The worksheets that are hidden in the workbook."""

    notes: tuple[Problem, ...] = ()

    _numbers: NumberCells | None = None
    """The numbers of a workbook, by their places in the worksheet."""

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def is_export(self) -> bool:
        """Whether it is a table that Batchdesk exported, with the answers of a batch."""
        return is_export(self.columns, self.worksheets)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, each unique."""
        return tuple(self._cells.schema.names)

    def column(self, name: str) -> TextColumn:
        """The texts of a column, one for each row.

        Raises:
            ValueError: the sheet has no column of that name.
        """
        return TextColumn(self._cells.column(self.columns.index(name)))

    def typed(self, name: str) -> TypedColumn | None:
        """The numbers, dates, times and truth values of a workbook's column, one item for each row, with formats.

        `TypedColumn` says what each kind of cell gives. None if no cell of the column has a value.

        Raises:
            ValueError: the sheet has no column of that name.
        """
        column = self.columns.index(name)
        return typed_column(self._numbers, column, self.numbers) if self._numbers is not None else None

    def row(self, index: int) -> list[str]:
        """The cells of one row, in the order of the columns."""
        return [column[index].as_py() for column in self._cells.columns]

    def with_cells(self, change: Callable[[str], str]) -> "Sheet":
        """The sheet with every cell changed; its digest stays, and no cell is a number any more."""
        changed = [text_array(list(map(change, self.column(name)))) for name in self.columns]
        return replace(self, _cells=pa.record_batch(changed, list(self.columns)), _numbers=None)

    def single_row(self, index: int) -> "Sheet":
        """A sheet of one row, which keeps its number and so its id."""
        return replace(self, _cells=self._cells.slice(index, 1), numbers=self.numbers[index : index + 1])

    def of_rows(self, rows: Sequence[int]) -> "Sheet":
        """A sheet of some rows, which keep their numbers."""
        return replace(
            self, _cells=self._cells.take(pa.array(rows, pa.int64())), numbers=[self.numbers[row] for row in rows]
        )
