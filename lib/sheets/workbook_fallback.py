"""The readers that get a workbook when the first one refuses it, or when it is mostly empty space.

openpyxl for XLSX: it streams rows, so that a stray cell far away costs nothing. xlrd for old XLS.
openpyxl takes 8 MB, so it is imported when the first file needs it.
"""

import io
import warnings
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import xlrd

from lib.sheets.raw_table import ImportOptions, RawTable
from lib.sheets.xlsx_xml import SheetXml

TextOf = Callable[[Any], str]


def read_again(data: bytes, options: ImportOptions, text_of: TextOf) -> RawTable | None:
    """The worksheet as another reader sees it; None if that one cannot read it either."""
    reader = _xlsx if data.startswith(b"PK") else _xls
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and charts it leaves out
            return reader(data, options, text_of)
    except Exception:  # these libraries raise whatever a damaged file makes them stumble over
        return None


def _xlsx(data: bytes, options: ImportOptions, text_of: TextOf) -> RawTable | None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    tabs = tuple(sheet.title for sheet in book.worksheets)
    hidden = frozenset(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")
    for tab in _wanted(tabs, hidden, options):
        sheet = book[tab]
        sheet.reset_dimensions()  # a wrong dimension record makes it run for minutes
        rows = [_trimmed([_xlsx_text(cell, text_of) for cell in row]) for row in sheet.iter_rows(values_only=True)]
        if any(map(any, rows)):
            return _grid(rows, tab, tabs, hidden, options)
    return None


def _xls(data: bytes, options: ImportOptions, text_of: TextOf) -> RawTable | None:
    book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    tabs = tuple(book.sheet_names())
    hidden = frozenset(tab for tab in tabs if book.sheet_by_name(tab).visibility)
    for tab in _wanted(tabs, hidden, options):
        sheet = book.sheet_by_name(tab)
        rows = [[_xls_text(cell, book.datemode, text_of) for cell in sheet.row(at)] for at in range(sheet.nrows)]
        if any(map(any, rows)):
            return _grid(rows, tab, tabs, hidden, options)
    return None


def xls_looks(data: bytes) -> dict[str, SheetXml]:
    """What each worksheet of an old XLS file has beside its values; nothing if it cannot be read here."""
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), ragged_rows=True)
        return {sheet.name: _xls_look(sheet) for sheet in book.sheets()}
    except Exception:  # whatever a damaged file makes it stumble over
        return {}


def _xls_look(sheet: Any) -> SheetXml:
    """Its error cells with their text, how many cells there are, and how many places they span."""
    types = [sheet.row_types(row) for row in range(sheet.nrows)]
    places = [(row, at) for row, kinds in enumerate(types) for at, kind in enumerate(kinds) if kind == _ERROR]
    errors = {place: str(xlrd.error_text_from_code.get(sheet.cell_value(*place), "#ERROR!")) for place in places}
    return SheetXml(sheet.name, errors, cells=sum(map(len, types)), places=sheet.nrows * sheet.ncols)


_ERROR = xlrd.XL_CELL_ERROR


def _wanted(tabs: tuple[str, ...], hidden: frozenset[str], options: ImportOptions) -> list[str]:
    return [str(options.worksheet)] if options.worksheet in tabs else sorted(tabs, key=hidden.__contains__)


def _grid(
    rows: list[list[str]], tab: str, tabs: tuple[str, ...], hidden: frozenset[str], options: ImportOptions
) -> RawTable:
    used = ImportOptions(tab, header_row=options.header_row, fill_merged=options.fill_merged)
    return RawTable(rows, f'Worksheet "{tab}"', used, False, tuple(sorted(tabs, key=hidden.__contains__)), hidden)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _xlsx_text(value: Any, text_of: TextOf) -> str:
    """As the first reader says it: a moment at midnight as its date, Excel's escapes as their characters."""
    if isinstance(value, datetime) and value.time() == time():
        return text_of(value.date())
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        # half a character, which Excel can write as an escape, is no text
        return str(unescape(value)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text_of(value)


def _xls_text(cell: Any, datemode: int, text_of: TextOf) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(cell.value, datemode)
        return text_of(moment.time() if cell.value < 1 else moment.date() if cell.value == int(cell.value) else moment)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(cell.value))
    return text_of(cell.value)
