"""Web pages as sheets: where a page begins, which table is read, and what Google Sheets saves."""

import io
import zipfile

import pytest

from lib.common import Unreadable
from lib.sheets import ImportOptions, Question, read_sheet
from lib.sheets.web_page import is_web_page

ROWS = "<tr><td>id</td><td>t</td></tr>\n<tr><td>1</td><td>a</td></tr>\n"
TABLE = f"<table>\n{ROWS}</table>\n"
ONE_LINE = TABLE.replace("\n", "")

PAGES = [
    f"<div>\n{TABLE}",
    f"<!-- a -->\n<!-- b --><DIV>{TABLE.upper()}",
    f'<?xml version="1.0"?>\n<!DOCTYPE html><html><body>{TABLE}</body></html>',
    f"Report of May\n{TABLE}",
    f"<b>Warning</b>: x<br />\n{TABLE}",
    ROWS,
    ONE_LINE,
    "<html><p>Sign in</p></html>",
]
TEXTS = [
    f'id,html\n1,"{ONE_LINE}"\n2,"<p>b</p>"\n',
    f'id;html\n1;"{TABLE}"\n2;"{TABLE}"\n',
    "<id>,<text>\n1,2\n",
    "<p>one</p>\n<p>two</p>\n",
    f"html\n{ONE_LINE}\n{ONE_LINE}\n",
]
EITHER = [f"<p>Report</p>\n{ONE_LINE}", f"{ONE_LINE}\t0\n{ONE_LINE}\t1\n"]


@pytest.mark.parametrize(
    ("texts", "page"), [(PAGES, True), (TEXTS, False), (EITHER, None)], ids=["page", "text", "either"]
)
def test_a_page_is_told_from_html_in_cells(texts: list[str], page: bool | None) -> None:
    assert [is_web_page(text) for text in texts] == [page] * len(texts)


def test_a_fragment_that_may_be_either_asks() -> None:
    sheet = read_sheet(EITHER[0].encode(), "a.xls")
    assert sheet.columns == ("id", "t")
    (question,) = sheet.notes
    assert isinstance(question, Question)
    again = [read_sheet(EITHER[0].encode(), "a.xls", reading.options) for reading in question.readings]
    assert [one.columns[0] for one in again] == ["id", "<p>Report</p>"]
    assert question.kind not in [note.kind for one in again for note in one.notes]


def test_a_fragment_that_would_be_a_text_of_one_row_does_not_ask() -> None:
    sheet = read_sheet(EITHER[0].replace("\n", "").encode(), "a.xls")
    assert (sheet.columns, sheet.notes) == (("id", "t"), ())


def test_snippets_of_one_row_are_text() -> None:
    text = "<table><tr><td>x</td></tr></table>\t0\n" * 3
    assert read_sheet(f"<p>a</p>\t1\n{text}".encode(), "a.tsv", ImportOptions(header_row=1)).column("1") == ["0"] * 3


def test_tables_of_like_size_are_asked_about() -> None:
    page = f"<html>{TABLE}{TABLE.replace('id', 'other')}</html>".encode()
    sheet = read_sheet(page, "a.html")
    assert sheet.worksheets == ("Table 1 (2 rows)", "Table 2 (2 rows)")
    (question,) = sheet.notes
    assert isinstance(question, Question)
    assert question.severity == "ask"
    second = read_sheet(page, "a.html", question.readings[1].options)
    assert (second.columns, second.notes) == (("other", "t"), ())


def test_a_small_second_table_is_only_noted() -> None:
    sheet = read_sheet(f"<html>{TABLE}<table><tr><td>x</table></html>".encode(), "a.html")
    assert [(note.kind, note.severity) for note in sheet.notes] == [("other-tables", "note")]


def google_page(name: str) -> str:
    letters = '<table class="waffle"><thead><tr><th class="row-header"></th><th>A</th><th>B</th></tr></thead>'
    rows = [(1, "name", "age"), (2, name, "5"), (4, "Bo", "7")]
    frozen = '<tr><th class="freezebar-cell"></th><td class="freezebar-cell"></td></tr>'
    return letters + frozen.join(f"<tr><th>{n}</th><td>{a}</td><td>{b}</td></tr>" for n, a, b in rows) + "</table>"


def test_a_page_of_google_sheets_keeps_its_row_numbers() -> None:
    sheet = read_sheet(google_page("Ann").encode(), "Sheet1.html")
    assert (sheet.columns, list(sheet.numbers), sheet.row(0)) == (("name", "age"), [2, 4], ["Ann", "5"])


HIDDEN_ROW = "<table><tr><td>id<td>q<tr hidden><td>1<td>a<tr style='Display: none'><td>2<td>b<tr><td>3<td>c</table>"


def test_rows_that_a_page_does_not_show_are_left_out_with_a_note() -> None:
    sheet = read_sheet(HIDDEN_ROW.encode(), "a.html")
    assert (list(sheet.numbers), sheet.column("q")) == ([4], ["c"])
    assert [(note.kind, note.severity) for note in sheet.notes] == [("hidden", "note")]
    assert len(read_sheet(HIDDEN_ROW.encode(), "a.html", ImportOptions(include_hidden=True))) == 3


def test_a_table_whose_numbers_are_data_keeps_them() -> None:
    rows = "<td>A<td>B<tr><td>{}<td>x<td>y<tr><td>{}<td>x<td>z</table></html>"
    by_others = "<html><table><tr><td>" + rows.format(1, 2)
    of_google = "<html><table><tr><td class=row-header>" + rows.format(2, 1)
    assert read_sheet(by_others.encode(), "a.html").row(1) == ["2", "x", "z"]
    assert read_sheet(of_google.encode(), "a.html").row(0) == ["2", "x", "y"]


def test_an_empty_page_of_google_sheets_has_no_rows() -> None:
    with pytest.raises(Unreadable):
        read_sheet(b"<table><tr><th class=row-header></th><th>A</th></tr></table>", "Sheet1.html")


def test_a_zip_of_google_sheets_has_worksheets() -> None:
    pages = {f"{name}.html": google_page(name).encode() for name in ("First", "Second")}
    data = zipped({**pages, "resources/sheet.css": b"a {}"})
    sheet = read_sheet(data, "Book.zip", ImportOptions(worksheet="Second"))
    assert (sheet.worksheets, sheet.column("name")) == (("First", "Second"), ["Second", "Bo"])


def zipped(pages: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        for name, page in pages.items():
            archive.writestr(name, page)
    return data.getvalue()


def test_a_page_in_a_zip_has_the_encoding_that_it_declares() -> None:
    russian = f'<html><meta charset="windows-1251">{TABLE.replace("a<", "Пр<")}</html>'.encode("cp1251")
    sheet = read_sheet(zipped({"a.html": russian, "b.html": TABLE.encode()}), "Book.zip")
    assert (sheet.column("t"), sheet.options.encoding, sheet.notes) == (["Пр"], "cp1251", ())


def test_a_doubtful_encoding_of_a_page_in_a_zip_is_asked_about() -> None:
    page = f"<html>{TABLE.replace('a<', 'ναι<')}</html>".encode("iso8859-7")
    data = zipped({"a.html": page, "b.html": TABLE.encode()})
    sheet = read_sheet(data, "Book.zip")
    (question,) = sheet.notes
    assert isinstance(question, Question)
    assert (question.kind, sheet.column("t")) == ("probable-encoding", ["ναι"])
    assert read_sheet(data, "Book.zip", question.readings[0].options).notes == ()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><title> 404\nNot Found </title>", 'with the title "404 Not Found"'),
        ('<html><input type="password"><table><tr><td>Name<td>x</table>', "a sign-in page"),
        ("<html><frameset><frame src=x/sheet001.htm></frameset></html>", "the file sheet001.htm"),
    ],
    ids=["title", "sign-in", "frame"],
)
def test_pages_without_a_table_are_named(page: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sheet(page.encode(), "a.csv")
    assert (caught.value.problem.kind, words in str(caught.value)) == ("web-page", True)


def test_the_encoding_that_a_page_declares_counts() -> None:
    page = f'<html><meta charset="windows-1251">{TABLE.replace("a<", "Пр<")}</html>'
    sheet = read_sheet(page.encode("cp1251"), "a.html")
    assert (sheet.column("t"), sheet.notes) == (["Пр"], ())


def test_a_workbook_in_xml_is_named() -> None:
    start = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<ss:Workbook xmlns:ss="x"><Table>\n<Row/>'
    with pytest.raises(Unreadable) as caught:
        read_sheet(f"{start}</Table></ss:Workbook>".replace("ss:", "").encode(), "a.xls")
    assert "an XML spreadsheet of Excel 2003" in str(caught.value)
