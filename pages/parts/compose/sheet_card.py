"""The loaded sheet: taking it in, saying what it is, showing its first rows."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from lib.common import Unreadable, unreadable
from lib.common.memory import Compressed
from lib.common.phrasing import counted
from lib.compose.recipe_file import is_recipe
from lib.compose.template import placeholder
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.delimited import ONE_COLUMN
from pages.parts.shared.formatting import plain, row_heading, truncated
from pages.parts.shared.import_panel import import_panel
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.session import SHEET, drop_owned, empty_inbox, inbox

_ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """A sheet with the bytes it was read from and what the user chose about reading them."""

    sheet: Sheet
    file: Compressed
    asked: ImportOptions


def take_sheet(key: str, label: str, show_example: Callable[[], None]) -> LoadedSheet | None:
    """The uploader, and the sheet that is loaded now."""
    formats = "CSV and other delimited text, XLSX, XLSM, XLSB, XLS, ODS, JSON, JSON Lines, Parquet; also zipped."
    files = inbox(key, label, help=f"{formats} Every cell is kept as text.")
    if files:
        load(files[0].getvalue(), files[0].name, st.session_state.get("wanted options", ImportOptions()))
        empty_inbox(key)
        st.rerun()
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if error := st.session_state.pop("sheet error", None):
        show_unreadable(error)
    if loaded is None:
        _other_ways(show_example)
    return loaded


def _other_ways(show_example: Callable[[], None]) -> None:
    """To look around, or to paste instead of loading a file."""
    with st.container(horizontal=True):
        st.button("Try an example", icon=":material/science:", key="compose_example", on_click=show_example)
        with st.popover("Paste from your spreadsheet", icon=":material/content_paste:"):
            label = "Copy the cells, header included, and paste them here"
            st.text_area(label, key="compose_paste", height=160)
            st.button("Use these cells", key="compose_use_paste", type="primary", on_click=_load_pasted)


def _load_pasted() -> None:
    pasted = st.session_state["compose_paste"] or ""
    delimiter = "\t" if "\t" in pasted else ONE_COLUMN  # as spreadsheets copy cells, whatever is in these
    options = ImportOptions(encoding="utf-8", delimiter=delimiter)
    load(pasted.encode("utf-8", "replace"), "pasted cells.tsv", options)


def load(data: bytes, name: str, options: ImportOptions) -> None:
    """Reads a file into the session; a file that cannot be read leaves the loaded one in its place."""
    try:
        if is_recipe(data):
            hint = "Load it beside this, as Saved recipe."
            raise unreadable("a-recipe", "this is a saved recipe, no spreadsheet.", hint, name)
        with st.spinner(f"Reading {plain(name)}"):
            sheet = read_sheet(data, name, options)
    except Unreadable as error:
        st.session_state["sheet error"] = error
        return
    st.session_state["sheet"] = LoadedSheet(sheet, Compressed.of(data), options)
    suggest_prompt(sheet)


def suggest_prompt(sheet: Sheet) -> None:
    """A first prompt from the sheet itself; one that the user wrote is left alone."""
    suggested = st.session_state.get("suggested prompt", "")
    if st.session_state.get("compose_prompt", "") in ("", suggested):
        st.session_state["suggested prompt"] = st.session_state["compose_prompt"] = first_prompt(sheet)


def want_options(options: ImportOptions) -> None:
    """A recipe's import options: for the loaded file at once, and for the next ones."""
    st.session_state["wanted options"] = options
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if loaded and options != loaded.asked:
        load(loaded.file.data, loaded.sheet.name, options)


def first_prompt(sheet: Sheet) -> str:
    """A placeholder for the column with the most text: letters count, digits of ids do not."""
    letters = [sum(map(str.isalpha, "".join(cell[:500] for cell in column[:200]))) for column in sheet.cells]
    return placeholder(sheet.columns[letters.index(max(letters))])


def sheet_card(loaded: LoadedSheet) -> None:
    """What is loaded: name, size, how it was read, first rows; and the way to drop it."""
    sheet = loaded.sheet
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            size = f"{counted(len(sheet), 'row')}, {counted(len(sheet.columns), 'column')}"
            st.markdown(f":material/description: **{plain(sheet.name)}**: {size}", width="content")
            st.button("Remove", icon=":material/close:", type="tertiary", key="compose_remove", on_click=_remove)
        import_panel(sheet, loaded.asked, _read_again, "compose")
        show_notes(sheet.notes)
        _show_rows(sheet)


def _remove() -> None:
    st.session_state.pop("sheet", None)
    drop_owned(SHEET)


def _read_again(options: ImportOptions) -> None:
    # Looked up, not handed in: Streamlit keeps what a widget's callback holds, also after Forget.
    loaded: LoadedSheet = st.session_state["sheet"]
    load(loaded.file.data, loaded.sheet.name, options)


def _show_rows(sheet: Sheet) -> None:
    """The first rows, under the numbers that the spreadsheet shows."""
    shown = min(len(sheet), _ROWS_SHOWN)
    cells = {
        name: [truncated(cell) for cell in column[:shown]]
        for name, column in zip(sheet.columns, sheet.cells, strict=True)
    }
    frame = pd.DataFrame(cells, index=pd.Index(sheet.numbers[:shown], name=row_heading(sheet.columns)), dtype=str)
    st.dataframe(
        frame, height=min(220, 38 + 35 * shown), key="compose_rows", alt=f"The first {shown} rows of the sheet"
    )
    if shown < len(sheet):
        st.caption(f"The first {shown} of {len(sheet):,} rows.")
