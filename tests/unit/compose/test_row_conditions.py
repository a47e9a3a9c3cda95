"""A condition says for each row whether it holds, by the cell's text, or by its number where that is certain."""

import pytest

from lib.compose.row_conditions import Condition, matching_rows, rows_without_number
from lib.sheets import Sheet, read_sheet
from tests.support.sheet_files import as_csv, as_xlsx

ROWS = [0, 1, 3, 4]
LANGUAGES = ["de", "", "DE ", "fr", " "]
PRICES = ["1.5", "1,5", "1,000", "free", ""]
SHEET = read_sheet(as_csv([("q", "lang", "price"), *zip("abcde", LANGUAGES, PRICES, strict=True)]), "a.csv")


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        (Condition("lang"), ROWS),
        (Condition("lang", values=("de",)), [0]),
        (Condition("lang", values=("fr", "De")), [0, 3]),
        (Condition("lang", values=("",)), [1, 4]),
        (Condition("lang", "is none of", ("",)), [0, 3]),
        (Condition("lang", values=("it",)), []),
        (Condition("gone", values=("de",)), ROWS),
        (Condition("lang", "contains", ("E", "x")), [0]),
        (Condition("lang", "does not contain", ("d",)), [1, 3, 4]),
        (Condition("lang", "is empty"), [1, 4]),
        (Condition("lang", "is not empty"), [0, 3]),
        (Condition("price", "is a number from … to", low=1.5), [0, 1]),
        (Condition("price", "is a number from … to", high=1.4), []),
        (Condition("price", "is a number from … to"), ROWS),
    ],
    ids=map(str, range(14)),
)
def test_matching_rows(condition: Condition, rows: list[int]) -> None:
    assert list(matching_rows([condition], ROWS, SHEET)) == rows


def test_all_conditions_must_hold() -> None:
    both = [Condition("lang", "is not empty"), Condition("price", "is a number from … to", low=0)]
    assert list(matching_rows(both, ROWS, SHEET)) == [0]


def test_a_number_that_nobody_can_be_sure_of_is_in_no_range() -> None:
    condition = Condition("price", "is a number from … to", low=0)
    assert list(matching_rows([condition], range(5), SHEET)) == [0, 1]
    assert rows_without_number(condition, range(5), SHEET) == [2, 3]


def test_a_workbook_has_its_own_numbers_whatever_its_cells_show() -> None:
    sheet: Sheet = read_sheet(as_xlsx({"Prices": [("price",), (1000,), (0.25,), ("1,000",)]}), "a.xlsx")
    condition = Condition("price", "is a number from … to", low=0)
    assert list(matching_rows([condition], range(3), sheet)) == [0, 1]
