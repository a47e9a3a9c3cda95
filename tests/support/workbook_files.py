"""Workbooks and archives to test the reader of sheets with, made by the usual writers."""

import io
import re
import zipfile
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


def xlsx(*tabs: list[list[Any]], **options: Any) -> bytes:
    """A workbook of plain cells."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as book:
        for rows in tabs:
            tab = book.add_worksheet()
            for number, row in enumerate(rows):
                tab.write_row(number, 0, row)
    return data.getvalue()


def filled(fill: Any, **options: Any) -> bytes:
    """A workbook that `fill` writes into."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as book:
        fill(book, book.add_worksheet("Data"))
    return data.getvalue()


def changed(data: bytes, part: str, *pairs: tuple[str, str]) -> bytes:
    """A workbook with text replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in pairs if name == part else ():
                if before.encode() not in text:
                    raise ValueError(f"{before} is not in {part}")
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


def raw_xlsx(rows: str, shared: str = "", styles: str = "") -> bytes:
    """A workbook whose XML of rows, shared texts and number formats of styles is as given."""
    data = filled(lambda book, tab: tab.write_row(0, 0, ["x", 1], book.add_format({"num_format": "0.0"})))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            text = re.sub("(?<=<sheetData>).*(?=</sheetData>)", lambda _: rows, text, flags=re.DOTALL)
            text = re.sub("<si>.*</si>", lambda _: shared, text) if shared else text
            new.writestr(name, text.replace('formatCode="0.0"', f'formatCode="{styles}"') if styles else text)
    return out.getvalue()


def wide(data: bytes, part: str) -> bytes:
    """A workbook with one of its parts in UTF-16."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.decode().replace("UTF-8", "UTF-16").encode("utf-16") if name == part else text)
    return out.getvalue()


def understated(data: bytes, part: str, size: int) -> bytes:
    """A workbook that names too small a size for one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(part).file_size
    return data.replace(real.to_bytes(4, "little"), size.to_bytes(4, "little"))


def zipped(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def put(tab: Any, rows: list[list[Any]]) -> None:
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            tab.write(number, column, value)


def xls(fill: Any) -> bytes:
    book, data = xlwt.Workbook(), io.BytesIO()
    fill(book, book.add_sheet("Data"))
    book.save(data)
    return data.getvalue()


def ods(rows: list[list[Any]]) -> bytes:
    """An ODS; a value that is not text is a dict of the cell's attributes."""
    book, data = OpenDocumentSpreadsheet(), io.BytesIO()
    table = Table(name="Data")
    for row in rows:
        line = TableRow()
        for value in row:
            content = {"valuetype": "string", "text": value} if isinstance(value, str) else value
            cell = TableCell(**{key: part for key, part in content.items() if key != "text"})
            cell.addElement(P(text=content.get("text", "")))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(data)
    return data.getvalue()
