"""The reader returns what any supported writer wrote, cell for cell, and no bytes break it."""

import csv
import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from lib.common import Unreadable
from lib.sheets import ImportOptions, read_sheet
from tests.support.workbook_files import ods
from tests.support.xlsb_files import xlsb

FOLDER = Path(__file__).parents[2] / "data" / "sheets"
FILES = [
    path.read_bytes()
    for path in sorted(FOLDER.iterdir())
    if path.suffix != ".json" and path.stat().st_size < 30_000 and "bomb" not in path.name
]

LETTER = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff\ufffe\uffff")
CELL = st.text(LETTER | st.sampled_from('\n\t",;|'), min_size=1).filter(lambda text: not text.isspace())
PLAIN = st.text(LETTER, min_size=1).filter(lambda text: text == text.strip() and text)


def tables(cell: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    """Rows of one width under a header, every cell filled."""
    return st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=6).map(
            lambda rows: [[f"name {column}" for column in range(width)], *rows]
        )
    )


Cells = list[list[tuple[Any, str]]]
"""Values with the codes of their formats."""


def as_xlsxwriter(rows: Cells) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, (value, code) in enumerate(row):
                tab.write(number, column, value, book.add_format({"num_format": code}))
    return data.getvalue()


def as_openpyxl(rows: Cells) -> bytes:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for number, row in enumerate(rows, 1):
        for column, (value, code) in enumerate(row, 1):
            book.active.cell(number, column, value).number_format = code
    book.save(data)
    return data.getvalue()


def as_xlwt(rows: Cells) -> bytes:
    book, data = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    tab = book.add_sheet("Data")
    for number, row in enumerate(rows):
        for column, (value, code) in enumerate(row):
            tab.write(number, column, value, xlwt.easyxf(num_format_str=code))
    book.save(data)
    return data.getvalue()


def read(data: bytes, name: str, **options: Any) -> list[list[str]]:
    sheet = read_sheet(data, name, ImportOptions(**options))
    return [list(sheet.columns), *(sheet.row(index) for index in range(len(sheet)))]


@given(tables(CELL), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_csv(rows: list[list[str]], delimiter: str, codec: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read(text.getvalue().encode(codec), "a.csv", header_row=1, quotes=True, delimiter=delimiter) == rows


@given(tables(PLAIN), st.sampled_from(",;\t|"))
def test_csv_with_a_detected_dialect(rows: list[list[str]], delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    assert read(text.getvalue().encode(), "a.csv", header_row=1) == rows


FORMATTED = [
    *((501, "00000", "00501"), (0.25, "0%", "25%"), (42, '"INV-"00000', "INV-00042"), (-5, "0;(0)", "(5)")),
    *((5551234567, "(000) 000-0000", "(555) 123-4567"), (1.5, "# ?/?", "1 1/2"), (1234.5, "$#,##0.00", "$1,234.50")),
    *((45351, "d/m/yyyy", "29/2/2024"), (45351.75, "mmm yy", "Feb 24"), (0.75, "h:mm AM/PM", "6:00 PM")),
    *((1.5, "[h]:mm:ss", "36:00:00"), (1234567, '0.0,,"M"', "1.2M"), (7, "General", "7"), (0.1, "General", "0.1")),
    *((411111111111111, "0", "411111111111111"), (5, "_(* #,##0.00_);_(@_)", "5.00"), ("x", '@" kg"', "x kg")),
]
"""Values, formats, and the texts that Excel shows."""


@settings(max_examples=20)
@given(tables(st.sampled_from(FORMATTED)), st.sampled_from([as_xlsxwriter, as_openpyxl, as_xlwt, xlsb]))
def test_number_formats(rows: list[list[Any]], write: Any) -> None:
    header, *body = rows
    data = write([[(name, "General") for name in header], *([cell[:2] for cell in row] for row in body)])
    assert read(data, "a", header_row=1) == [header, *([cell[2] for cell in row] for row in body)]


@settings(max_examples=20)
@given(tables(st.sampled_from(FORMATTED)))
def test_number_formats_of_ods(rows: list[list[Any]]) -> None:
    header, *body = rows
    cells = [[ods_cell(value, shown) for value, _, shown in row] for row in body]
    assert read(ods([header, *cells]), "a", header_row=1) == [header, *([cell[2] for cell in row] for row in body)]


def ods_cell(value: Any, shown: str) -> Any:
    """A cell as LibreOffice writes it: the number, and the text that its format shows."""
    return shown if isinstance(value, str) else {"valuetype": "float", "value": value, "text": shown}


@settings(max_examples=30)
@given(tables(CELL))
def test_xlsxwriter(rows: list[list[str]]) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        tab = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                tab.write_string(number, column, text)
    assert read(data.getvalue(), "a.xlsx", header_row=1) == rows


UNESCAPED = CELL.filter(lambda text: not re.search("_x[0-9A-Fa-f]{4}_", text))
"""openpyxl writes such a text as it is, and it is the character of that code to every reader."""


@settings(max_examples=30)
@given(tables(UNESCAPED))
def test_openpyxl(rows: list[list[str]]) -> None:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text, "s"
    book.save(data)
    assert read(data.getvalue(), "a.xlsx", header_row=1) == rows


@settings(max_examples=20)
@given(tables(CELL))
def test_xlwt(rows: list[list[str]]) -> None:
    book, data = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    tab = book.add_sheet("Data")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            tab.write(number, column, text)
    book.save(data)
    assert read(data.getvalue(), "a.xls", header_row=1) == rows


@settings(max_examples=20)
@given(tables(st.from_regex(r"[A-Za-zé世🎉<&'\",;]+( [A-Za-z0-9]+)*", fullmatch=True)))
def test_odfpy(rows: list[list[str]]) -> None:
    book, data = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="Data")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(data)
    assert read(data.getvalue(), "a.ods", header_row=1) == rows


@settings(max_examples=8)  # each example starts a process
@given(tables(CELL))
def test_pyarrow(rows: list[list[str]]) -> None:
    data = io.BytesIO()
    pq.write_table(pa.table({name: list(column) for name, *column in zip(*rows, strict=True)}), data)
    assert read(data.getvalue(), "a.parquet") == rows


@given(tables(CELL), st.booleans(), st.booleans())
def test_json(rows: list[list[str]], lines: bool, escaped: bool) -> None:
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    written = [json.dumps(record, ensure_ascii=escaped) for record in records]
    text = "\n".join(written) if lines else f"[{','.join(written)}]"
    assert read(text.encode(), "a.jsonl") == rows


@settings(max_examples=150)
@given(st.sampled_from(FILES), st.integers(0), st.integers(0, 12), st.binary(max_size=12))
def test_a_damaged_file_is_read_or_rejected(whole: bytes, position: int, removed: int, added: bytes) -> None:
    position %= len(whole) + 1
    with suppress(Unreadable):
        read_sheet(whole[:position] + added + whole[position + removed :], "a")


@given(st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"{", b"[", b"<table", b"\xff\xfe"]), st.binary())
def test_any_bytes_are_read_or_rejected(start: bytes, data: bytes) -> None:
    with suppress(Unreadable):
        read_sheet(start + data, "a")
