"""A doubt about a sheet blocks the download until one press settles it; a note never does."""

from dataclasses import replace

import pytest

from lib.common import Problem
from lib.compose import Recipe
from lib.compose.recipe_file import write_recipe
from lib.sheets import ImportOptions, Question, Reading, Sheet, read_sheet
from pages.parts.compose import loaded_sheet
from pages.parts.shared import file_contents
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, jsonl

SHEET: File = ("moods.csv", b"1,It **broke** <b>today</b>\n2,Fine\n3,Great\n")
NAMES = "Row 1 has the names"
DATA = "No names: row 1 is data"


def read_with_doubts(data: bytes, name: str, options: ImportOptions) -> Sheet:
    """The sheet with two questions that the options can settle, and two doubts that they cannot."""
    sheet = read_sheet(data, name, options)
    rows = tuple(tuple(line.split(",")) for line in data.decode().splitlines())
    readings = [Reading(label, replace(options, header_row=row), rows) for label, row in ((NAMES, 1), (DATA, 0))]
    hidden = [
        Reading(label, replace(options, include_hidden=include))
        for label, include in (("Only visible rows", False), ("Hidden rows too", True))
    ]
    notes: list[Problem] = [
        Problem("ragged", "rows 4 and 7 are wider than the header.", "Check them.", "ask"),
        Problem("controls", "1 cell has control characters.", "Clean it.", "ask"),
        Problem("blank-rows", "1 empty row is left out."),
    ]
    if options.header_row is None:
        question = "Does row 1 have the names?"
        notes.insert(0, Question("no-header", "row 1 may be data.", question, "ask", readings=tuple(readings)))
    if options.include_hidden is None:
        notes.append(Question("hidden", "row 3 is hidden and left out.", readings=tuple(hidden)))
    return replace(sheet, notes=tuple(notes))


@pytest.fixture(autouse=True)
def _doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaded_sheet, "read_sheet", read_with_doubts)
    monkeypatch.setattr(file_contents, "read_sheet", read_with_doubts)


def loaded() -> Screen:
    screen = Screen()
    screen.fill("compose_model", "m")
    screen.upload("Spreadsheet", SHEET)
    return screen


def test_every_doubt_is_one_press() -> None:
    screen = loaded()
    assert "3 things to fix first" in screen.said()
    assert "Answer the questions under your sheet\n- Row 1 may be data.\n- Rows 4 and 7 are wider" in screen.warnings()
    screen.press("Keep as it is", 1)
    screen.press(DATA)
    assert not screen.is_ready()
    assert "1 thing to fix first" in screen.said()
    screen.press("Keep as it is")
    assert screen.is_ready()
    assert screen.warnings() == ""
    assert screen.options("compose_id_column") == ["Row number", "Column 1", "Column 2"]


def test_the_reading_in_use_can_be_chosen() -> None:
    screen = loaded()
    screen.press_at_once("Keep as it is", 0, 1)
    screen.press(NAMES)
    assert screen.is_ready()


def test_a_note_with_readings_blocks_nothing() -> None:
    screen = loaded()
    screen.press_at_once("Keep as it is", 0, 1)
    screen.press(NAMES)
    assert screen.has_button("Only visible rows")
    assert screen.is_ready()
    screen.press("Hidden rows too")
    assert screen.value("compose_include_hidden") is True
    assert screen.is_ready()


def test_a_settled_doubt_can_be_changed() -> None:
    screen = loaded()
    screen.press_at_once("Keep as it is", 0, 1)
    screen.press(NAMES)
    assert f"{NAMES}" in screen.said()
    screen.press("Change", 2)
    assert not screen.is_ready()
    screen.press(DATA)
    assert screen.is_ready()
    screen.press("Change")
    assert "1 thing to fix first" in screen.said()


def test_a_new_sheet_has_its_own_doubts() -> None:
    screen = loaded()
    screen.press_at_once("Keep as it is", 0, 1)
    screen.press(NAMES)
    screen.upload("Spreadsheet", SHEET)
    assert "3 things to fix first" in screen.said()


def test_saved_settings_answer_the_questions() -> None:
    screen = loaded()
    settings = write_recipe(Recipe(model="m", prompt="{{Column 2}}", import_options=ImportOptions(header_row=0)))
    screen.upload("Saved settings", ("s.json", settings))
    screen.press_at_once("Keep as it is", 0, 1)
    assert screen.is_ready()


def test_cells_in_a_question_are_not_markdown() -> None:
    screen = loaded()
    tables = [html.proto.body for html in screen.at.get("html") if "<table" in html.proto.body]
    assert len(tables) == 2
    assert all("**broke**" in table and "&lt;b&gt;today&lt;/b&gt;" in table for table in tables)


def test_results_waits_for_no_doubt() -> None:
    screen = Screen("results")
    screen.upload("Everything", SHEET, ("out.jsonl", jsonl([answered("a", "yes")])))
    assert "3 open questions about moods.csv" in screen.said()
    assert len(screen.table())
    screen.press(DATA)
    assert "2 open questions about moods.csv" in screen.said()
    assert list(screen.table().columns)[1:3] == ["Column 1", "Column 2"]
    screen.press_at_once("Keep as it is", 0, 1)
    assert "open question" not in screen.said()


def test_results_reads_the_sheet_as_it_was_composed() -> None:
    screen = loaded()
    screen.press_at_once("Keep as it is", 0, 1)
    screen.press(DATA)
    screen.go("results")
    screen.upload("Everything", SHEET)
    assert list(screen.table().columns)[1:3] == ["Column 1", "Column 2"]
    assert "open question" not in screen.said()


def test_settings_without_import_options_leave_the_answers() -> None:
    screen = loaded()
    screen.press(DATA)
    screen.upload("Saved settings", ("s.json", write_recipe(Recipe(model="m", prompt="{{Column 2}}"))))
    assert screen.options("compose_id_column") == ["Row number", "Column 1", "Column 2"]
