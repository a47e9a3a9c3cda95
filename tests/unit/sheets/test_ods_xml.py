"""Error cells of ODS files."""

import io
import zipfile

from lib.sheets.ods_xml import with_readable_cells

CELL = '<table:table-cell office:value-type="string" office:string-value=""{}><text:p>#N/A</text:p></table:table-cell>'


def ods(cell: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", cell)
    return data.getvalue()


def test_an_error_cell_becomes_its_text() -> None:
    data, count = with_readable_cells(ods(CELL.format(' calcext:value-type="error"')))
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
    assert (count, b"office:string-value" in content) == (1, False)


def test_without_errors_nothing_changes() -> None:
    for data in (ods(CELL.format("")), b"PK\x03\x04", b"text"):
        assert with_readable_cells(data) == (data, 0)
