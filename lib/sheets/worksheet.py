"""One worksheet of a workbook as rows of text: row n of the sheet is `rows[n - 1]`."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook

from lib.common import Problem
from lib.common.phrasing import counted
from lib.sheets import workbook_problems
from lib.sheets.cell_text import ExcelTexts, with_zeros
from lib.sheets.raw_table import ImportOptions
from lib.sheets.sandbox import is_safe_workbook
from lib.sheets.workbook_fallback import read_with_fallback
from lib.sheets.xlsx_xml import MOST_WORKBOOK_BYTES, SheetXml, is_xlsx

TextRows = list[list[str]]
_T = TypeVar("_T")

MOST_SPARSE_CELLS = 5_000_000
"""The most cells of the area that a thinly filled worksheet may span; of a larger one, only filled cells are read."""

_MOST_COLUMNS = 16_384
_UNKNOWN_ERROR = "Unsupported cell error value"
"""Calamine's words for newer errors, such as `#SPILL!` and `#GETTING_DATA`, and for those of other programs."""


@dataclass(frozen=True, slots=True)
class OpenWorkbook:
    """A workbook's bytes and name, and calamine's view of it."""

    data: bytes
    name: str
    calamine: CalamineWorkbook


def read_worksheet(workbook: OpenWorkbook, scan: SheetXml, options: ImportOptions) -> tuple[TextRows, list[Problem]]:
    """The rows from row 1 on, every cell as text, and the notes.

    Raises:
        Unreadable: the worksheet is damaged, or its cells hold an absurd amount of text.
    """
    if scan.held > MOST_WORKBOOK_BYTES:
        raise workbook_problems.bomb(workbook.name)
    texts = ExcelTexts()
    if _is_for_fallback(workbook, scan):
        rows = _sparse_rows(workbook, scan, texts)
    else:
        rows, scan = _calamine_rows(workbook, scan, texts)
    return rows, finish_rows(rows, scan, texts, options)


def finish_rows(rows: TextRows, scan: SheetXml, texts: ExcelTexts, options: ImportOptions) -> list[Problem]:
    """Puts into the rows what readers of values leave out (zeros of formats, merged cells); the notes."""
    _add_zeros(rows, scan)
    return [*_fill_merged(rows, scan, options), *workbook_problems.cell_notes(scan, texts.inexact)]


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


def _calamine_rows(workbook: OpenWorkbook, scan: SheetXml, texts: ExcelTexts) -> tuple[TextRows, SheetXml]:
    """The rows, and the scan with calamine's list of merged cells."""
    try:
        sheet = without_panic(lambda: workbook.calamine.get_sheet_by_name(scan.worksheet))
        cells = without_panic(lambda: sheet.to_python(skip_empty_area=False))
    except Exception as error:
        if _UNKNOWN_ERROR not in str(error):
            raise workbook_problems.broken_worksheet(scan.worksheet, workbook.name, error) from None
        return _sparse_rows(workbook, scan, texts), scan
    rows = _text_rows(cells, texts)
    for (row, column), error_text in scan.errors.items():
        _set_cell(rows, row, column, error_text)
    merged = without_panic(lambda: sheet.merged_cell_ranges or [])
    return rows, replace(scan, merged=tuple(merged))


def _sparse_rows(workbook: OpenWorkbook, scan: SheetXml, texts: ExcelTexts) -> TextRows:
    """The rows by the reader that leaves out the empty space between cells."""
    table = read_with_fallback(workbook.data, ImportOptions(scan.worksheet), texts.text)
    if table is None:
        raise workbook_problems.too_sparse(workbook.name)
    return table.rows


def _text_rows(cells: list[list[Any]], texts: ExcelTexts) -> TextRows:
    if set(map(type, chain.from_iterable(cells))) <= {str}:
        return cells
    to_text = texts.text
    return [[cell if type(cell) is str else to_text(cell) for cell in row] for row in cells]


def _add_zeros(rows: TextRows, scan: SheetXml) -> None:
    """Gives numbers the zeros that their format shows."""
    for (row, column), number_format in scan.masks.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = with_zeros(rows[row][column], number_format)


def _fill_merged(rows: TextRows, scan: SheetXml, options: ImportOptions) -> list[Problem]:
    """Fills merged cells if the options say so; else asks whether to."""
    ranges = [merged for merged in scan.merged if merged[0][0] < len(rows)]
    if not ranges:
        return []
    if not options.fill_merged:
        hint = "Fill them under Import options if every row needs the text."
        return [
            Problem(
                "merged",
                f"{counted(len(ranges), 'group')} of merged cells: only the first cell of each has the text.",
                hint,
                "ask",
            )
        ]
    for (top, left), (bottom, right) in ranges:
        text = rows[top][left] if left < len(rows[top]) else ""
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, _MOST_COLUMNS)):
                _set_cell(rows, row, column, text)
    return [
        Problem(
            "merged",
            f"{counted(len(ranges), 'group of merged cells is', 'groups of merged cells are')} filled with their text.",
        )
    ]


def _set_cell(rows: TextRows, row: int, column: int, text: str) -> None:
    """Sets a cell, which may be outside the area that the reader took for the sheet."""
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text
