"""Rows as a small CSV or XLSX file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

Rows = Iterable[Sequence[object]]


def as_csv(rows: Rows) -> bytes:
    """The rows as CSV, as spreadsheets save them."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(worksheets: Mapping[str, Rows]) -> bytes:
    """A workbook of these worksheets, in order; a text that looks like a formula stays text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in worksheets.items():
        worksheet = book.create_sheet(name)
        for row in rows:
            worksheet.append(list(row))
        for cells in worksheet.iter_rows():
            for cell in cells:
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
