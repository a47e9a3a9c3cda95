"""A selection as an Excel workbook, and a text file of the cells that the workbook cuts."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lib.common.excel_cells import EXCEL_COLUMNS, EXCEL_ROWS, is_too_long, replace_surrogates
from lib.common.own_columns import Cell
from lib.export.cell_changes import excel_cells
from lib.export.selection import Selection

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_EVERY_CELL = "A1:XFD1048576"
_LIKE_ESCAPE = re.compile("(?<=_)(?=x[0-9a-fA-F]{4}_)")
"""Between the underscore and the rest of what Excel reads as an escaped character."""

_EXPONENT = re.compile(r"[eE].*")
_EXACT_DIGITS = 15
_SMALLEST, _LARGEST = 1e-300, 1e300
_ROWS_MEASURED = 100
_NARROWEST, _WIDEST = 9, 60
"""Widths of columns, in characters."""


def write_xlsx(selection: Selection, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The selection as a workbook: text as text, counts and JSON numbers as numbers, with a filter in the header.

    Rows beyond `sheet_rows` go to further worksheets. Columns beyond `EXCEL_COLUMNS` are left out;
    `count_cell_changes` counts them.
    """
    import xlsxwriter  # needs 2 MB, and no one needs it before the first download

    data = io.BytesIO()
    header = [excel_cells(list(selection.columns)[:EXCEL_COLUMNS])]
    widths = list(_widths(selection))
    rows, rows_left = _excel_rows(selection), len(selection.rows)
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        while True:
            sheet = _add_worksheet(book, widths, min(max(rows_left, 1), sheet_rows - 1))
            _write_rows(sheet, 0, header, bold)
            _write_rows(sheet, 1, islice(rows, sheet_rows - 1))
            rows_left -= sheet_rows - 1
            if rows_left <= 0:
                break
    return data.getvalue()


def _add_worksheet(book: "Workbook", widths: Sequence[int], last_row: int) -> "Worksheet":
    sheet: Worksheet = book.add_worksheet()
    _keep_texts(sheet)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, max(0, len(widths) - 1))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.ignore_errors({"number_stored_as_text": _EVERY_CELL})
    return sheet


def _keep_texts(sheet: "Worksheet") -> None:
    """Makes the worksheet write every text so that each reader gives it back.

    xlsxwriter takes a text from `<r>` to `</r>` for its own XML. It also writes Excel's escapes, such
    as `_x000D_`, which openpyxl and pandas do not read in such a cell. So a carriage return becomes a
    reference of XML, and a text that looks like an escape is cut in two pieces of the same cell.
    """
    write_plain, write_pieces = sheet._xml_inline_string, sheet._xml_rich_inline_string

    def write(text: str, keep_spaces: bool, attributes: Sequence[tuple[str, object]]) -> None:
        if "\r" not in text and not _LIKE_ESCAPE.search(text):
            write_plain(text, keep_spaces, attributes)
            return
        pieces = (sheet._escape_data(piece).replace("\r", "&#13;") for piece in _LIKE_ESCAPE.split(text))
        xml = "".join(f'<r><t xml:space="preserve">{piece}</t></r>' for piece in pieces)
        write_pieces(xml, attributes)

    sheet._escape_control_characters = str
    sheet._xml_inline_string = write
    sheet._xml_rich_inline_string = lambda text, attributes: write(text, False, attributes)


def _widths(selection: Selection) -> Iterator[int]:
    """The width of each column in characters, as its first rows need it."""
    rows = selection.rows[:_ROWS_MEASURED]
    for name, cells in islice(selection.columns.items(), EXCEL_COLUMNS):
        texts = (name, *(str(cells[row]) for row in rows if cells[row] is not None))
        longest = max(len(line) for text in texts for line in text[:_WIDEST].split("\n"))
        yield min(max(longest + 2, _NARROWEST), _WIDEST)


def _excel_rows(selection: Selection) -> Iterator[Sequence[Cell | float]]:
    exact = {name for name in selection.numbers if _are_exact(selection, name)}
    names = list(selection.columns)[:EXCEL_COLUMNS]
    for columns in selection.chunks():
        pairs = zip(names, columns, strict=False)
        cells_of = [_as_numbers(cells) if name in exact else excel_cells(cells) for name, cells in pairs]
        yield from zip(*cells_of, strict=True)


def _are_exact(selection: Selection, name: str) -> bool:
    column = selection.columns[name]
    return all(_is_exact(column[row]) for row in selection.rows)


def _is_exact(cell: Cell) -> bool:
    """Whether Excel, which keeps 15 digits, holds a number exactly."""
    digits = _EXPONENT.sub("", str(cell or "")).replace(".", "").lstrip("-0")
    return not digits or (len(digits) <= _EXACT_DIGITS and _SMALLEST < abs(float(cell or 0)) < _LARGEST)


def _as_numbers(cells: Sequence[Cell]) -> Sequence[float | None]:
    return [None if cell in ("", None) else float(cell) for cell in cells]


def _write_rows(
    sheet: "Worksheet", first: int, rows: Iterable[Sequence[Cell | float]], style: "Format | None" = None
) -> None:
    """Writes texts with `write_string`, so that none becomes a formula, number, link or date."""
    write_string, write_number = sheet.write_string, sheet.write_number
    for row, cells in enumerate(rows, first):
        for column, cell in enumerate(cells):
            if type(cell) is str:
                if cell:
                    write_string(row, column, cell, style)
            elif cell is not None:
                write_number(row, column, cell, style)


def write_full_texts(selection: Selection, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The whole text of each cell that the workbook of the selection cuts, as a text file; empty if it cuts none.

    A line before each text has its place in the workbook and its length in characters.
    """
    names = list(selection.columns)[:EXCEL_COLUMNS]
    sections: list[tuple[int, str]] = []
    start = 0
    for columns in selection.chunks():
        for name, cells in zip(names, map(replace_surrogates, columns), strict=False):
            for row, cell in enumerate(cells, start):
                if type(cell) is str and is_too_long(cell):
                    sections.append((row, _section(row, name, cell, sheet_rows)))
        start += len(columns[0])
    sections.sort(key=lambda section: section[0])
    return "".join(text for _, text in sections).encode()


def _section(row: int, column: str, text: str, sheet_rows: int) -> str:
    sheet, row_of_sheet = divmod(row, sheet_rows - 1)
    place = f"Sheet{sheet + 1}, row {row_of_sheet + 2}, column {column!r}"
    return f"===== {place}: {len(text)} characters =====\n{text}\n\n"
