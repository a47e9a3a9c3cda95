"""Workbooks by their content; `tests/unit/sheets/test_reader.py` tests more files."""

import io
import zipfile

import pytest

from lib.common.workbook_files import is_workbook


@pytest.mark.parametrize(("entry", "workbook"), [("xl/workbook.xml", True), ("answers/book.xlsx", False)])
def test_the_files_of_a_zip_make_it_a_workbook(entry: str, workbook: bool) -> None:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        archive.writestr(entry, "")
    assert is_workbook(data.getvalue()) is workbook
