"""Rows of text as a reader finds them in a file, before the columns have names."""

from dataclasses import dataclass, field

from lib.common import Problem


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read a file; None leaves it to the reader to tell."""

    worksheet: str | None = None
    encoding: str | None = None
    """Python's name of a codec."""

    delimiter: str | None = None
    quotes: bool | None = None
    """Whether quotation marks around a cell are its wrapping; if not, they are its text."""

    header_row: int | None = None
    """The row that names the columns, as the spreadsheet numbers it; 0 for no such row."""

    fill_merged: bool = False
    """Whether a merged cell's value stands in all the cells it covers, not in the first alone."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows from the first one of the file on, of uneven width, blank ones included."""

    rows: list[list[str]]
    description: str
    """What it was read as, in words."""

    options: ImportOptions = field(default_factory=ImportOptions)
    """What the reader settled on; `header_row` is the one asked for, if any."""

    records: bool = False
    """Whether the first row is the keys of records, which are numbered from 1 by themselves."""

    worksheets: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    """The worksheets that are hidden in the workbook."""

    controls: bool = True
    """Whether there may be control characters in the cells; False if the reader knows that there are none."""

    notes: tuple[Problem, ...] = ()
