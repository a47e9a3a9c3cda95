"""Error cells of ODS files."""

import io
import zipfile

import pytest

from lib.sheets import ImportOptions
from lib.sheets.ods_xml import make_readable
from lib.sheets.workbook import read_workbook

CELL = '<table:table-cell office:value-type="string" office:string-value=""{}><text:p>#N/A</text:p></table:table-cell>'


def ods(cell: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", cell)
    return data.getvalue()


def test_an_error_cell_becomes_its_text() -> None:
    data, count, _ = make_readable(ods(CELL.format(' calcext:value-type="error"')))
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
    assert (count, b"office:string-value" in content) == (1, False)


NUMBERS = [
    ('"float" office:value="501"', "00501", "00501"),
    ('"percentage" office:value="0.25"', "25%", "25%"),
    ('"float" office:value="4111111111111111"', "4.11E+15", "4111111111111111"),
    ('"float" office:value="7"', "###", "7"),
    ('"date" office:date-value="2024-02-29"', "29.02.24", "29.02.24"),
    ('"time" office:time-value="PT36H05M00S"', "36:05", "36:05"),
    ('"time" office:time-value="PT36H05M00.5S"', "###", "36:05:00.5"),
    ('"currency" office:value="5"', "<text:span>5</text:span> &lt;€", "5 <€"),
    ('"boolean" office:boolean-value="true"', "WAHR", "TRUE"),
]


@pytest.mark.parametrize(("cell", "shown", "text"), NUMBERS)
def test_numbers_are_as_the_file_shows_them(cell: str, shown: str, text: str) -> None:
    note = "<office:annotation><text:p>a note</text:p></office:annotation>"
    assert read(f"<table:table-cell office:value-type={cell}>{note}<text:p>{shown}</text:p></table:table-cell>") == text


def read(cell: str) -> str:
    names = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "calcext"))
    body = f'<table:table table:name="A"><table:table-row> {cell}\n</table:table-row></table:table>'
    inside = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    content = f"<office:document-content{names}>{inside}</office:document-content>"
    return read_workbook(ods(content), "a.ods", ImportOptions()).rows[0][0]


def test_other_files_do_not_change() -> None:
    for data in (b"PK\x03\x04", b"text"):
        assert make_readable(data) == (data, 0, {})


def test_numbers_and_hidden_rows_of_a_worksheet() -> None:
    row = '<table:table-row{}><table:table-cell table:number-columns-repeated="2"/>{}</table:table-row>'
    number = '<table:table-cell office:value-type="float" office:value="{}"/>'
    rows = row.format(' table:visibility="filter"', number.format(7)) + row.format("", number.format(8))
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    scan = make_readable(ods(f'<table:table table:name="A">{column}{rows}</table:table>')).scans["A"]
    numbers = scan.numbers
    assert (numbers.rows.tolist(), numbers.columns.tolist()) == ([0, 1], [2, 2])
    assert (numbers.written.to_pylist(), scan.hidden_rows, scan.hidden_columns) == (["7", "8"], {0}, {1})


def test_merged_cells_and_formulas_without_a_value() -> None:
    merged = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"/>'
    rows = f'<table:table-row>{merged}<table:table-cell table:formula="of:=1+1"/></table:table-row>'
    rows += "<table:table-row><table:covered-table-cell/></table:table-row>"
    scan = make_readable(ods(f'<table:table table:name="A">{rows}</table:table>')).scans["A"]
    assert (scan.merged, scan.uncalculated) == ((((0, 0), (1, 0)),), ["B1"])
