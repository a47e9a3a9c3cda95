"""Tables in web pages."""

import pytest

from lib.common import Unreadable
from lib.sheets import read_sheet
from lib.sheets.html_table import read_html_table

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
    ("no table", "<p>Sign in</p>", []),
    ("the larger one", "<table><tr><td>x</table><table><tr><td>a<td>b</table>", [["a", "b"]]),
]


@pytest.mark.parametrize(("html", "rows"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(html: str, rows: list[list[str]]) -> None:
    assert read_html_table(html)[0] == rows


def test_the_rows_of_other_tables_are_counted() -> None:
    two = "<table><tr><td>a</table><table><tr><td>b<tr><td>c</table><table><tr><td></table>"
    assert read_html_table(two) == ([["b"], ["c"]], [1])
    sheet = read_sheet(f"<html>{two}</html>".encode(), "page.xls")
    assert str(sheet.notes[0]) == (
        "Only the largest table of the page is read; 1 row of 1 other table is not. "
        "Save the other tables as sheets of their own."
    )


def test_cells_that_span_absurdly_many_columns() -> None:
    with pytest.raises(Unreadable, match="span more than"):
        read_html_table("<table><tr>" + "<td colspan=1000>x" * 25_000)
