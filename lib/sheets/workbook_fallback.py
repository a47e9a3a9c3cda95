"""A worksheet's rows by a second reader, for a workbook that the first one rejects or that is mostly empty space.

openpyxl reads XLSX row by row, so that a stray cell far away costs nothing; xlrd reads old XLS.
openpyxl takes 8 MB, so it is imported when the first file needs it.
"""

import io
import warnings
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import xlrd

from lib.sheets.cell_text import displayed_text
from lib.sheets.raw_table import ImportOptions, RawTable, worksheet_table
from lib.sheets.xls_scan import xls_error


def read_with_fallback(data: bytes, options: ImportOptions) -> RawTable | None:
    """The worksheet by the second reader; None if that one cannot read it either."""
    reader = _read_xlsx if data.startswith(b"PK") else _read_xls
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about styles and charts that it leaves out
            return reader(data, options)
    except Exception:  # these libraries raise all kinds of errors for a damaged file
        return None


def _read_xlsx(data: bytes, options: ImportOptions) -> RawTable | None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    names = tuple(sheet.title for sheet in book.worksheets)
    hidden = frozenset(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")
    for name in _candidates(names, hidden, options):
        sheet = book[name]
        sheet.reset_dimensions()  # with a wrong dimension record it would run for minutes
        rows = [_trimmed([_xlsx_text(cell) for cell in row]) for row in sheet.iter_rows(values_only=True)]
        if any(map(any, rows)):
            return worksheet_table(rows, replace(options, worksheet=name), names, hidden)
    return None


def _read_xls(data: bytes, options: ImportOptions) -> RawTable | None:
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    names = tuple(book.sheet_names())
    hidden = frozenset(name for name in names if book.sheet_by_name(name).visibility)
    for name in _candidates(names, hidden, options):
        sheet = book.sheet_by_name(name)
        rows = [[_xls_text(cell, book.datemode) for cell in sheet.row(row)] for row in range(sheet.nrows)]
        if any(map(any, rows)):
            return worksheet_table(rows, replace(options, worksheet=name), names, hidden)
    return None


def _candidates(names: tuple[str, ...], hidden: frozenset[str], options: ImportOptions) -> list[str]:
    """The chosen worksheet, else all of them, the visible ones first."""
    return [str(options.worksheet)] if options.worksheet in names else sorted(names, key=hidden.__contains__)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _xlsx_text(value: Any) -> str:
    """The text that the first reader gives: midnight without its time, Excel's escapes as their characters."""
    if isinstance(value, datetime) and value.time() == time():
        return displayed_text(value.date())
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        # Excel can write half a surrogate pair as an escape; alone it is not text
        return str(unescape(value)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return displayed_text(value)


def _xls_text(cell: Any, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        return displayed_text(
            moment.time() if cell.value < 1 else moment.date() if cell.value == int(cell.value) else moment
        )
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xls_error(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return displayed_text(bool(cell.value))
    return displayed_text(cell.value)
