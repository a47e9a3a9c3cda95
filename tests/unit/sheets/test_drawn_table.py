"""Tables drawn with characters are read as the rows between their lines."""

import pytest

from lib.sheets import read_sheet
from lib.sheets.drawn_table import read_drawn_table


def rows_of(text: str) -> list[list[str]]:
    table = read_drawn_table(text)
    assert table is not None
    return table.rows


TABLE = [["id", "name"], ["1", "Ann"], ["2", ""]]

DRAWN = [
    ("Markdown", "| id | name |\n|----|:-----|\n| 1 | Ann |\n| 2 | |\n"),
    ("Markdown without a frame", "id | name\n--|--\n1 | Ann\n2 |\n"),
    ("MySQL", "+--+--+\n|id|name|\n+--+--+\n| 1| Ann |\n| 2| |\n+--+--+\n2 rows in set (0.01 sec)\n"),
    ("psql", " id | name \n----+------\n  1 | Ann\n  2 | \n(2 rows)\n"),
    ("a grid", "+--+--+\n|id|name|\n+==+==+\n|1|Ann|\n+--+--+\n|2||\n+--+--+\n"),
    ("a box", "┌────┬──────┐\n│ id │ name │\n├────┼──────┤\n│ 1  │ Ann  │\n│ 2  │      │\n└────┴──────┘\n"),
    ("ClickHouse", "┌─id─┬─name─┐\n│  1 │ Ann  │\n│  2 │      │\n└────┴──────┘\n"),
    ("sqlcmd", "id   name\n---- ----------\n   1 Ann\n   2\n\n(2 rows affected)\n"),
    ("SQL*Plus in pages", "\nid name\n-- ----\n 1 Ann\n\nid name\n-- ----\n 2\n\n2 rows selected.\n\nSQL> \n"),
    ("SQLite", "id  name\n--  ----\n1   Ann\n2\n"),
    ("reStructuredText", "==  ====\nid  name\n==  ====\n1   Ann\n2\n==  ====\n"),
    ("SAP", "---------\n| id|name|\n|--------|\n| 1 |Ann |\n| 2 |    |\n---------\n"),
    ("Org", "| id | name |\n|----+------|\n| 1 | Ann |\n| 2 | |\n"),
]  # fmt: skip


@pytest.mark.parametrize("text", [case[1] for case in DRAWN], ids=[case[0] for case in DRAWN])
def test_a_drawn_table(text: str) -> None:
    assert rows_of(text) == TABLE


def test_cells_of_several_lines_and_lines_around_the_table() -> None:
    text = "Report\n+--+--+\n|id|q|\n+--+--+\n|1|two|\n| |lines|\n+--+--+\n|2|b|\n+--+--+\nSource: us\n"
    assert rows_of(text) == [["Report"], ["id", "q"], ["1", "two\nlines"], ["2", "b"], ["Source: us"]]


PSQL = """\
 id |   t   | grade
----+-------+-------
  1 | line1+| A+
    |      +|
    | line3 |
    | other | B
 -- | --    | --
  2 | x     | a    +
    |       | b
(4 rows)
"""


def test_psql_marks_cells_of_several_lines_with_a_plus() -> None:
    rows = [["1", "line1\n\nline3", "A+"], ["", "other", "B"], ["--", "--", "--"], ["2", "x", "a\nb"]]
    assert rows_of(PSQL) == [["id", "t", "grade"], *rows]


def test_a_frame_around_psql_rows_changes_nothing() -> None:
    text = "+----+----+\n| id | t  |\n+----+----+\n| 1  | a +|\n|    | b  |\n| C+ | c  |\n|    | d  |\n+----+----+\n"
    assert rows_of(text) == [["id", "t"], ["1", "a\nb"], ["C+", "c"], ["", "d"]]


def test_a_bar_between_the_crossings_is_text() -> None:
    text = " id | text\n----+-------\n  1 | a|b\n  2 | 日本|x\n"
    assert rows_of(text) == [["id", "text"], ["1", "a|b"], ["2", "日本|x"]]
    framed = "+----+-------+\n| id | t     |\n+----+-------+\n| 1  | a | b |\n+----+-------+\n"
    assert rows_of(framed) == [["id", "t"], ["1", "a | b"]]


def test_lines_below_the_table_are_asked_about() -> None:
    text = DRAWN[2][1].replace("2 rows", "only showing 2 rows")
    sheet = read_sheet(text.encode(), "a.txt")
    (question,) = [note for note in sheet.notes if note.severity == "ask"]
    assert (len(sheet), question.kind) == (3, "below-table")
    assert question.message == "row 4 is below the lines of the table, and may not belong to it."


def test_rows_between_further_rules_stay_apart() -> None:
    text = "+--+--+\n|id|q|\n+--+--+\n|1|a|\n|2|b|\n+--+--+\n|sum|2|\n+--+--+\n"
    assert rows_of(text) == [["id", "q"], ["1", "a"], ["2", "b"], ["sum", "2"]]


def test_dashes_and_bars_of_the_text_stay() -> None:
    assert rows_of("|a|b|\n|--|--|\n|--|--|\n|x\\|y|1|\n") == [["a", "b"], ["--", "--"], ["x|y", "1"]]
    assert rows_of("a|b\n--|--\n1|x\u2028y\n") == [["a", "b"], ["1", "x\u2028y"]]
    assert rows_of("a | b\n--|--\n-- | --\n1 | 2\n") == [["a", "b"], ["--", "--"], ["1", "2"]]


@pytest.mark.parametrize(
    "text",
    ["", "a|b\n1|2\n", "--\n", "a,b\n--,--\n1,2\n", "| a |\n|---|\n| b | c |\n", "a\n---\nb\n", "a b\n-- --\nabcd\n"],
)
def test_other_texts_are_not_drawn(text: str) -> None:
    assert read_drawn_table(text) is None


def test_the_sheet_says_how_it_was_drawn() -> None:
    sheet = read_sheet(DRAWN[2][1].encode(), "a.txt")
    assert (sheet.columns, list(sheet.numbers), sheet.column("name")) == (("id", "name"), [2, 3], ["Ann", ""])
    assert sheet.description == "A table drawn with lines, UTF-8, header in row 1"
    assert [(note.kind, note.severity) for note in sheet.notes] == [("drawn-table", "note")]
