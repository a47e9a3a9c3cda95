"""A worksheet has the same texts however its XML is written, by the fast way and by the slow one."""

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.common import Unreadable
from lib.sheets import ImportOptions, read_sheet
from tests.support.workbook_files import changed, raw_xlsx, xlsx

SHARED = {
    "<t>plain</t>": "plain",
    "<t>1 &lt; 2 &amp;amp; 3</t>": "1 < 2 &amp; 3",
    '<t xml:space="preserve"> kept </t>': " kept ",
    "<t>\n cut </t>": "cut",
    "<t>Straße 東京 🙂</t>": "Straße 東京 🙂",
    "<t>two\nlines</t>": "two\nlines",
    "<t>two_x000D_\nlines</t>": "two\r\nlines",
    "<t>two_x005F_x000D_lines</t>": "two_x000D_lines",
    "<t>two\r\nlines</t>": "two\nlines",
    "<t>&#65;&#x42;</t>": "AB",
    "<t>A_x0042_ max_x</t>": "AB max_x",
    "<t>東<!-- c -->京</t>": "東京",
    "<t><![CDATA[<b>]]></t>": "<b>",
    "<r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r>": "richtext",
    '<t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr fontId="1"/>': "東京",
}
"""Shared texts; spaces count only where the file says so."""

PLAIN = list(SHARED)[:7]

CELLS = {
    '<c r="{0}"><v>7</v></c>': "7",
    '<c r="{0}" s="1"><v>7.26</v></c>': "7.3",
    '<c r="{0}" s="1" t="n"><v>1E3</v></c>': "1000.0",
    "<c r='{0}' s='1'><v>7</v></c>": "7.0",
    '<c t="n" r="{0}"><v>7</v></c>': "7",
    '<c  r="{0}"><v>7</v></c>': "7",
    '<c r="{0}"><f>A1+1</f><v>8</v></c>': "8",
    '<c r="{0}"><v xml:space="preserve">9</v></c>': "9",
    '<c r="{0}" t="b"><v>1</v></c>': "TRUE",
    '<c r="{0}" t="b"><v>false</v></c>': "FALSE",
    '<c r="{0}" t="e"><v>#N/A</v></c>': "#N/A",
    '<c r="{0}" t="str"><f>B1&amp;"x"</f><v>a &amp; b</v></c>': "a & b",
    '<c r="{0}" t="str"><v>plain</v></c>': "plain",
    '<c r="{0}" t="str"><v>A_x0042_</v></c>': "AB",
    '<c r="{0}" t="inlineStr"><is><t>in &lt;cell&gt;</t></is></c>': "in <cell>",
    '<c r="{0}" t="inlineStr"><is><t xml:space="preserve"> in cell</t></is></c>': " in cell",
    '<c r="{0}" t="inlineStr"><is><t> in cell </t></is></c>': "in cell",
    '<c r="{0}" t="inlineStr"><is><r><t>rich</t></r></is></c>': "rich",
    '<c r="{0}" t="inlineStr"><v>0</v><is><t>in cell</t></is></c>': "in cell",
    '<!-- <c r="{0}"><v>1</v></c> --><c r="{0}"><v>2</v></c>': "2",
    '<c r="{0}"><v>2</v></c><!-- <c r="{0}"><v>1</v></c> -->': "2",
    '<c r="{0}" s="1"/>': "",
    '<c r="{0}" s="1" />': "",
    '<c r="{0}"></c>': "",
    '<c r="{0}" t="d"><v>2024-02-29</v></c>': "2024-02-29",
}

Row = tuple[str, str, str]
ROW = st.tuples(st.sampled_from(list(CELLS)), st.sampled_from(list(CELLS)), st.sampled_from(["", "\n", "<!-- c -->"]))


def text_rows(shared: list[str], rows: list[Row]) -> list[list[str]]:
    texts = [SHARED[item] for item in shared]
    return [[text, CELLS[first], CELLS[second]] for text, (first, second, _) in zip(texts, rows, strict=False)]


def sheet_rows(shared: list[str], rows: list[Row]) -> list[list[str]]:
    """The rows that are read from a worksheet of shared texts beside other cells."""
    names = "".join(f'<c r="{letter}1" t="inlineStr"><is><t>name {letter}</t></is></c>' for letter in "ABC")
    xml = [f'<row r="1">{names}</row>']
    for number, (_, (first, second, gap)) in enumerate(zip(shared, rows, strict=False), 2):
        cells = [f'<c r="A{number}" t="s"><v>{number - 2}</v></c>']
        cells += [first.format(f"B{number}"), second.format(f"C{number}")]
        xml.append(f'<row r="{number}">{gap.join(cells)}</row>')
    data = raw_xlsx("".join(xml), "".join(f"<si>{item}</si>" for item in shared))
    sheet = read_sheet(data, "a.xlsx", ImportOptions(header_row=1))
    return [sheet.row(index) for index in range(len(sheet))]


ALL = list(zip(CELLS, reversed(CELLS), [""] * len(CELLS), strict=True))


@settings(max_examples=25)
@given(st.lists(st.sampled_from(list(SHARED)), min_size=1, max_size=4), st.lists(ROW, min_size=4, max_size=4))
@example(list(SHARED), ALL)
def test_any_form(shared: list[str], rows: list[Row]) -> None:
    assert sheet_rows(shared, rows) == text_rows(shared, rows)


@pytest.mark.parametrize("cell", CELLS)
def test_each_form_among_plain_texts(cell: str) -> None:
    rows = [(cell, '<c r="{0}"><v>7</v></c>', "")] * len(PLAIN)
    assert sheet_rows(PLAIN, rows) == text_rows(PLAIN, rows)


@pytest.mark.parametrize("item", SHARED)
def test_each_shared_text_among_plain_cells(item: str) -> None:
    rows = [('<c r="{0}"><v>7</v></c>', '<c r="{0}" t="b"><v>1</v></c>', "")] * 2
    assert sheet_rows([item, PLAIN[0]], rows) == text_rows([item, PLAIN[0]], rows)


def test_the_last_of_two_cells_in_one_place_counts() -> None:
    twice = ('<c r="{0}"><v>1</v></c><c r="{0}"><v>2</v></c>', '<c r="{0}"><v>7</v></c>', "")
    shared = [PLAIN[0]] * 3
    assert [row[1] for row in sheet_rows(shared, [twice] * 3)] == ["2"] * 3


def test_a_shared_text_that_the_file_does_not_have() -> None:
    cell = '<c r="{0}" t="s"><v>99</v></c>'
    with pytest.raises(Unreadable, match='the worksheet "Data" is damaged'):
        sheet_rows([PLAIN[0]], [(cell, cell, "")])


def test_a_worksheet_that_is_cut_off() -> None:
    """Its first rows are there, but no rows may be lost in silence."""
    data, part = xlsx([["id", "q"], [1, "Why?"], [2, "How?"], [3, "When?"]]), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(part).decode()
    with pytest.raises(Unreadable, match="is damaged"):
        read_sheet(changed(data, part, (xml[xml.index('<row r="4"') :], "")), "a.xlsx")
