"""The downloads of a composition."""

from lib.compose import Recipe, RowChoices, RowDecisions, compose, keyed_columns
from lib.sheets import read_sheet

SHEET = read_sheet(b"custom_id,q\n007,Why?\n008,\n009,How?\n", "a.csv")
LEAVE_OUT = RowChoices(RowDecisions(blank_variable="leave out", blank_prompt="leave out"))


def test_only_sent_rows_have_an_id() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}"), LEAVE_OUT)
    first, last = composition.ids
    assert keyed_columns(composition) == {
        "custom_id (batch)": [first, "", last],
        "custom_id": ["007", "008", "009"],
        "q": ["Why?", "", "How?"],
    }


def test_a_column_custom_id_with_the_ids_is_not_repeated() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{q}}", id_column="custom_id"), LEAVE_OUT)
    assert list(keyed_columns(composition)) == ["custom_id", "q"]


def test_another_column_with_the_ids_keeps_its_name() -> None:
    composition = compose(SHEET, Recipe(model="m", prompt="{{custom_id}}", id_column="q"), LEAVE_OUT)
    assert next(iter(keyed_columns(composition))) == "custom_id (batch)"
