"""The sheet with its custom_ids."""

from lib.compose import Recipe, RowDecisions, compose
from lib.compose.composition import keyed_columns
from lib.sheets import read_sheet

SHEET = read_sheet(b"custom_id,q\n007,Why?\n008,\n009,How?\n", "a.csv")
LEFT_OUT = RowDecisions(blank_variable="leave out", blank_prompt="leave out")


def test_each_sent_row_has_its_id_and_no_other_row_has_one() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}"), LEFT_OUT)
    first, last = composition.ids
    assert keyed_columns(composition) == {
        "custom_id (batch)": [first, "", last],
        "custom_id": ["007", "008", "009"],
        "q": ["Why?", "", "How?"],
    }


def test_a_column_that_is_the_custom_id_is_not_repeated() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}", id_column="custom_id"), LEFT_OUT)
    assert list(keyed_columns(composition)) == ["custom_id", "q"]


def test_another_column_of_ids_stays_under_its_own_name() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{custom_id}}", id_column="q"), LEFT_OUT)
    assert next(iter(keyed_columns(composition))) == "custom_id (batch)"
