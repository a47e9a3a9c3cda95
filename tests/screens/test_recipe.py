"""Saved settings on the screen: they set everything or nothing, and name what they cannot set."""

import json
from typing import Any

import pytest

from lib.compose import Recipe
from lib.compose.recipe_file import write_recipe
from lib.sheets import ImportOptions
from tests.screens.screen import File, Screen
from tests.support.sheet_files import as_csv, as_xlsx

REVIEWS: File = ("reviews.csv", as_csv([("id", "review"), ("007", "Warm"), ("008", "Cold")]))
RECIPE = Recipe(
    provider="OpenAI",
    model="m-2",
    system="Be brief.",
    prompt="Sum up: {{review}}",
    id_column="id",
    max_tokens=99,
    temperature=0.7,
)
SAVED: File = ("mine.json", write_recipe(RECIPE))
SETTINGS = ["OpenAI", "m-2", "Be brief.", "Sum up: {{review}}", "id", 99, 0.7]


def settings(screen: Screen) -> list[Any]:
    """The values of the settings on the screen."""
    names = ["provider", "model", "system", "prompt", "id_column", "max_tokens", "temperature"]
    return [screen.value(f"compose_{name}") for name in names]


@pytest.mark.parametrize("sheet_first", [True, False])
def test_saved_settings_apply_before_or_after_the_sheet(sheet_first: bool) -> None:
    screen = Screen()
    files = [("Spreadsheet", REVIEWS), ("Saved settings", SAVED)]
    for label, file in files if sheet_first else reversed(files):
        screen.upload(label, file)
    assert settings(screen) == SETTINGS
    assert screen.line()["custom_id"] == "007"
    assert screen.is_ready()
    assert "The settings of mine.json are applied." in screen.said()


@pytest.mark.parametrize("sheet_first", [True, False])
def test_saved_settings_choose_their_worksheet(sheet_first: bool) -> None:
    screen = Screen()
    book = as_xlsx({"Notes": [("n",), ("hello",)], "Data": [("review",), ("Warm",)]})
    recipe = Recipe(model="m", prompt="{{review}}", import_options=ImportOptions(worksheet="Data"))
    files = [("Spreadsheet", ("book.xlsx", book)), ("Saved settings", ("mine.json", write_recipe(recipe)))]
    for label, file in files if sheet_first else reversed(files):
        screen.upload(label, file)
    assert screen.value("compose_worksheet") == "Data"
    assert screen.line()["body"]["messages"] == [{"role": "user", "content": "Warm"}]


def test_saved_settings_of_embeddings_show_their_own_fields() -> None:
    screen = Screen()
    recipe = Recipe(task="Embeddings", model="e", prompt="{{review}}", encoding_format="float")
    screen.upload("Saved settings", ("e.json", write_recipe(recipe)))
    screen.upload("Spreadsheet", REVIEWS)
    assert screen.line()["body"] == {"model": "e", "input": "Warm", "encoding_format": "float"}


def test_unknown_and_invalid_settings_are_named() -> None:
    screen = Screen()
    changed = json.loads(SAVED[1]) | {"colour": "red", "temperature": 99}
    screen.upload("Saved settings", ("new.json", json.dumps(changed).encode()))
    assert '"colour" is not a known setting' in screen.said()
    assert 'the value of "temperature" cannot be used' in screen.said()
    assert screen.value("compose_model") == "m-2"
    assert screen.value("compose_temperature") is None


def test_a_missing_id_column_is_named() -> None:
    screen = Screen()
    screen.upload("Saved settings", SAVED)
    screen.upload("Spreadsheet", ("other.csv", as_csv([("ID", "review"), ("1", "Warm")])))
    assert 'the column "id", but the sheet has no such column. Did you mean "ID"?' in screen.said()
    assert screen.value("compose_id_column") == ""
    assert screen.line()["custom_id"].startswith("row-2-")


def test_a_sheet_that_has_the_id_column_restores_it() -> None:
    screen = Screen()
    screen.upload("Saved settings", SAVED)
    screen.upload("Spreadsheet", ("other.csv", as_csv([("ID", "review"), ("1", "Warm")])))
    screen.fill("compose_model", "m-3")
    assert "the sheet has no such column" in screen.warnings()
    screen.upload("Spreadsheet", REVIEWS)
    assert screen.value("compose_id_column") == "id"


@pytest.mark.parametrize("data", [b"{}", b"not json", b'{"kind": "batchdesk-recipe", "version": 99}', b""])
def test_another_file_changes_no_setting(data: bytes) -> None:
    screen = Screen()
    for label, file in (("Spreadsheet", REVIEWS), ("Saved settings", SAVED), ("Saved settings", ("wrong.json", data))):
        screen.upload(label, file)
    assert "wrong.json" in screen.errors()
    assert settings(screen) == SETTINGS
    assert screen.is_ready()


def test_saved_settings_in_the_inbox_for_sheets_are_applied_and_do_not_replace_the_sheet() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", ("a.csv", as_csv([("q",), ("Why?",)])))
    screen.upload("Spreadsheet", ("recipe.json", write_recipe(Recipe(model="m", prompt="{{q}}"))))
    assert not screen.errors()
    assert "The settings of recipe.json are applied." in screen.said()
    assert "a.csv · 1 row" in screen.said()
    assert screen.value("compose_model") == "m"
