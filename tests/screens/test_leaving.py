"""The browser asks before it leaves if something that a person typed is in no file, and only then."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.desk import Desk, DeskFile, write_desk
from pages.parts.shared.saved_work import WORK, WORK_SAVED
from pages.parts.shared.session import WAITING_DESK
from tests.screens.screen import Screen
from tests.screens.test_check import CLEAN
from tests.screens.test_recipe import REVIEWS, SAVED


def asks(screen: Screen) -> bool:
    """Whether the browser would ask before it leaves the page."""

    def shown() -> None:
        import streamlit as st

        from pages.parts.shared.saved_work import has_unsaved_work

        st.text(has_unsaved_work())

    at = AppTest.from_function(shown)
    for key in (WORK, WORK_SAVED):
        if key in screen.at.session_state:
            at.session_state[key] = screen.at.session_state[key]
    at.run()
    return bool(at.text[0].value == "True")


def test_nothing_typed_is_nothing_to_lose() -> None:
    screen = Screen()
    assert not asks(screen)
    screen.upload("Spreadsheet", REVIEWS)
    assert not asks(screen)
    screen.go("results")
    assert not asks(screen)


@pytest.mark.parametrize("place", ["compose", "check", "results"])
def test_an_example_is_nothing_to_lose(place: str) -> None:
    screen = Screen(place)
    screen.press(next(label for label in screen.labels() if label.endswith(" an example")))
    assert not asks(screen)


@pytest.mark.parametrize(
    ("key", "value", "before"),
    [
        ("compose_prompt", "Sum up: {{review}}", "{{review}}"),
        ("compose_system", "Be brief.", ""),
        ("compose_model", "m", None),
        ("compose_max_tokens", 9, None),
    ],
)
def test_settings_are_asked_about_on_every_page_until_they_are_undone(key: str, value: Any, before: Any) -> None:
    screen = Screen()
    screen.upload("Spreadsheet", REVIEWS)
    screen.fill(key, value)
    assert asks(screen)
    screen.go("check")
    assert asks(screen)
    screen.go("compose")
    screen.fill(key, before)
    assert not asks(screen)


def test_settings_from_a_file_are_in_that_file() -> None:
    screen = Screen()
    screen.upload("Saved settings", SAVED)
    screen.upload("Spreadsheet", REVIEWS)
    assert not asks(screen)
    screen.fill("compose_system", "Be long.")
    assert asks(screen)
    screen.fill("compose_system", "Be brief.")
    assert not asks(screen)


def test_a_sheet_does_not_save_the_settings_before_it() -> None:
    screen = Screen()
    screen.fill("compose_system", "Be brief.")
    screen.upload("Spreadsheet", REVIEWS)
    assert asks(screen)
    screen.press("Forget everything")
    assert not asks(screen)


def test_an_edited_line_is_asked_about_until_it_is_restored() -> None:
    screen = Screen("check")
    screen.upload("Batch files", CLEAN)
    assert not asks(screen)
    screen.fill(screen.at.text_area[-1].key, "{}")
    assert asks(screen)
    screen.press("Restore all edited lines")
    assert not asks(screen)


def test_the_edited_lines_of_a_saved_desk_are_in_its_file() -> None:
    def opened() -> None:
        import streamlit as st

        from pages.parts.check.files import take_batch_files
        from pages.parts.shared.saved_work import has_unsaved_work
        from pages.parts.shell.opened_desk import open_waiting_desk

        open_waiting_desk()
        take_batch_files()
        st.text(has_unsaved_work())

    file = DeskFile("Check", *CLEAN, "Requests", "chosen", lines=((0, 3, b"{}"),))
    at = AppTest.from_function(opened)
    at.session_state[WAITING_DESK] = (write_desk(Desk((file,)), "2026-01-02"), "desk.zip")
    at.run()
    assert at.session_state[WORK]["lines"]
    assert at.text[0].value == "False"
