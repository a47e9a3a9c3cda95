"""One worksheet of a workbook as rows of text: row n of the sheet is `rows[n - 1]`."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook, load_workbook

from lib.common import Problem
from lib.sheets import workbook_problems
from lib.sheets.cell_text import displayed_text
from lib.sheets.merged_cells import read_merged, set_cell
from lib.sheets.number_cells import NumberCells
from lib.sheets.number_format import parse_format
from lib.sheets.raw_table import ImportOptions
from lib.sheets.sandbox import is_safe_workbook
from lib.sheets.workbook_fallback import read_with_fallback
from lib.sheets.xlsx_xml import MOST_WORKBOOK_BYTES, SheetXml, is_xlsx

TextRows = list[list[str]]
_T = TypeVar("_T")

MOST_SPARSE_CELLS = 5_000_000
"""The most cells of the area that a thinly filled worksheet may span; of a larger one, only filled cells are read."""

_UNKNOWN_ERROR = "Unsupported cell error value"
"""Calamine's words for newer errors, such as `#SPILL!` and `#GETTING_DATA`, and for those of other programs."""


class NotOpened(Exception):
    """Calamine does not open the workbook; the cause is its own error."""


@dataclass(frozen=True)
class OpenWorkbook:
    """A workbook's bytes and name."""

    data: bytes
    name: str

    @cached_property
    def calamine(self) -> CalamineWorkbook:
        """Calamine's view of it, which most XLSX files do not need.

        Raises:
            NotOpened: it is damaged, or protected by a password.
        """
        try:
            return without_panic(lambda: load_workbook(io.BytesIO(self.data)))
        except Exception as error:
            raise NotOpened from error


def read_worksheet(
    workbook: OpenWorkbook, scan: SheetXml, options: ImportOptions
) -> tuple[Sequence[list[str]], list[Problem]]:
    """The rows from row 1 on, every cell as text, and the notes.

    Raises:
        Unreadable: the worksheet is damaged, or its cells hold an absurd amount of text.
    """
    if scan.held > MOST_WORKBOOK_BYTES:
        raise workbook_problems.bomb(workbook.name)
    if _is_for_fallback(workbook, scan):
        rows = _sparse_rows(workbook, scan)
    elif (plain := scan.rows()) is not None:
        if not (scan.errors or scan.text_formats or scan.merged):
            return plain, list(workbook_problems.cell_notes(scan))
        rows = list(plain)
        _put_errors(rows, scan)
    else:
        rows, scan = _calamine_rows(workbook, scan)
    return rows, finish_rows(rows, scan, options)


def finish_rows(rows: TextRows, scan: SheetXml, options: ImportOptions) -> list[Problem]:
    """Puts into the rows what readers of values leave out (formats of texts, merged cells); the notes."""
    for (row, column), code in scan.text_formats.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column]:
            rows[row][column] = parse_format(code).text_of(rows[row][column])
    return [*read_merged(rows, scan.merged, options), *workbook_problems.cell_notes(scan)]


def is_sparse(scan: SheetXml) -> bool:
    """Whether a few cells span so large an area that reading all of it would waste memory."""
    return scan.area > MOST_SPARSE_CELLS and scan.cells * 10 < scan.area


def without_panic(read: Callable[[], _T]) -> _T:
    """What calamine reads; its panic, which is not an Exception in Python, becomes a ValueError."""
    try:
        return read()
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from None


def _is_for_fallback(workbook: OpenWorkbook, scan: SheetXml) -> bool:
    """Whether calamine would read the worksheet wrongly, or end the process."""
    if scan.wide or is_sparse(scan):
        return True
    return is_xlsx(workbook.data) and not scan.plain and not is_safe_workbook(workbook.data, scan.worksheet)


def _calamine_rows(workbook: OpenWorkbook, scan: SheetXml) -> tuple[TextRows, SheetXml]:
    """The rows, and the scan with calamine's list of merged cells."""
    calamine = workbook.calamine
    try:
        sheet = without_panic(lambda: calamine.get_sheet_by_name(scan.worksheet))
        cells = without_panic(lambda: sheet.to_python(skip_empty_area=False))
    except Exception as error:
        if _UNKNOWN_ERROR not in str(error):
            raise workbook_problems.broken_worksheet(scan.worksheet, workbook.name) from None
        return _sparse_rows(workbook, scan), scan
    put_numbers(cells, scan.numbers)
    rows = _text_rows(cells)
    _put_errors(rows, scan)
    merged = without_panic(lambda: sheet.merged_cell_ranges or [])
    return rows, replace(scan, merged=scan.merged or tuple(merged))


def _put_errors(rows: TextRows, scan: SheetXml) -> None:
    for (row, column), error_text in scan.errors.items():
        set_cell(rows, row, column, error_text)


def _sparse_rows(workbook: OpenWorkbook, scan: SheetXml) -> TextRows:
    """The rows by the reader that leaves out the empty space between cells."""
    table = read_with_fallback(workbook.data, ImportOptions(scan.worksheet))
    if table is None:
        raise workbook_problems.too_sparse(workbook.name)
    rows = list(table.rows)
    put_numbers(rows, scan.numbers)
    return rows


def _text_rows(cells: list[list[Any]]) -> TextRows:
    """The rows with the values as text that are not text yet."""
    if set(map(type, chain.from_iterable(cells))) <= {str}:
        return cells
    return [[cell if type(cell) is str else displayed_text(cell) for cell in row] for row in cells]


def put_numbers(rows: list[list[Any]], numbers: NumberCells) -> None:
    """Puts the texts of numbers into their cells."""
    if numbers.shown:
        return
    for row, column, text in zip(numbers.rows.tolist(), numbers.columns.tolist(), numbers.texts(), strict=True):
        try:
            rows[row][column] = text
        except IndexError:
            set_cell(rows, row, column, text)
