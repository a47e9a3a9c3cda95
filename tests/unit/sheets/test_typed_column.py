"""What the cells of a column were, in every kind of cell."""

import math
from typing import Any

import pytest

from lib.sheets import ImportOptions, read_sheet
from lib.sheets.format_codes import BOOLEAN
from tests.support.workbook_files import filled
from tests.support.xlsb_files import xlsb

NUMBERS = {
    "whole": (501, "00000", "00501"),
    "percent": (0.25, "0%", "25%"),
    "money": (1234.5, "$#,##0.00", "$1,234.50"),
    "day": (45351, "d/m/yyyy", "29/2/2024"),
    "moment": (45351.75, "yyyy-mm-dd hh:mm", "2024-02-29 18:00"),
    "time": (0.75, "h:mm", "18:00"),
    "span": (1.5, "[h]:mm", "36:00"),
    "as text": (7, "@", "7"),
    "plain": (0.1, "General", "0.1"),
}
"""Values of the system of 1900, formats, and texts."""


def fill(from_1904: bool) -> Any:
    def write(book: Any, tab: Any) -> None:
        tab.write_row(0, 0, ["kind", "value"])
        for row, (kind, (value, code, _)) in enumerate(NUMBERS.items(), 1):
            shift = 1462 if from_1904 and kind in ("day", "moment") else 0
            tab.write_string(row, 0, kind)
            tab.write_number(row, 1, value - shift, book.add_format({"num_format": code}))
        others = len(NUMBERS) + 1
        tab.write_column(others, 0, ["truth", "digits", "failed"])
        tab.write_boolean(others, 1, True)
        tab.write_string(others + 1, 1, "00501")
        tab.write_formula(others + 2, 1, "=NA()", None, "#N/A")

    return write


@pytest.mark.parametrize("from_1904", [False, True])
def test_every_kind_of_cell(from_1904: bool) -> None:
    sheet = read_sheet(filled(fill(from_1904), date_1904=from_1904), "a.xlsx", ImportOptions(header_row=1))
    typed = sheet.typed("value")
    assert typed is not None
    codes = [typed.codes[index] if index >= 0 else None for index in typed.formats]
    got = list(zip(typed.values.tolist(), codes, sheet.column("value"), strict=True))
    assert got[:-2] == [*NUMBERS.values(), (1, BOOLEAN, "TRUE")]
    assert [(math.isnan(value), code, text) for value, code, text in got[-2:]] == [
        (True, None, "00501"),
        (True, None, "#N/A"),
    ]
    assert sheet.typed("kind") is None


def test_a_float_that_is_no_number_has_no_value() -> None:
    data = xlsb([[("n", "General"), ("m", "General")], [(math.inf, "0.0"), (1.0, "0.0")], [(2.0, "0"), (3.0, "0")]])
    typed = read_sheet(data, "a.xlsb", ImportOptions(header_row=1)).typed("n")
    assert typed is not None
    assert (math.isnan(typed.values[0]), typed.formats[0], typed.values[1]) == (True, -1, 2)
