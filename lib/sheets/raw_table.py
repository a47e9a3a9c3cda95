"""A file's rows of text, before the columns have names, and the options they were read with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lib.common import Problem
from lib.sheets.number_cells import NumberCells


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file; the reader detects every option that is None."""

    worksheet: str | None = None
    """The worksheet of a workbook, the table of a web page or the list of a JSON file, by its name."""

    encoding: str | None = None
    """Python's name of a codec."""

    delimiter: str | None = None
    """What separates cells: one character or several, such as `::`."""

    quotes: bool | None = None
    """Whether quotation marks wrap cells; if not, they belong to the text."""

    header_row: int | None = None
    """The row with the column names, as the spreadsheet numbers it; 0 for no such row."""

    header_rows: int = 1
    """How many rows the column names take, from `header_row` on; the texts of a column's rows are joined."""

    include_hidden: bool | None = None
    """Whether hidden rows and columns are read. None: they are left out, and the reader asks."""

    fill_merged: bool | None = None
    """Whether every cell of a merged range gets its text, not the first cell alone. None: not, and the reader asks."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows from the first one of the file on, blank ones included."""

    rows: Sequence[list[str]]
    description: str
    """How the file was read, in words."""

    options: ImportOptions = field(default_factory=ImportOptions)
    """The options in effect; `header_row` is the chosen one, if any."""

    records: bool = False
    """Whether the first row has the keys of records, which are numbered from 1."""

    worksheets: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The worksheets that are hidden in the workbook."""

    controls: bool = True
    """Whether cells may have control characters; False if the reader knows that none do."""

    hidden_rows: frozenset[int] = frozenset()
    """The numbers, from 1, of hidden rows."""

    hidden_columns: frozenset[int] = frozenset()
    """The indexes, from 0, of hidden columns."""

    numbers: NumberCells | None = None
    """The numbers, dates and truth values of a worksheet."""

    notes: tuple[Problem, ...] = ()


def worksheet_table(
    rows: Sequence[list[str]], options: ImportOptions, worksheets: Iterable[str], hidden: frozenset[str]
) -> RawTable:
    """The rows of the worksheet that `options` name, with the workbook's worksheets, the visible ones first."""
    used = ImportOptions(
        options.worksheet,
        header_row=options.header_row,
        include_hidden=bool(options.include_hidden),
        fill_merged=bool(options.fill_merged),
    )
    names = tuple(sorted(worksheets, key=hidden.__contains__))
    return RawTable(rows, f'Worksheet "{options.worksheet}"', used, worksheets=names, hidden=hidden)
