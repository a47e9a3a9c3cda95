"""Opening a saved desk: all of it comes back, even if a click stops the opening half-way."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.desk import Desk, DeskFile, write_desk
from pages.parts.check.line_editor import LINE_EDITS
from pages.parts.shared.session import WAITING_DESK
from pages.parts.shared.uploads import CHECKED
from pages.parts.shell import opened_desk, saved_desk
from tests.screens.batch import ERRORS, INPUT, OUTPUT

SAVED = write_desk(Desk(tuple(DeskFile("Results", *file, "Nothing") for file in (INPUT, OUTPUT, ERRORS))), "2026-01-02")


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
    assert saved_desk._desk(values).files == (file,)


def test_a_batch_that_is_loaded_as_a_file_too_comes_back_once() -> None:
    files = (DeskFile("Results", *INPUT, "Requests"), DeskFile("Batch", "sheet.csv.jsonl", INPUT[1]))
    at = AppTest.from_function(frame)
    at.session_state[WAITING_DESK] = (write_desk(Desk(files), "2026-01-02"), "desk.zip")
    at.run()
    assert [(file.name, file.role) for file in at.session_state["files"]] == [("input.jsonl", "Requests")]
