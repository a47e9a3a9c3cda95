"""The shelf of examples on Compose: ready settings, each with a small sheet."""

from dataclasses import replace

import pytest

from lib.compose import Recipe
from pages.parts.compose.example_sheet import FIRST, SHELF, example_settings, example_sheet
from tests.screens.screen import Screen


def choose(screen: Screen, name: str) -> None:
    screen.at.get_by_key("compose_examples").click(name)
    screen._run()


@pytest.mark.parametrize("name", SHELF)
def test_each_example_is_ready_without_a_problem(name: str) -> None:
    screen = Screen()
    choose(screen, name)
    assert screen.is_ready()
    assert not screen.errors()
    assert not screen.warnings()
    rows = int(screen.metrics()["Requests"])
    assert 8 <= rows <= 15
    assert rows == len(example_sheet(name).splitlines()) - 1
    recipe: Recipe = screen.at.session_state["recipe"]
    assert replace(recipe, sheet_name="", sheet_digest="") == example_settings(name)


def test_the_tasks_of_the_shelf_differ() -> None:
    recipes = {name: example_settings(name) for name in SHELF}
    kinds = {name: [book.kind for book in recipe.codebooks.values()] for name, recipe in recipes.items()}
    assert kinds == {
        "sentiment": ["One label"],
        "topics": ["Several labels"],
        "fields": [],
        "rubric": ["Score", "Score"],
        "translate": [],
        "embeddings": [],
    }
    assert [name for name, recipe in recipes.items() if recipe.task == "Embeddings"] == ["embeddings"]
    assert recipes["translate"].answer_format == "Text"


def test_an_example_goes_without_a_trace() -> None:
    screen = Screen()
    choose(screen, "rubric")
    screen.press("Remove sheet")
    assert screen.at.session_state["recipe"] == Recipe()
    choose(screen, "embeddings")
    assert screen.is_ready()


@pytest.mark.parametrize("name", [FIRST, "translate"])
def test_own_settings_stay_until_a_press_brings_those_of_the_example(name: str) -> None:
    screen = Screen()
    screen.fill("compose_model", "m-1")
    screen.press("Try an example") if name == FIRST else choose(screen, name)
    assert "Your own settings are still on the page." in screen.said()
    assert screen.value("compose_model") == "m-1"
    screen.press("Use the settings of the example")
    assert screen.value("compose_prompt") == example_settings(name).prompt
    assert "Your own settings are still on the page." not in screen.said()
    assert screen.is_ready()


def test_the_offer_goes_with_the_sheet_of_the_example() -> None:
    screen = Screen()
    screen.fill("compose_model", "m-1")
    choose(screen, "topics")
    screen.upload("Spreadsheet", ("own.csv", b"key,text\na,One\nb,Two\n"))
    assert not screen.labels("Use the settings of the example")
    assert screen.value("compose_model") == "m-1"
