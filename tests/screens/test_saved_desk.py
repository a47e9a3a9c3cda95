"""Opening a saved desk: all of it comes back, even if a click stops the opening half-way."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.compose import Recipe, RowChoices, RowDecisions, RowSelection
from lib.desk import Desk, DeskFile, read_desk, write_desk
from lib.sheets import ImportOptions
from pages.parts.check.line_editor import LINE_EDITS
from pages.parts.compose.download import _downloaded
from pages.parts.compose.recipe_widgets import to_widgets
from pages.parts.results.row_choice import CHOSEN_ROW
from pages.parts.shared.sent_batches import REMOVED_BATCHES
from pages.parts.shared.session import COMPOSITION, RECIPE, WAITING_DESK
from pages.parts.shared.uploads import CHECKED, SECOND, aside_key
from pages.parts.shell import opened_desk
from pages.parts.shell.session_desk import KEPT, desk_of, has_work
from pages.parts.shell.session_values import settable
from tests.screens.batch import ERRORS, INPUT, OUTPUT, shown
from tests.screens.batch import SHEET as ASKED
from tests.screens.screen import Screen
from tests.support.request_lines import line, written
from tests.support.sheet_files import as_csv

SAVED = write_desk(Desk(tuple(DeskFile("Results", *file, "Nothing") for file in (INPUT, OUTPUT, ERRORS))), "2026-01-02")
SHEET = ("reviews.csv", as_csv([("id", "review"), *((f"r{n}", f"Cosy {n}") for n in range(8)), ("r8", "")]))
INBOXES = (
    *("compose_file", "compose_earlier_files", "compose_recipe_file", "check_file", "results_files"),
    *("results_review_file", "results_label_file"),
)
FAULTY = ("faulty.jsonl", written(line("a"), line("a"), line("b", "body"), line(7)))

IN_THE_FILES = {RECIPE, "sheet", "files", SECOND, CHECKED, LINE_EDITS, aside_key(CHECKED), "downloaded", "marks"}
"""Keys of what the saved desk has beside the choices."""

SHOWN_AGAIN = (
    "check edit ",
    "check_entry",
    "choices ",
    "role ",
    "results_columns",
    "results_sort",
    "results_value_column",
)
"""How the keys of widgets begin that show a value of another key."""

OF_THE_READING = {f"results_{field.name}" for field in fields(ImportOptions)}
OF_THE_SCREEN = {
    *("framed", "place of saving", "slots", "marks saved", "marks version", "work", "work saved", "results_default"),
    *("labels saved", "hand labels version", "label last"),
    *("results_moves", "results_moves shown", "files aside", "compose aside", "compose arrivals"),
    *("results_fold", "results_values_popover", "results_table_settings", "results_export_more"),
    *("inbox emptied", *(f"{key} {part}" for key in INBOXES for part in ("dropped", "inner", "taken"))),
}
"""Keys of what no person made: derived values, folds, inboxes, and what the browser shows now."""


def opened(saved: bytes) -> Screen:
    """A new session in which a saved desk was dropped."""
    return Screen(values={WAITING_DESK: (saved, "desk.zip")})


def values_of(screen: Screen) -> Mapping[str, Any]:
    values: Mapping[str, Any] = screen.at.session_state.to_dict()
    return values


def save_button(screen: Screen) -> Any:
    return next(button for button in screen.at.download_button if button.key == "desk_download")


def download_batch(screen: Screen) -> None:
    """Downloads the batch on Compose, which Streamlit does outside a run."""
    values = values_of(screen)
    _downloaded(values["slots"][COMPOSITION].value, values["downloaded"])


def fill_compose(screen: Screen) -> None:
    screen.upload("Spreadsheet", SHEET)
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "Sum up: {{review}} of {{id}}")
    screen.press("Send anyway")
    screen.fill("rows which", "A test sample")
    screen.fill("rows count", 3)
    screen.press("Add a condition")
    screen.fill("condition 1 values", ["r0", "r1", "r2", "r4", "r5", "r6"])
    download_batch(screen)
    screen.fill("rows which", "All but the sample")
    screen.fill("compose_row", 7)
    screen.fill("price input", 1.5)


def fill_check(screen: Screen) -> None:
    screen.go("check")
    screen.fill("check_provider", "Groq")
    screen.upload("Batch files", FAULTY, OUTPUT)
    slug = next(key for key in values_of(screen) if str(key).startswith("check fix ") and values_of(screen)[key])
    screen.at.session_state[slug] = False
    edit = next(key for key in values_of(screen) if str(key).startswith("check edit "))
    screen.fill(edit, '{"custom_id": "é"}')


def fill_results(screen: Screen) -> None:
    screen.go("results")
    screen.upload("Everything", OUTPUT, ERRORS, INPUT, ASKED)
    screen.press("Remove batch", 1)  # the first one is on Compose
    screen.choose_row(0)
    screen.correct("Answer", "Another letter")
    screen.press("OK")
    screen.fill("results_search", "letter")
    screen.fill("results_pattern", True)
    screen.fill("results_status", ["OK", "Failed"])
    screen.fill("results_columns", ["answer", "key"])
    screen.fill("results_sort", "key")
    screen.fill("results_descending", True)
    screen.fill("results_page_size", 25)
    screen.fill("results_export_scope", "As shown")
    screen.view("Quality")
    screen.fill("quality_labels", "question")
    screen.view("Problems")
    screen.fill("results_retry_provider", "Groq")
    screen.view("Review")
    screen.fill("results_review_task", "Label a sample")
    screen.press("Draw sample")
    screen.type_option("results_label_reader", "Ana")
    screen.press("Start labelling")
    screen.fill(next(str(field.key) for field in screen.at.text_input if field.label == "Label"), "good")


@pytest.fixture(scope="module")
def filled() -> Screen:
    screen = Screen()
    fill_compose(screen)
    fill_check(screen)
    fill_results(screen)
    return screen


def test_everything_that_a_person_made_comes_back(filled: Screen) -> None:
    before = dict(values_of(filled))
    desk = desk_of(before)
    screen = opened(write_desk(desk, "2026-01-02"))
    assert "could not be read" not in screen.warnings()
    for page in ("check", "results"):
        screen.go(page)
    after = values_of(screen)
    again = desk_of(after)
    assert again.choices == desk.choices
    assert again == desk
    assert [batch.digest for batch in after["downloaded"]] == [batch.digest for batch in before["downloaded"]]
    assert after[REMOVED_BATCHES] == before[REMOVED_BATCHES]
    for each in (screen, filled):
        assert "1 of 1 labelled by Ana" in each.said()
        each.press("Stop for now")
        each.view("Table")
    assert shown(screen, "answer") == shown(filled, "answer") == ["✎ Another letter"]
    assert screen.labels("Download") == filled.labels("Download")
    assert sorted(screen.column_settings()) == sorted(filled.column_settings())


def test_every_key_is_declared_or_named_here(filled: Screen) -> None:
    values = settable(filled.at.session_state._state._state)
    known = {*KEPT.saved(values), *IN_THE_FILES, *to_widgets(Recipe()), *OF_THE_READING, *OF_THE_SCREEN}
    assert not [key for key in values if key not in known and not key.startswith(("desk ", *SHOWN_AGAIN))]


def test_what_was_chosen_on_each_page_is_in_the_file(filled: Screen) -> None:
    desk = read_desk(write_desk(desk_of(values_of(filled)), "2026-01-02"), "desk.zip")
    assert {file.place for file in desk.files} == {"Sheet", "Results", "Check", "Aside on Check", "Batch"}
    assert {"rows which", "decisions", "sample rows", "preview row", "price input", "priced"} <= desk.choices.keys()
    assert {"check_provider", "results_search", "results_page", "removed batches", CHOSEN_ROW} <= desk.choices.keys()
    assert desk.choices["results_columns wanted"] == ["answer", "key"]
    assert [file.rows for file in desk.files if file.place == "Batch"] != [None]


def test_a_removed_batch_does_not_come_back_as_a_file(filled: Screen) -> None:
    values = dict(values_of(filled))
    without_sheet = desk_of({key: value for key, value in values.items() if key != "sheet"})
    assert "Batch" not in {file.place for file in without_sheet.files}


def test_a_sample_is_composed_again_with_its_rows() -> None:
    rows = RowChoices(RowDecisions(blank_variable="leave out"), RowSelection("A test sample", count=2))
    screen = Screen()
    screen.upload("Spreadsheet", SHEET)
    screen.fill("compose_model", "m")
    screen.fill("compose_prompt", "{{id}} {{review}}")
    screen.press("Leave this row out")
    screen.fill("rows which", "A test sample")
    screen.fill("rows count", 2)
    download_batch(screen)
    assert values_of(screen)["downloaded"][0].choices == rows
    again = opened(write_desk(desk_of(values_of(screen)), "2026-01-02"))
    assert [list(batch.ids) for batch in values_of(again)["downloaded"]] == [
        list(batch.ids) for batch in values_of(screen)["downloaded"]
    ]
    assert not values_of(again).get("files")


def test_an_empty_desk_has_nothing_to_save() -> None:
    button = save_button(Screen())
    assert button.disabled
    assert button.proto.help == "There is nothing to save yet."
    assert not save_button(opened(SAVED)).disabled


def test_settings_alone_are_work() -> None:
    screen = Screen()
    assert not has_work(values_of(screen))
    screen.fill("compose_system", "Be brief.")
    screen.go("check")
    assert has_work(values_of(screen))


def test_choices_that_no_page_knows_are_counted() -> None:
    choices = {"results_view": "Nowhere", "check_provider": "Nobody", "desk secret": "guessed", "results_search": "a"}
    screen = opened(write_desk(Desk((DeskFile("Results", *OUTPUT, "Results", "RESULTS"),), choices=choices), "2026"))
    assert "3 choices could not be read" in screen.warnings()
    screen.go("results")
    assert screen.value("results_search") == "a"
    assert screen.value("results_view") == "Table"


def test_choices_that_do_not_fit_the_files_break_no_page() -> None:
    """They are of the right types, as a hostile file may have them."""
    choices = {
        **{
            "sheets offered": ["1. sheet.csv", "2. sheet.csv"],
            "results_sheet": "3. other.csv",
            "results_page": [None, 99],
        },
        **{"results_columns wanted": ["nowhere"], "results_sort wanted": "nowhere", "results_status": ["Nowhere"]},
        **{"results_review": ["Ok"], "results_flags": ["Nothing"], "results_chosen": ["x", 99], "cause shown": "x"},
        **{"check entry 0 faulty.jsonl": 10**9, "check line file 1": "x", "rows count": 10**9, "rows seed": -1},
        **{"rows conditions": {"1": {"column": "nowhere"}}, "preview row": -5, "price input": -1.0},
        **{"wanted id_column": "x", "wanted image_columns": ["x"], "corrections made": [], "run price in 1": -2.0},
    }
    files = [DeskFile("Sheet", *SHEET), DeskFile("Check", *FAULTY, "Requests", "REQUESTS")]
    files += [DeskFile("Results", *file, "Results", "RESULTS") for file in (OUTPUT, ERRORS)]
    files += [
        DeskFile("Results", name, ASKED[1] + extra, "Sheet", "TABLE") for name, extra in (("a", b""), ("b", b"h,x"))
    ]
    screen = opened(write_desk(Desk(tuple(files), choices=choices), "2026-01-02"))
    assert "could not be read" not in screen.warnings()
    for page in ("check", "results", "compose"):
        screen.go(page)
        assert "Something went wrong" not in screen.errors()


def test_a_fault_while_a_desk_is_opened_is_met_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened_desk, "_put", lambda file: 1 / 0)
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (SAVED, "desk.zip")
    at.run()
    assert at.exception
    at.run()
    assert not at.exception


def frame() -> None:
    from pages.parts.shell.opened_desk import open_waiting_desk

    open_waiting_desk()


def test_a_click_while_a_desk_is_opened_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    put, stops = opened_desk._put, iter([False, True])

    def stopped_after_two(file: DeskFile) -> None:
        put(file)
        if next(stops, False):
            st.stop()

    monkeypatch.setattr(opened_desk, "_put", stopped_after_two)
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (SAVED, "desk.zip")
    at.run()
    assert not at.success
    at.run()
    assert "is open" in at.success[0].value
    assert [file.name for file in at.session_state["files"]] == ["input.jsonl", "output.jsonl", "errors.jsonl"]
    assert not at.warning


def test_the_edited_lines_of_check_come_back() -> None:
    file = DeskFile("Check", *INPUT, "Requests", "chosen", lines=((0, 3, "é".encode()), (9, 12, b"")))
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (write_desk(Desk((file,)), "2026-01-02"), "desk.zip")
    at.run()
    values = {key: at.session_state[key] for key in (CHECKED, LINE_EDITS)}
    assert desk_of(values).files == (file,)


def test_a_file_set_aside_without_a_known_page_is_left_out() -> None:
    file = DeskFile("Aside on Check", *OUTPUT, "Results", "RESULTS", page="Elsewhere")
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (write_desk(Desk((file,)), "2026-01-02"), "desk.zip")
    at.run()
    assert at.session_state[aside_key(CHECKED)] == []


def test_a_batch_that_is_loaded_as_a_file_too_comes_back_once() -> None:
    files = (DeskFile("Results", *INPUT, "Requests"), DeskFile("Batch", "sheet.csv.jsonl", INPUT[1]))
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (write_desk(Desk(files), "2026-01-02"), "desk.zip")
    at.run()
    assert [(file.name, file.role) for file in at.session_state["files"]] == [("input.jsonl", "Requests")]


def test_a_desk_is_opened_in_place_of_settings_only_after_a_question() -> None:
    screen = Screen(values={WAITING_DESK: (SAVED, "desk.zip"), RECIPE: Recipe(system="Be brief.")})
    assert "Opening it closes everything that is here now." in screen.warnings()
