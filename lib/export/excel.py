"""A table as an Excel workbook, and the texts that its cells cannot hold."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from lib.common.columns import Cell
from lib.common.excel_cells import EXCEL_COLUMNS, EXCEL_ROWS, is_too_long, replace_surrogates
from lib.export.fidelity import excel_cells
from lib.export.selection import Selection

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_EVERY_CELL = "A1:XFD1048576"
_EXPONENT = re.compile(r"[eE].*")
_DIGITS = 15
_SMALLEST, _LARGEST = 1e-300, 1e300
_FIRST_ROWS = 100
_NARROWEST, _WIDEST = 9, 60
"""Of columns, in characters."""


def write_xlsx(chosen: Selection, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The table as a workbook: text as text, counts and JSON's numbers as numbers, with a filter over its header.

    Rows beyond `sheet_rows` stand on further sheets.

    Columns beyond `EXCEL_COLUMNS` have no place in it; `survey` counts them.
    """
    import xlsxwriter  # takes 2 MB, which nobody needs before the first download

    data = io.BytesIO()
    names, widths = list(chosen.columns), list(_widths(chosen))
    cells, left = _excel_rows(chosen), len(chosen.rows)
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        while True:
            sheet = book.add_worksheet()
            _keep_tags(sheet)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, min(max(left, 1), sheet_rows - 1), max(0, min(len(names), EXCEL_COLUMNS) - 1))
            for at, width in enumerate(widths):
                sheet.set_column(at, at, width)
            sheet.ignore_errors({"number_stored_as_text": _EVERY_CELL})
            _write_rows(sheet, 0, [excel_cells(names[:EXCEL_COLUMNS])], bold)
            _write_rows(sheet, 1, islice(cells, sheet_rows - 1))
            left -= sheet_rows - 1
            if left <= 0:
                break
    return data.getvalue()


def _keep_tags(sheet: "Worksheet") -> None:
    """Has a text from `<r>` to `</r>` written as the text it is.

    The library takes it for XML of its own making (a text in several fonts, which we never write)
    and puts it into the file as it stands. That it begins and ends with a tag means no blanks to keep.
    """

    def written(text: str, attributes: Sequence[tuple[str, object]]) -> None:
        sheet._xml_inline_string(text, False, attributes)

    sheet._xml_rich_inline_string = written


def _widths(chosen: Selection) -> Iterator[int]:
    """How wide each column is, in characters: what its first rows need, and no more than can be read."""
    first = chosen.rows[:_FIRST_ROWS]
    for name, cells in islice(chosen.columns.items(), EXCEL_COLUMNS):
        texts = (name, *(str(cells[at]) for at in first if cells[at] is not None))
        most = max(len(line) for text in texts for line in text[:_WIDEST].split("\n"))
        yield min(max(most + 2, _NARROWEST), _WIDEST)


def _excel_rows(chosen: Selection) -> Iterator[Sequence[Cell | float]]:
    numeric = {name for name in chosen.numbers if all(_is_exact(chosen.columns[name][at]) for at in chosen.rows)}
    names = list(chosen.columns)[:EXCEL_COLUMNS]
    for columns in chosen.chunks():
        pairs = zip(names, columns, strict=False)
        yield from zip(
            *(_as_numbers(cells) if name in numeric else excel_cells(cells) for name, cells in pairs), strict=True
        )


def _is_exact(cell: Cell) -> bool:
    """Whether Excel, which keeps 15 digits, holds a number as it is."""
    digits = _EXPONENT.sub("", str(cell or "")).replace(".", "").lstrip("-0")
    return not digits or (len(digits) <= _DIGITS and _SMALLEST < abs(float(cell or 0)) < _LARGEST)


def _as_numbers(cells: Sequence[Cell]) -> Sequence[float | None]:
    return [None if cell in ("", None) else float(cell) for cell in cells]


def _write_rows(
    sheet: "Worksheet", first: int, rows: Iterable[Sequence[Cell | float]], style: "Format | None" = None
) -> None:
    """Texts by the writer of texts alone: no formula, number, link or date is made of them."""
    write_string, write_number = sheet.write_string, sheet.write_number
    for at, cells in enumerate(rows, first):
        for column, cell in enumerate(cells):
            if type(cell) is str:
                if cell:
                    write_string(at, column, cell, style)
            elif cell is not None:
                write_number(at, column, cell, style)


def write_full_texts(chosen: Selection, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The cells that the workbook of the same table cuts, whole, as a text file; empty if it cuts none.

    Each stands under a line with its place in the workbook and its length in characters.
    """
    names = list(chosen.columns)[:EXCEL_COLUMNS]
    found: list[tuple[int, str, str]] = []
    start = 0
    for columns in chosen.chunks():
        for name, cells in zip(names, map(replace_surrogates, columns), strict=False):
            long = (
                (start + at, name, cell) for at, cell in enumerate(cells) if type(cell) is str and is_too_long(cell)
            )
            found += long
        start += len(columns[0])
    found.sort(key=lambda cell: cell[0])
    return "".join(_headed(at, name, text, sheet_rows) for at, name, text in found).encode()


def _headed(at: int, name: str, text: str, sheet_rows: int) -> str:
    sheet, row = divmod(at, sheet_rows - 1)
    return f"===== Sheet{sheet + 1}, row {row + 2}, column {name!r}: {len(text)} characters =====\n{text}\n\n"
