"""Records that a line break cut in two are joined where that is certain, else asked about."""

import pytest

from lib.sheets.delimited import read_delimited

JOINED = [
    (
        "a backslash before the break",
        "id,text,label\n1,one\\\ntwo,a\n2,plain,b\n",
        [["id", "text", "label"], ["1", "one\ntwo", "a"], ["2", "plain", "b"]],
        "escaped-breaks",
    ),
    (
        "a backslash before a tab",
        "1\ta\\\tb\t\\N\n2\tx\ty\n",
        [["1", "a\tb", "\\N"], ["2", "x", "y"]],
        "escaped-breaks",
    ),
    (
        "two backslashes",
        "a\tb\n1\tx\\\\\n2\ty\\\nz\n",
        [["a", "b"], ["1", "x\\\\"], ["2", "y\nz"]],
        "escaped-breaks",
    ),
    (
        "lines without a number",
        "id,text,n\n1,one\n\ntwo\nthree,4\n2,plain,5\n",
        [["id", "text", "n"], ["1", "one\n\ntwo\nthree", "4"], ["2", "plain", "5"]],
        "joined-lines",
    ),
]


@pytest.mark.parametrize(("text", "rows", "kind"), [case[1:] for case in JOINED], ids=[case[0] for case in JOINED])
def test_a_cut_record_is_joined(text: str, rows: list[list[str]], kind: str) -> None:
    table = read_delimited(text)
    assert (table.rows, [(note.kind, note.severity) for note in table.problems]) == (rows, [(kind, "note")])


def test_rows_that_only_words_begin_are_asked_about() -> None:
    table = read_delimited("name,text,mood\nAnn,one\ntwo,good\nBob,plain,bad\n")
    (problem,) = table.problems
    assert (problem.kind, problem.severity, len(table.rows)) == ("cut-rows", "ask", 4)
    assert "row 2 and the row below" in problem.message


APART = [
    ("rows that end early", "id,a,b\n1,x\n2,y\n3,z,w\n"),
    ("a line of totals", "id,a,b\n1,x,3\n2,y,4\nTotal,7\n"),
    ("a note below", "id,a,b\n1,x,3\n2,y,4\n\nSource: us\n"),
    ("paths", "id,path,n\n1,C:\\d\\,3\n2,D:\\x\\,4\n"),
    ("a path beside a short row", "id,path,n\n1,C:\\d\\,3\n2,D:\\x,4\n3,y\n"),
]


@pytest.mark.parametrize("text", [case[1] for case in APART], ids=[case[0] for case in APART])
def test_rows_of_their_own_stay_apart(text: str) -> None:
    table = read_delimited(text)
    assert len(table.rows) == len(text.splitlines())
    assert table.problems == ()


def test_a_record_of_very_many_lines_is_not_looked_for() -> None:
    cut = "name,text,mood\nAnn,one\n{}two,good\n" + "Bob,plain,bad\n" * 120
    assert [len(read_delimited(cut.format("and\n" * lines)).problems) for lines in (98, 99)] == [1, 0]
