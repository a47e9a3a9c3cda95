"""Tables in web pages."""

import pytest

from lib.markup import read_html_table
from lib.problems import Unreadable

TABLES = [
    ("plain", "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", [["a", "b"], ["1", "2"]]),
    ("nothing closed", "<table><tr><td>a<td>b<tr><td>1<td>2", [["a", "b"], ["1", "2"]]),
    ("letters and blanks", "<table><tr><td> a  &amp;\n b<br>c </td></tr></table>", [["a & b\nc"]]),
    ("wide cell", '<table><tr><td colspan="2">a</td><td>b</td></tr></table>', [["a", "", "b"]]),
    ("a width that is none", '<table><tr><td colspan="²">a</td><td colspan="1e9">b</td></tr></table>', [["a", "b"]]),
    ("no table", "<p>Sign in</p>", []),
    ("the larger one", "<table><tr><td>x</table><table><tr><td>a<td>b</table>", [["a", "b"]]),
]


@pytest.mark.parametrize(("html", "rows"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_tables(html: str, rows: list[list[str]]) -> None:
    assert read_html_table(html) == rows


def test_cells_that_span_absurdly_many_places() -> None:
    with pytest.raises(Unreadable, match="span more than"):
        read_html_table("<table><tr>" + "<td colspan=1000>x" * 25_000)
