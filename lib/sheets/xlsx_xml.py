"""What an XLSX file's XML has beside the cells' values: formats, errors, missing values, merged cells, the area.

Readers of values turn error cells into blanks, cannot tell a formula that was never calculated from
an empty cell, and take all the memory that a sheet's size asks for. This module only searches the
XML, it never parses it: so it expands and follows nothing.
"""

import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from itertools import accumulate
from zipfile import BadZipFile, ZipFile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.common.byte_search import Offsets, find_byte, has_controls, has_pair, is_utf8
from lib.common.excel_cells import EXCEL_COLUMNS
from lib.sheets.format_codes import BOOLEAN, GENERAL
from lib.sheets.number_cells import NumberCells, Place, no_numbers
from lib.sheets.number_format import parse_format
from lib.sheets.xlsx_cells import CellColumns, column_index, column_letters, read_cells
from lib.sheets.xlsx_parts import read_parts
from lib.sheets.xlsx_plain import Tags, find_tags
from lib.sheets.xlsx_rows import no_rows, plain_rows
from lib.sheets.xlsx_styles import style_formats, tags

MOST_WORKBOOK_BYTES = 2_000_000_000
"""The most bytes that a workbook may unpack to, and its cells may hold."""

_NUMBER = r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$"
_PREFIX = re.compile(rb"<([\w.-]+):(?:worksheet|sst)\b")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_MERGED = re.compile(rb"""\bmergeCell\s+ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_ROW_NUMBER = r"""^<row\s[^>]*?\br\s*=\s*["'](?P<row>\d{1,7})["']"""
_COLUMN = re.compile(r"<col\s[^>]*>")
_HIDDEN = r"""^<row\s(?:[^>]*\s)?(?:hidden\s*=\s*["'](?:1|true)["']|ht\s*=\s*["'][0.]*["'])"""
_TRUE = ("1", "true")
_LINKED = re.compile(rb"""<c(?=\s[^>]*\bt\s*=\s*["']e["'])[^>]*\svm\s*=""")
_VALUE_TYPE = re.compile(rb"""<(?:\w+:)?s\s[^>]*\bt=["'](\w+)["']""")
_FROM_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
DAYS_TO_1904 = 1462
"""Days from the start of 1900 to that of 1904, as Excel counts them."""

CellRange = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What a worksheet's XML has beside its values. A place is (row, column), from 0."""

    worksheet: str = ""

    errors: dict[Place, str] = field(default_factory=dict)
    """Error cells with their text, such as `#N/A`."""

    linked: int = 0
    """How many of the error cells show a picture or a linked data type, which the file keeps elsewhere."""

    uncalculated: list[str] = field(default_factory=list)
    """Addresses of formulas without a value."""

    plain: bool = False
    """Whether every cell has its address in the usual form, so that the sheet's size is certain."""

    cells: int = 0
    area: int = 0
    """The number of cells, and the size of the area up to the last row and column; 0 unless `plain`."""

    controls: bool = True
    """Whether cells may have control characters."""

    merged: tuple[CellRange, ...] = ()
    """The first and the last place of each merged range."""

    wide: bool = False
    """Whether the XML is UTF-16, which calamine reads as an empty worksheet."""

    numbers: NumberCells = field(default_factory=no_numbers)
    """The numbers, dates and truth values, with their formats."""

    text_formats: Mapping[Place, str] = field(default_factory=dict)
    """The formats of texts that Excel shows in another way than they are, such as `@" kg"`."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """Rows and columns that are hidden, filtered out, or without height or width."""

    skipped: bool = False
    """Whether it has cells that the reader of values leaves out."""

    held: int = 0
    """About the bytes of text in all cells, a shared text counted for each of them."""

    tabs: Mapping[str, bool] = field(default_factory=dict)
    """All worksheets of the workbook, each with whether it is hidden."""

    rows: Callable[[], Sequence[list[str]] | None] = no_rows
    """The texts of the cells, without formats of texts and merged cells; None if only a reader of values has them."""


def unpacked_size(data: bytes) -> int:
    """The bytes that a workbook unpacks to, by its own list; 0 if it is not a zip."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return 0


def is_xlsx(data: bytes) -> bool:
    """Whether the workbook is XLSX: not binary, as XLS and XLSB are, and not ODS."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def scan_sheet_xml(data: bytes, worksheet: str | None = None) -> SheetXml:
    """What the XML of a worksheet, or of the first visible one, has beside its values.

    Nearly empty if there is no such worksheet, and for any other kind of workbook.
    """
    parts = read_parts(data, worksheet)
    if not parts.cells:
        return SheetXml(parts.name, tabs=parts.tabs)
    wide = parts.cells.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    usual = not wide and is_utf8(parts.cells)
    whole = parts.cells[-100:].rstrip().endswith(b"worksheet>")  # else the file was cut off, which a parser notices
    xml = parts.cells if usual else parts.cells.decode("utf-16" if wide else "utf-8", "replace").encode()
    xml = _COMMENT.sub(b"", xml) if has_pair(xml, b"<!") else xml
    xml, shared = map(_without_prefix, (xml, parts.shared))
    found = find_tags(xml)
    cells, marks = read_cells(xml, found), find_byte(shared, ord("<"))
    formats = style_formats(parts.styles)
    numbers = _numbers(cells, formats, DAYS_TO_1904 if _FROM_1904.search(parts.workbook) else 0)
    return SheetXml(
        parts.name,
        errors=_errors(cells),
        linked=_linked(xml, parts.structures),
        uncalculated=_uncalculated(cells),
        plain=cells.plain,
        cells=len(cells.rows) if cells.plain else 0,
        area=cells.area if cells.plain else 0,
        controls=_controls(xml, shared),
        merged=_merged(xml),
        wide=wide,
        numbers=numbers,
        text_formats=_text_formats(cells, formats),
        hidden_rows=_hidden_rows(xml, found),
        hidden_columns=_hidden_columns(xml),
        held=_held(cells, shared, marks),
        tabs=parts.tabs,
        rows=partial(plain_rows, cells, numbers, shared, marks) if usual and whole else no_rows,
    )


def _without_prefix(xml: bytes) -> bytes:
    """The XML with `<c>` where a writer has put `<x:c>`."""
    prefix = _PREFIX.search(xml, 0, 5_000)
    if not prefix:
        return xml
    return xml.replace(b"<%s:" % prefix[1], b"<").replace(b"</%s:" % prefix[1], b"</")


def _errors(cells: CellColumns) -> dict[Place, str]:
    failed = cells.of_kind("e")
    if not failed.any():
        return {}
    texts = map(unescape, cells.values.filter(pa.array(failed)).to_pylist())
    return {place: text for place, text in zip(_places(cells, failed), texts, strict=True) if text}


def _linked(xml: bytes, structures: bytes) -> int:
    """How many error cells stand for a picture or a linked data type: not those whose value is an error, `#SPILL!`."""
    if not has_pair(xml, b"vm") or set(_VALUE_TYPE.findall(structures)) == {b"_error"}:
        return 0
    return len(_LINKED.findall(xml))


def _uncalculated(cells: CellColumns) -> list[str]:
    """The addresses of formulas without a value."""
    if not cells.formulas.any():
        return []
    empty = cells.formulas & ~cells.of_kind("str", "inlineStr") & np.asarray(pc.equal(cells.values, ""))
    return [f"{column_letters(column)}{row + 1}" for row, column in _places(cells, empty)]


def _places(cells: CellColumns, chosen: "np.typing.NDArray[np.bool_]") -> list[Place]:
    return list(zip(cells.rows[chosen].tolist(), cells.columns[chosen].tolist(), strict=True))


def _numbers(cells: CellColumns, formats: Sequence[str], shift: int) -> NumberCells:
    """The cells with a number; other formats than the known ones count as General."""
    truths = cells.of_kind("b")
    numeric = (truths | cells.of_kind("", "n")) & np.asarray(pc.match_substring_regex(cells.values, _NUMBER))
    codes = (*formats, GENERAL, BOOLEAN)
    styles = np.where(truths, len(formats) + 1, np.minimum(cells.styles, len(formats)))[numeric]
    written = cells.values.filter(pa.array(numeric))
    return NumberCells(cells.rows[numeric], cells.columns[numeric], written, styles, codes, shift)


def _text_formats(cells: CellColumns, formats: Sequence[str]) -> dict[Place, str]:
    changing = [style for style, code in enumerate(formats) if "@" in code or code.count(";") > 2]
    changing = [style for style in changing if parse_format(formats[style]).changes_texts]
    if not changing:
        return {}
    chosen = np.isin(cells.styles, changing) & cells.of_kind("s", "str", "inlineStr")
    codes = (formats[style] for style in cells.styles[chosen].tolist())
    return dict(zip(_places(cells, chosen), codes, strict=True))


def _hidden_rows(xml: bytes, found: Tags) -> frozenset[int]:
    """The hidden rows, from 0: filtered ones are hidden, too, and some have no height instead."""
    rows = found.only(found.is_row).texts(xml)
    hidden = np.flatnonzero(pc.match_substring_regex(rows, _HIDDEN))
    if not len(hidden):
        return frozenset()
    numbers = pc.extract_regex(rows, _ROW_NUMBER).field(0).cast(pa.string()).cast(pa.int64()).to_pylist()
    places = list(accumulate(numbers, lambda last, number: last + 1 if number is None else number, initial=0))
    return frozenset(places[row + 1] - 1 for row in hidden.tolist())


def _hidden_columns(xml: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for tag in tags(_COLUMN, xml.partition(b"<sheetData")[0]):
        if tag.get("hidden") in _TRUE or _is_zero(tag.get("width")):
            first, last = tag.get("min", ""), tag.get("max", "")
            if first.isdecimal() and last.isdecimal():
                hidden.update(range(int(first) - 1, min(int(last), EXCEL_COLUMNS)))
    return frozenset(hidden)


def _is_zero(size: str | None) -> bool:
    return size is not None and not size.strip("0.")


def _held(cells: CellColumns, shared: bytes, marks: Offsets) -> int:
    """Bytes of the shared texts in all cells."""
    chosen = cells.of_kind("s") & np.asarray(pc.match_substring_regex(cells.values, r"^\d{1,9}$"))
    uses = np.asarray(cells.values.filter(pa.array(chosen)).cast(pa.int64()))
    letters = np.frombuffer(shared + b"   ", np.uint8)
    ends = marks[np.logical_and.reduce([letters[marks + place] == b"</si"[place] for place in (1, 2, 3)])]
    return int(np.diff(ends, prepend=0)[uses[uses < len(ends)]].sum())


def _merged(xml: bytes) -> tuple[CellRange, ...]:
    found = _MERGED.findall(xml, max(0, xml.rfind(b"</sheetData>")))
    return tuple(((row, column), (last, end)) for column, row, end, last in map(_corners, found))


def _corners(parts: tuple[bytes, ...]) -> list[int]:
    """Column and row of both corners of a range, from 0."""
    return [column_index(part.decode()) if part.isalpha() else int(part) - 1 for part in parts]


def _controls(*parts: bytes) -> bool:
    """Whether the XML has control characters, as they are or as one of two escapes."""
    escaped = ((has_pair(xml, b"_x") and b"_x00" in xml) or has_pair(xml, b"&#") for xml in parts)
    return any(escaped) or any(map(has_controls, parts))
