"""What a worksheet's XML has beside its values, in every way to write it."""

import io
import re
import zipfile

import pytest

from lib.sheets.xlsx_cells import column_index, column_letters
from lib.sheets.xlsx_xml import is_xlsx, scan_sheet_xml, unpacked_size

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOOK = f'<workbook {MAIN} xmlns:r="r"><sheets><sheet name="A &amp; B" sheetId="1" r:id="r1"/></sheets></workbook>'
RELATIONS = (
    '<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/one.xml"/></Relationships>'
)


def book(rows: str, shared: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/one.xml", f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", shared)
    return data.getvalue()


FAILED = [
    ("plain", '<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>'),
    ("without places", '<row/><row><c/><c t="e"><v>#N/A</v></c></row>'),
    ("single quotes", "<row r='2'><c r='B2' t='e'><v>#N/A</v></c></row>"),
    ("after an empty cell", '<row r="2"><c r="A2" s="1"/><c r="B2" t="e"><f>NA()</f><v>#N/A</v></c></row>'),
]


@pytest.mark.parametrize("rows", [case[1] for case in FAILED], ids=[case[0] for case in FAILED])
def test_error_cells(rows: str) -> None:
    assert scan_sheet_xml(book(rows), "A & B").errors == {(1, 1): "#N/A"}


@pytest.mark.parametrize(
    "cell", ['<c t="n" r="B2"/>', "<c r = 'B2' s='1'/>", '<c\nr="B2" cm="1" xml:space="preserve"/>']
)
def test_attributes_in_any_order(cell: str) -> None:
    scan = scan_sheet_xml(book(f'<row r="2">{cell}</row>'), "A & B")
    assert (scan.plain, scan.area) == (True, 4)


def test_tags_with_a_prefix() -> None:
    data, plain = io.BytesIO(), book('<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>')
    with zipfile.ZipFile(io.BytesIO(plain)) as parts, zipfile.ZipFile(data, "w") as archive:
        for name in parts.namelist():
            prefixed = re.sub(rb"<(/?)", rb"<\1x:", parts.read(name))
            archive.writestr(name, prefixed if "one" in name else parts.read(name))
    scan = scan_sheet_xml(data.getvalue(), "A & B")
    assert (scan.errors, scan.plain) == ({(1, 1): "#N/A"}, True)


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ('<c r="C1"><f>1+1</f></c>', ["C1"]),
        ('<c r="C1"><f>1+1</f><v></v></c>', ["C1"]),
        ('<c r="C1"><f/></c>', ["C1"]),
        ('<c r="C1"><f>1+1</f><v>2</v></c>', []),
        ('<c r="C1" t="str"><f>""</f><v></v></c>', []),
        ('<c r="C1"/>', []),
    ],
    ids=["no value", "empty value", "shared formula", "value", "empty text", "no formula"],
)
def test_formulas_without_a_value(cell: str, addresses: list[str]) -> None:
    assert scan_sheet_xml(book(f'<row r="1">{cell}</row>'), "A & B").uncalculated == addresses


def test_the_area_that_cells_span() -> None:
    scan = scan_sheet_xml(book('<row r="1"><c r="A1"/></row><row r="1000"><c r="CV9"/><c r="B1000"/></row>'), "A & B")
    assert (scan.plain, scan.cells, scan.area) == (True, 3, 100_000)


UNUSUAL = [
    *("<c/>", "<x:c r='A1'/>", '<c r="A1B"/>', '<c r="A"/>', '<c r="A0"/>'),
    *('<c r="1"/>', '<c r="A1"/><c/>', '<c r="AAAA12345678"/>', '<c r="'),
]


@pytest.mark.parametrize("cell", UNUSUAL)
def test_cells_with_an_unusual_address(cell: str) -> None:
    assert not scan_sheet_xml(book(f"<row>{cell}</row>"), "A & B").plain


@pytest.mark.parametrize(
    ("text", "controls"),
    [("plain", False), ("a\tb\nc", False), ("a_x0001_b", True), ("a&#1;b", True), ("a\x01b", True)],
    ids=["none", "blanks", "Excel's escape", "XML's escape", "bare"],
)
def test_control_characters(text: str, controls: bool) -> None:
    assert (
        scan_sheet_xml(book('<row><c r="A1"/></row>', f"<sst><si><t>{text}</t></si></sst>"), "A & B").controls
        is controls
    )


def test_shared_text_counts_once_for_each_cell() -> None:
    shared = f"<sst><si><t>{'x' * 1_000_000}</t></si></sst>"
    cells = '<c r="A1" t="s"><v>0</v></c>' * 3_000
    assert scan_sheet_xml(book(f"<row>{cells}</row>", shared), "A & B").held > 2_999_000_000


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"a,b\n", book("")[:-30]], ids=["nothing", "start", "text", "cut"]
)
def test_files_that_are_not_workbooks(data: bytes) -> None:
    assert (scan_sheet_xml(data, "A & B").errors, unpacked_size(data), is_xlsx(data)) == ({}, 0, False)


def test_other_tags_and_texts_are_not_cells() -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>a:c b</t></is></c><cfRule/><x14:conditionalFormatting/>'
    scan = scan_sheet_xml(book(f"<row>{cells}</row>"), "A & B")
    assert (scan.plain, scan.cells, scan.area) == (True, 1, 1)


def test_the_first_visible_worksheet_is_scanned() -> None:
    tabs = "".join(f'<sheet name="{name}" state="{name}" r:id="r1"/>' for name in ("hidden", "visible", "other"))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook>{tabs}</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
    assert scan_sheet_xml(data.getvalue()).worksheet == "visible"


def test_a_missing_worksheet() -> None:
    assert not scan_sheet_xml(book(""), "Other").plain


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)])
def test_letters_of_columns(letters: str, index: int) -> None:
    assert (column_index(letters), column_letters(index)) == (index, letters)


PICTURE = (
    '<rvStructures><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/></s><s t="_error"/></rvStructures>'
)
SPILL = '<rvStructures count="1"><s t="_error"><k n="colOffset" t="i"/><k n="errorType" t="i"/></s></rvStructures>'
LINKED = [
    ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', PICTURE, 1),
    ("<c vm='1' r='A1' s='3' t='e'><f>_xlfn.IMAGE(B1)</f><v>#VALUE!</v></c>", PICTURE, 1),
    ('<c r="A1" t="e" cm="1" vm="1"><f>B1:B9</f><v>#VALUE!</v></c>', SPILL, 0),
    ('<c r="A1" t="e"><v>#VALUE!</v></c>', PICTURE, 0),
    ('<c r="A1" t="str" vm="1"><v>Oslo</v></c>', PICTURE, 0),
]


@pytest.mark.parametrize(("cell", "structures", "linked"), LINKED)
def test_pictures_in_cells(cell: str, structures: str, linked: int) -> None:
    data = io.BytesIO(book(f'<row r="1">{cell}</row>'))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/richData/rdrichvaluestructure.xml", structures)
    assert scan_sheet_xml(data.getvalue()).linked == linked
