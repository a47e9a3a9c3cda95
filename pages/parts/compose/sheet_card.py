"""The loaded sheet: the uploader for it, then its name, import options, notes and first rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

import pandas as pd
import streamlit as st

from lib.common import Unreadable, unreadable
from lib.common.memory import Compressed
from lib.common.phrasing import counted
from lib.compose.recipe_file import is_recipe
from lib.compose.template import placeholder
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.delimiter import ONE_COLUMN
from lib.sheets.doubts import SheetChoices, other_notes
from pages.parts.shared.doubts import show_doubts
from pages.parts.shared.formatting import plain, row_heading, truncated
from pages.parts.shared.import_panel import import_panel
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.session import SHEET, choices_key, drop_owned, empty_inbox, file_inbox

_ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """A sheet, the bytes of its file, and what the user chose about it."""

    sheet: Sheet
    file: Compressed
    choices: SheetChoices
    file_digest: str


def take_sheet(key: str, label: str, show_example: Callable[[], None]) -> LoadedSheet | None:
    """The uploader, and the sheet that is loaded now."""
    formats = "CSV and other delimited text, XLSX, XLSM, XLSB, XLS, ODS, JSON, JSON Lines, Parquet; also zipped."
    files = file_inbox(key, label, help=f"{formats} Every cell is kept as text.")
    if files:
        load(files[0].getvalue(), files[0].name, _wanted())
        empty_inbox(key)
        st.rerun()
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if error := st.session_state.pop("sheet error", None):
        show_unreadable(error)
    if loaded is None:
        _other_ways(show_example)
    return loaded


def _wanted() -> SheetChoices:
    return SheetChoices(st.session_state.get("wanted options", ImportOptions()))


def _other_ways(show_example: Callable[[], None]) -> None:
    """Ways to start without a file: an example, and pasted cells."""
    with st.container(horizontal=True):
        st.button("Try an example", icon=":material/science:", key="compose_example", on_click=show_example)
        with st.popover("Paste from your spreadsheet", icon=":material/content_paste:"):
            label = "Copy the cells, header included, and paste them here"
            st.text_area(label, key="compose_paste", height=160)
            st.button("Use these cells", key="compose_use_paste", type="primary", on_click=_load_pasted)


def _load_pasted() -> None:
    pasted = st.session_state["compose_paste"] or ""
    delimiter = "\t" if "\t" in pasted else ONE_COLUMN  # spreadsheets copy cells with tabs, whatever the cells have
    options = ImportOptions(encoding="utf-8", delimiter=delimiter)
    load(pasted.encode("utf-8", "replace"), "pasted cells.tsv", SheetChoices(options))


def load(data: bytes, name: str, choices: SheetChoices) -> None:
    """Reads a file into the session; if that fails, the loaded sheet stays."""
    try:
        if is_recipe(data):
            hint = "Load it under Saved settings."
            raise unreadable("a-recipe", "this is a file of saved settings, not a spreadsheet.", hint, name)
        with st.spinner(f"Reading {plain(name)}"):
            sheet = read_sheet(data, name, choices.options)
    except Unreadable as error:
        st.session_state["sheet error"] = error
        return
    _keep(LoadedSheet(sheet, Compressed.of(data), choices, sha256(data).hexdigest()))
    suggest_prompt(sheet)


def _keep(loaded: LoadedSheet) -> None:
    """Keeps the sheet in the session, and the choices about its file for Results too, which reads it the same way."""
    st.session_state["sheet"] = loaded
    st.session_state[choices_key(loaded.file_digest)] = loaded.choices


def suggest_prompt(sheet: Sheet) -> None:
    """Fills the prompt from the sheet, unless the user wrote one."""
    suggested = st.session_state.get("suggested prompt", "")
    if st.session_state.get("compose_prompt", "") in ("", suggested):
        st.session_state["suggested prompt"] = st.session_state["compose_prompt"] = first_prompt(sheet)


def want_options(options: ImportOptions) -> None:
    """Uses a recipe's import options for the loaded file and for the next ones; without any, the file stays as read."""
    st.session_state["wanted options"] = options
    if options != ImportOptions():
        _change(lambda sheet, choices: replace(choices, options=options))


def first_prompt(sheet: Sheet) -> str:
    """A placeholder for the column with the most letters; the digits of ids do not count."""
    return placeholder(max(sheet.columns, key=lambda name: _letters(sheet.column(name))))


def _letters(cells: list[str]) -> int:
    """How many letters the first rows have."""
    return sum(map(str.isalpha, "".join(cell[:500] for cell in cells[:200])))


def sheet_card(loaded: LoadedSheet) -> None:
    """What is loaded: name, size, import options, notes and first rows, and a button to remove it."""
    sheet = loaded.sheet
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            size = f"{counted(len(sheet), 'row')}, {counted(len(sheet.columns), 'column')}"
            st.markdown(f":material/description: **{plain(sheet.name)}**: {size}", width="content")
            st.button("Remove sheet", icon=":material/close:", type="tertiary", key="compose_remove", on_click=_remove)
        show_doubts(sheet, loaded.choices, _change, "compose")
        import_panel(sheet, loaded.choices, _change, "compose")
        show_notes(other_notes(sheet))
        _show_rows(sheet)


def _remove() -> None:
    loaded: LoadedSheet | None = st.session_state.pop("sheet", None)
    if loaded:
        st.session_state.pop(choices_key(loaded.file_digest), None)
    drop_owned(SHEET)


def _change(change: Callable[[Sheet, SheetChoices], SheetChoices]) -> None:
    """Applies a change to the choices about the sheet, which is read again if its import options change."""
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if loaded is None:  # Streamlit keeps the arguments of a button's callback, even after Forget
        return
    choices = change(loaded.sheet, loaded.choices)
    if choices.options == loaded.choices.options:
        _keep(replace(loaded, choices=choices))
    else:
        load(loaded.file.data, loaded.sheet.name, choices)


def _show_rows(sheet: Sheet) -> None:
    """The first rows, under the numbers that the spreadsheet shows."""
    shown = min(len(sheet), _ROWS_SHOWN)
    cells = {name: [truncated(cell) for cell in sheet.column(name)[:shown]] for name in sheet.columns}
    frame = pd.DataFrame(cells, index=pd.Index(sheet.numbers[:shown], name=row_heading(sheet.columns)), dtype=str)
    height = 38 + 35 * min(shown, 3)
    st.dataframe(frame, height=height, key="compose_rows", alt=f"The first {shown} rows of the sheet")
    if shown < len(sheet):
        st.caption(f"The first {shown} of {len(sheet):,} rows.")
