"""The app: its pages open, keep their settings while the user visits another page, and forget everything."""

import gc
import re

import pytest

from lib.compose import Composition
from lib.results import Results
from lib.sheets import Sheet
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.shared.uploads import LoadedFile
from tests.screens.screen import Screen
from tests.support.result_lines import answered, jsonl

SHEET = ("reviews.csv", b"id,review\n007,Warm\n008,Cold\n")
HOSTILE = ":red[x] $y$ <img src=x> [a](http://x)"


def test_compose_opens_first() -> None:
    screen = Screen()
    assert screen.at.title[0].value == "Compose"
    assert not screen.is_ready()


def test_results_opens() -> None:
    screen = Screen("results")
    assert screen.at.title[0].value == "Results"
    assert not screen.metrics()


def test_settings_survive_a_visit_to_results() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", SHEET)
    settings = {
        "compose_provider": "OpenAI",
        "compose_model": "m-1",
        "compose_system": "Be brief.",
        "compose_prompt": "Sum up: {{review}}",
        "compose_id_column": "id",
        "compose_max_tokens": 1024,
        "compose_temperature": 0.5,
    }
    for key, value in settings.items():
        screen.fill(key, value)
    line = screen.line()
    screen.go("results")
    screen.go("compose")
    assert {key: screen.value(key) for key in settings} == settings
    assert screen.line() == line
    assert screen.is_ready()


def test_embedding_settings_survive_a_visit_to_results() -> None:
    screen = Screen()
    screen.fill("compose_task", "Embeddings")
    screen.fill("compose_encoding_format", "float")
    screen.go("results")
    screen.go("compose")
    assert (screen.value("compose_task"), screen.value("compose_encoding_format")) == ("Embeddings", "float")


def test_filters_survive_a_visit_to_compose() -> None:
    screen = Screen("results")
    screen.upload("Everything", ("output.jsonl", jsonl([answered("a", "yes"), answered("b", "no")])))
    screen.fill("results_search", "yes")
    screen.go("compose")
    screen.go("results")
    assert screen.value("results_search") == "yes"
    assert list(screen.table()["custom_id"]) == ["a"]


@pytest.mark.parametrize("where", ["compose", "results"])
def test_forget_everything_empties_both_pages(where: str) -> None:
    screen = Screen()
    screen.upload("Spreadsheet", SHEET)
    screen.fill("compose_model", "m-1")
    screen.fill("compose_system", "Be brief.")
    screen.go("results")
    screen.upload("Everything", ("output.jsonl", jsonl([answered("a", "yes")])), SHEET)
    screen.go(where)
    screen.press("Forget everything")
    screen.go("results")
    assert "output.jsonl" not in screen.said()
    assert not screen.metrics()
    screen.go("compose")
    assert "reviews.csv" not in screen.said()
    assert [screen.value(f"compose_{name}") for name in ("model", "system", "prompt")] == ["", "", ""]


def test_forgotten_data_is_freed() -> None:
    """No sheet, batch or file stays in memory, whatever Streamlit still keeps of the screen."""
    screen = Screen()
    screen.upload("Spreadsheet", ("only here.csv", SHEET[1] + b"009,\n"))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{id}}: {{review}}")
    assert screen.has_button("Send anyway")
    screen.go("results")
    screen.upload("Everything", ("only here.jsonl", jsonl([answered("a", "yes")])), ("only here too.csv", SHEET[1]))
    assert _alive("only here") >= 4
    screen.press("Forget everything")
    assert _alive("only here") == 0


def _alive(name: str) -> int:
    """The number of values in memory whose name starts like this."""
    gc.collect()
    of_sheets = [value.sheet for value in gc.get_objects() if isinstance(value, LoadedSheet | Composition)]
    values = [value for value in gc.get_objects() if isinstance(value, Sheet | LoadedFile | Results)]
    return sum(value.name.startswith(name) for value in (*of_sheets, *values))


def test_a_forgotten_file_can_be_loaded_again() -> None:
    screen = Screen()
    screen.upload("Spreadsheet", SHEET)
    screen.press("Forget everything")
    screen.upload("Spreadsheet", SHEET)
    assert "reviews.csv · 2 rows" in screen.said()


def test_hostile_names_are_shown_as_text() -> None:
    """Names of columns and files are never rendered as Markdown or HTML."""
    sheet = f'id,"{HOSTILE}"\n1,Warm\n2,\n'.encode()
    screen = Screen()
    screen.upload("Spreadsheet", (f"{HOSTILE}.csv", sheet))
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{id}} {{" + HOSTILE + "}} {{nothing " + HOSTILE + "}}")
    assert f"{HOSTILE}.csv" in screen.said()
    assert f'asks for "nothing {HOSTILE}"' in screen.errors()
    _assert_nothing_rendered(screen)
    screen.go("results")
    lines = jsonl([answered(HOSTILE, HOSTILE), answered("row-2-000000000000", HOSTILE)])
    screen.upload("Everything", (f"{HOSTILE}.jsonl", lines), (f"{HOSTILE}.csv", sheet), (f"{HOSTILE}.bin", b"\0\1\2"))
    screen.choose_row(2)
    assert all(f"{HOSTILE}.{ending}" in screen.said() for ending in ("jsonl", "csv", "bin"))
    assert HOSTILE in [area.value for area in screen.at.text_area]
    _assert_nothing_rendered(screen)


def _assert_nothing_rendered(screen: Screen) -> None:
    marks = (":red", "$y", "<img", "](", "://x")
    unescaped = [re.sub(r"\\.", "", text) for text in screen.markdown()]
    assert not [text for text in unescaped if any(mark in text for mark in marks)]
