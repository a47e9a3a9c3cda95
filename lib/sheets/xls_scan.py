"""What an old XLS file has beside its cells' values: number formats, errors, hidden rows and columns, the area."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import xlrd

from lib.sheets.format_codes import BOOLEAN, GENERAL, format_code
from lib.sheets.number_cells import NumberCells, Place, number_cells
from lib.sheets.number_format import parse_format
from lib.sheets.xlsx_xml import DAYS_TO_1904, SheetXml

_NUMBERS = (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE, xlrd.XL_CELL_BOOLEAN)


def scan_xls(data: bytes) -> dict[str, SheetXml]:
    """What each worksheet has beside its values, without formats if xlrd cannot read those; empty if it fails."""
    for formatting in (True, False):
        try:
            book = xlrd.open_workbook(
                file_contents=data, logfile=io.StringIO(), ragged_rows=True, formatting_info=formatting
            )
            return {sheet.name: _scan(book, sheet, formatting) for sheet in book.sheets()}
        except Exception:  # xlrd raises all kinds of errors for a damaged file
            continue
    return {}


def is_encrypted_xls(data: bytes) -> bool:
    """Whether an old XLS file needs a password to open."""
    try:
        xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=True)
    except Exception as error:  # xlrd has no kind of error for this, and others for a damaged file
        return "encrypted" in str(error)
    return False


def xls_error(code: Any) -> str:
    """The text of an error, such as `#N/A`, from its code."""
    return str(xlrd.error_text_from_code.get(code, "#ERROR!"))


def _scan(book: Any, sheet: Any, formatting: bool) -> SheetXml:
    types = [sheet.row_types(row) for row in range(sheet.nrows)]
    failed = _places(types, xlrd.XL_CELL_ERROR)
    scan = SheetXml(
        sheet.name,
        errors={place: xls_error(sheet.cell_value(*place)) for place in failed},
        cells=sum(map(len, types)),
        area=sheet.nrows * sheet.ncols,
    )
    if not formatting:
        return scan
    codes = _style_codes(book)
    texts = {place: codes.get(sheet.cell_xf_index(*place), GENERAL) for place in _places(types, xlrd.XL_CELL_TEXT)}
    return replace(
        scan,
        numbers=_numbers(book, sheet, types, codes),
        text_formats={place: code for place, code in texts.items() if parse_format(code).changes_texts},
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_columns=frozenset(
            column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
        ),
    )


def _places(types: list[Any], *kinds: int) -> Iterator[Place]:
    for row, row_kinds in enumerate(types):
        yield from ((row, column) for column, kind in enumerate(row_kinds) if kind in kinds)


def _style_codes(book: Any) -> Mapping[int, str]:
    """The code of the number format of each cell style."""
    own = {key: form.format_str for key, form in book.format_map.items() if form.format_str}
    return {index: format_code(style.format_key, own) for index, style in enumerate(book.xf_list)}


def _numbers(book: Any, sheet: Any, types: list[Any], codes: Mapping[int, str]) -> NumberCells:
    places = list(_places(types, *_NUMBERS))
    values = [sheet.cell_value(*place) for place in places]
    truths = [types[row][column] == xlrd.XL_CELL_BOOLEAN for row, column in places]
    forms = [
        BOOLEAN if truth else codes.get(sheet.cell_xf_index(*place), GENERAL)
        for place, truth in zip(places, truths, strict=True)
    ]
    return number_cells(places, values, forms, DAYS_TO_1904 if book.datemode else 0)
