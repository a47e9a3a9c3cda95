"""The ways to load a sheet: a file, an example, pasted cells. A batch's file goes on to the page that it is for."""

from collections.abc import Callable

import streamlit as st

from lib.compose.recipe_file import is_recipe
from lib.compose.replication import is_replication
from lib.sheets import ImportOptions
from lib.sheets.delimiter import ONE_COLUMN
from lib.sheets.doubts import SheetChoices
from pages.parts.compose.loaded_sheet import ERROR, load, wanted_choices
from pages.parts.compose.recipe_inbox import apply_recipe
from pages.parts.shared.other_page import sets_batch_files_aside, show_misplaced, take_arrivals
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.removed import show_removed
from pages.parts.shared.session import SHEET, show_inbox, take_dropped
from pages.parts.shared.uploads import set_aside

_KEY = "compose_file"
ASIDE = "compose"
"""The session's key for the files that belong on another page."""


def take_sheet_file() -> None:
    """Loads the file that waits in the inbox, or that another page carried here.

    Saved settings are applied; a batch's file is set aside for its own page.
    """
    take_dropped(_KEY, _take)
    for file in take_arrivals():
        _take(file.data, file.name)


def _take(data: bytes, name: str) -> None:
    set_aside(ASIDE).clear()
    if is_recipe(data) or is_replication(data):
        apply_recipe(data, name)
    elif not sets_batch_files_aside(data, name, ASIDE):
        load(data, name, wanted_choices())


def show_sheet_inbox() -> None:
    """The uploader for a sheet."""
    formats = "CSV and other delimited text, XLSX, XLSM, XLSB, XLS, ODS, JSON, JSON Lines, Parquet; also zipped."
    label = "Spreadsheet: Excel, CSV or another table"
    show_inbox(_KEY, label, several=False, help=f"{formats} Every cell is kept as text.")


def show_sheet_messages() -> None:
    """What was wrong with the last file, or which page it belongs on."""
    if error := st.session_state.pop(ERROR, None):
        show_unreadable(error)
    show_misplaced(ASIDE)
    show_removed(SHEET)


def show_other_ways(show_examples: Callable[[], None]) -> None:
    """Ways to start without a file: examples, and pasted cells."""
    with st.container(horizontal=True):
        show_examples()
        with st.popover("Paste from your spreadsheet", icon=":material/content_paste:"):
            label = "Copy the cells, header included, and paste them here"
            st.text_area(label, key="compose_paste", height=160)
            st.button("Use these cells", key="compose_use_paste", type="primary", on_click=_load_pasted)


def _load_pasted() -> None:
    pasted = st.session_state["compose_paste"] or ""
    delimiter = "\t" if "\t" in pasted else ONE_COLUMN  # spreadsheets copy cells with tabs, whatever the cells have
    options = ImportOptions(encoding="utf-8", delimiter=delimiter)
    load(pasted.encode("utf-8", "replace"), "pasted cells.tsv", SheetChoices(options))
