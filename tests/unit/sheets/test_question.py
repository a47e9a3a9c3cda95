"""A reading sets the options that its question is about, and no others."""

import pytest

from lib.sheets import ImportOptions, Question, Reading
from lib.sheets.question import ask_again, choose_reading

NAMES = Question(
    "no-header",
    "row 1 may be data.",
    readings=(
        Reading("Row 1 has the names", ImportOptions(encoding="utf-8", delimiter=",", header_row=1)),
        Reading("No names", ImportOptions(encoding="utf-8", delimiter=",", header_row=0)),
    ),
)
TWO_ROWS = Question(
    "two-row-header",
    "rows 1 and 2 may both have names.",
    readings=(
        Reading("Row 1", ImportOptions(header_row=1)),
        Reading("Rows 1 and 2", ImportOptions(header_row=1, header_rows=2)),
    ),
)
TABLES = Question(
    "several-tables",
    "the page has 2 tables.",
    readings=(Reading("Table 1", ImportOptions("Table 1")), Reading("Table 2", ImportOptions("Table 2"))),
)


def test_a_reading_leaves_what_its_question_is_not_about() -> None:
    chosen = choose_reading(NAMES, NAMES.readings[1], ImportOptions(quotes=False))
    assert chosen == ImportOptions(quotes=False, header_row=0)


@pytest.mark.parametrize(("number", "rows"), [(0, 1), (1, 2)])
def test_a_number_of_header_rows_comes_with_its_row(number: int, rows: int) -> None:
    chosen = choose_reading(TWO_ROWS, TWO_ROWS.readings[number], ImportOptions())
    assert chosen == ImportOptions(header_row=1, header_rows=rows)


@pytest.mark.parametrize(("number", "header_row"), [(0, 3), (1, None)])
def test_another_table_has_another_header(number: int, header_row: int | None) -> None:
    chosen = choose_reading(TABLES, TABLES.readings[number], ImportOptions(header_row=3))
    assert chosen == ImportOptions(f"Table {number + 1}", header_row=header_row)


def test_a_question_that_is_asked_again_has_no_options() -> None:
    chosen = ImportOptions(delimiter=";", header_row=1, header_rows=2)
    assert ask_again(TWO_ROWS.asked_fields, chosen) == ImportOptions(delimiter=";")
