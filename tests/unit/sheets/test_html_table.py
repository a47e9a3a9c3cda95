"""Tables in web pages."""

import pytest

from lib.common import Unreadable
from lib.sheets.html_table import read_html_tables

TABLES = [
    ("plain", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", [["a", "b"], ["1", "2"]]),
    ("nothing closed", "<table><tr><td>a<td>b<tr><td>1<td>2", [["a", "b"], ["1", "2"]]),
    ("letters and blanks", "<table><tr><td> a  &amp;\n b<br>c </td></tr></table>", [["a & b\nc"]]),
    (
        "blocks",
        "<table><tr><td><h2>a</h2><p>b</p> <ul><li>c</li><li>d</ul>e<hr>f<br><br>g",
        [["a\nb\nc\nd\ne\nf\n\ng"]],
    ),
    ("scripts", "<table><tr><td>a<script>x()</script><style>b {}</style>c", [["ac"]]),
    ("wide cell", '<table><tr><td colspan="2">a</td><td>b</td></tr></table>', [["a", "", "b"]]),
    (
        "a width that is not a number",
        '<table><tr><td colspan="²">a</td><td colspan="1e9">b</td></tr></table>',
        [["a", "b"]],
    ),
    ("rows alone", "<tr><td>a</td></tr>\n<tr><td>b</td></tr>", [["a"], ["b"]]),
    ("around a larger one", "<table><tr><td> <table><tr><td>a<td>b</table></table>", [["a", "b"]]),
    ("line breaks kept", "<table><tr><td>x<pre>\na\r\n\r\nb <i>c</i>\n</pre>d\ne", [["x\na\n\nb c\nd e"]]),
    ("around a small one", "<table><tr><td>a<td>b <table><tr><td>c<td>d</table> e<td>f", [["a", "b\nc d\ne", "f"]]),
    ("XHTML", "<TABLE><TR><TD><![CDATA[a & b]]></TD><TD/></TR></TABLE>", [["a & b", ""]]),
    ("frozen rows of Google", '<table><tr><td>a<td class="x freezebar-cell">', [["a"]]),
]


@pytest.mark.parametrize(("html", "rows"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(html: str, rows: list[list[str]]) -> None:
    assert [table.rows for table in read_html_tables(html)] == [rows]


def test_a_page_without_text_in_tables() -> None:
    assert read_html_tables("<p>Sign in</p><table><tr><td></table>") == []


def test_a_large_table_inside_a_larger_one_is_its_own() -> None:
    cells = "<td>x" * 25
    tables = read_html_tables(f"<table><tr>{cells * 2}<td><table><tr>{cells}</table>y</table>")
    assert [table.size for table in tables] == [51, 25]
    assert tables[0].rows[0][-1] == "y"


def test_a_table_with_text_of_its_own_stays_beside_a_larger_one_inside() -> None:
    tables = read_html_tables("<table><tr><td>Report<tr><td><table><tr>" + "<td>x" * 25 + "</table></table>")
    assert [table.rows for table in tables] == [[["Report"], [""]], [["x"] * 25]]


def test_tables_nested_absurdly_deep() -> None:
    assert read_html_tables("<table><tr><td>" * 5_000 + "x")


def test_cells_that_span_absurdly_many_columns() -> None:
    with pytest.raises(Unreadable, match="span more than"):
        read_html_tables("<table><tr>" + "<td colspan=1000>x" * 25_000)
