"""Saving everything of a tab as one file."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.compose import Composition
from lib.compose.recipe_file import write_recipe
from lib.desk import Desk, DeskFile, Place, write_desk
from lib.join.file_roles import FileKind
from pages.parts.check.line_editor import LINE_EDITS
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.compose.recipe_form import RECIPE
from pages.parts.results.unsaved_warning import download_key
from pages.parts.shared.session import choices_key
from pages.parts.shared.uploads import CHECKED, FIRST, SECOND

STORES: Mapping[Place, str] = {"Results": FIRST, "Second run": SECOND, "Check": CHECKED}
"""The session's keys of the lists of files."""

MATCHING = ("id column ", "share requests ", "by number of", "results_by_number", "results_sheet", "sheets offered")
"""How the keys of the choices about the sheet and about matching begin."""


def show_save_everything() -> None:
    """The button for a file with everything of this tab, as it is at the click."""
    context = get_script_run_ctx()
    with st.container(width="content", key=download_key("desk", has_all_marks=True)):
        st.download_button(
            "Save everything",
            partial(_saved, context.session_id if context else ""),
            f"batchdesk_{datetime.now():%Y-%m-%d}.zip",
            "application/zip",
            key="desk_download",
            on_click="ignore",
            type="tertiary",
            icon=":material/save:",
            help="One file with the sheet, the settings, all loaded files, marks and corrections. Load it into any "
            "uploader here, on any day and any machine, and all of it is back.",
        )


def _saved(session_id: str) -> bytes:
    """The file's bytes. It is made outside the page's run, so it asks the session itself, which is open then.

    Raises:
        LookupError: the session has ended; an empty file would pass for everything.
    """
    session = get_instance().get_app_session(session_id)
    if session is None:
        raise LookupError(session_id)
    values: Mapping[str, Any] = session.session_state.filtered_state
    desk = _desk(values)
    data = write_desk(desk, datetime.now().isoformat(" ", "seconds"))
    values.get("marks saved", {}).update(desk.marks)
    return data


def _desk(values: Mapping[str, Any]) -> Desk:
    recipe = values.get(RECIPE)
    matching = {key: value for key, value in values.items() if key.startswith(MATCHING) and value}
    settings = write_recipe(recipe) if recipe else b""
    return Desk(tuple(_files(values)), settings, values.get("marks", {}), matching)


def _files(values: Mapping[str, Any]) -> Iterator[DeskFile]:
    sheet: LoadedSheet | None = values.get("sheet")
    if sheet:
        yield DeskFile("Sheet", sheet.sheet.name, sheet.file.data, choices=sheet.choices)
    for place, store in STORES.items():
        for file in values.get(store, []):
            reason = file.reason.name if isinstance(file.reason, FileKind) else file.reason
            choices = values.get(choices_key(file.digest))
            edits = values.get(LINE_EDITS, {}).get(file.digest, {}) if store == CHECKED else {}
            lines = tuple((*span, written) for span, written in sorted(edits.items()))
            yield DeskFile(place, file.name, file.data, file.role, reason, choices, lines)
    batches: list[Composition] = values.get("downloaded", [])
    for batch in batches:
        yield DeskFile("Batch", f"{batch.sheet.name}.jsonl", b"".join(batch.lines()))
