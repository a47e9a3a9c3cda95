"""A workbook without its rows: worksheets, styles, widths, groups and filters. `fill` puts the rows into it as XML.

xlsxwriter writes the frame. The numbers it gives to styles are read off the cells of a first row, which the rows
replace.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from lib.common.excel_cells import EXCEL_COLUMNS
from lib.export.column_looks import ColumnLook
from lib.sheets.format_codes import BOOLEAN, GENERAL, SYSTEM_FORMATS
from lib.sheets.xlsx_cells import column_letters

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_EVERY_CELL = "A1:XFD1048576"
_PART = "xl/worksheets/sheet{}.xml"
_ROWS = re.compile(rb"<sheetData>.*</sheetData>|<sheetData ?/>", re.DOTALL)
_STYLE = re.compile(rb'<c r="[A-Z]+1" s="(\d+)" ?/>')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*" ?/>')

_NUMBERS: Mapping[str, int | str] = {BOOLEAN: GENERAL, **{code: number for number, code in SYSTEM_FORMATS.items()}}
"""What a workbook has for codes that are only used here."""

_LEVEL = 3
"""Of deflate: a third of the time of the usual one, for files a sixth larger."""

_LARGE = 2_000_000_000
"""Bytes of a part from which a zip needs another kind of header."""


class Style(NamedTuple):
    """The style of a cell; all are aligned to the top of their row."""

    code: str = GENERAL
    """Code of its number format."""

    is_wrapped: bool = False
    is_bold: bool = False
    is_left: bool = False
    """Whether a number is at the left of its cell, as texts are."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A worksheet without its rows."""

    name: str
    looks: Sequence[ColumnLook]
    row_count: int
    """Rows with the header."""

    most_bytes: int = 0
    """Bytes that the XML of its rows does not exceed."""

    has_header: bool = True
    """Whether its first row stays in sight and has filters."""


class WorkbookFrame:
    """The frame of these worksheets, whose cells have these styles."""

    def __init__(self, tabs: Sequence[Tab], styles: Iterable[Style]) -> None:
        import xlsxwriter  # needs 2 MB, and no one needs it before the first download

        self._tabs = tabs
        wanted = list(dict.fromkeys(styles))[:EXCEL_COLUMNS]
        self._file = io.BytesIO()
        with xlsxwriter.Workbook(self._file, {"in_memory": True}) as book:
            for tab in tabs:
                _add_worksheet(book, tab)
            for column, style in enumerate(wanted):
                book.worksheets()[0].write_blank(0, column, None, book.add_format(_properties(style)))
        with zipfile.ZipFile(self._file) as archive:
            numbers = _STYLE.findall(archive.read(_PART.format(1)))
        self.style_numbers: Mapping[Style, int] = dict(zip(wanted, map(int, numbers), strict=True))

    def fill(self, rows_of_tabs: Sequence[Iterable[bytes]]) -> bytes:
        """The workbook, with the XML of each worksheet's rows, which comes in parts."""
        data = io.BytesIO()
        rows = {_PART.format(number): rows for number, rows in enumerate(rows_of_tabs, 1)}
        tabs = {_PART.format(number): tab for number, tab in enumerate(self._tabs, 1)}
        with (
            zipfile.ZipFile(self._file) as frame,
            zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as book,
        ):
            for entry in frame.infolist():
                part = frame.read(entry)
                if entry.filename not in rows:
                    book.writestr(entry, part)
                    continue
                before, after = _ROWS.split(_DIMENSION.sub(_dimension(tabs[entry.filename]), part))
                is_large = tabs[entry.filename].most_bytes > _LARGE
                with book.open(entry.filename, "w", force_zip64=is_large) as file:
                    file.write(before + b"<sheetData>")
                    for xml in rows[entry.filename]:
                        file.write(xml)
                    file.write(b"</sheetData>" + after)
        return data.getvalue()


def _dimension(tab: Tab) -> bytes:
    last = f"{column_letters(max(0, len(tab.looks) - 1))}{max(1, tab.row_count)}"
    return f'<dimension ref="A1:{last}"/>'.encode()


def _properties(style: Style) -> dict[str, object]:
    code = _NUMBERS.get(style.code, style.code)
    side = {"align": "left"} if style.is_left else {}
    return {"valign": "top", "num_format": code, "text_wrap": style.is_wrapped, "bold": style.is_bold, **side}


def _add_worksheet(book: "Workbook", tab: Tab) -> None:
    sheet: Worksheet = book.add_worksheet(tab.name)
    sheet.ignore_errors({"number_stored_as_text": _EVERY_CELL})
    if tab.has_header and tab.looks:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, tab.row_count - 1), len(tab.looks) - 1)
    column = 0
    for look, alike in groupby(tab.looks, key=lambda look: (look.width, look.is_folded)):
        count = len(list(alike))
        folded = {"level": 1, "hidden": True} if look[1] else {}
        sheet.set_column(column, column + count - 1, look[0], None, folded)
        column += count
    if tab.looks and tab.looks[-1].is_folded and column < EXCEL_COLUMNS:
        sheet.set_column(column, column, None, None, {"collapsed": True})
