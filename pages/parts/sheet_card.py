"""The loaded sheet: taking it in, saying what it is, showing its first rows."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import streamlit as st

from lib.problems import Unreadable, counted
from lib.sheet import ImportOptions, Sheet, read_sheet
from pages.parts.problems import show_remarks, show_unreadable
from pages.parts.state import empty_inbox, inbox
from pages.parts.words import plain, short

EXAMPLE = Path(__file__).parent / "example.csv"

_ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class LoadedSheet:
    """A sheet with the bytes it was read from, for reading another worksheet of it."""

    sheet: Sheet
    data: bytes


def take_sheet(key: str, label: str) -> LoadedSheet | None:
    """The uploader, and the sheet that is loaded now."""
    files = inbox(key, label, help="The first row with text names the columns. Every cell is kept as text.")
    if files:
        _load(files[0].getvalue(), files[0].name, ImportOptions(st.session_state.get("wanted worksheet")))
        empty_inbox(key)
        st.rerun()
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if error := st.session_state.pop("sheet error", None):
        show_unreadable(error)
    if loaded is None and st.button("Try an example", icon=":material/science:", key="compose_example"):
        _load(EXAMPLE.read_bytes(), "example reviews.csv")
        st.rerun()
    return loaded


def _load(data: bytes, name: str, options: ImportOptions | None = None) -> None:
    """Reads a file into the session; a file that cannot be read leaves the loaded one in its place."""
    try:
        with st.spinner(f"Reading {plain(name)}"):
            sheet = read_sheet(data, name, options)
    except Unreadable as error:
        st.session_state["sheet error"] = error
        return
    st.session_state["sheet"] = LoadedSheet(sheet, data)
    _suggest_prompt(sheet)


def _suggest_prompt(sheet: Sheet) -> None:
    """A first prompt from the sheet itself; one that the user wrote is left alone."""
    suggested = st.session_state.get("suggested prompt", "")
    if st.session_state.get("compose_prompt", "") in ("", suggested):
        st.session_state["suggested prompt"] = st.session_state["compose_prompt"] = first_prompt(sheet)


def want_worksheet(worksheet: str | None) -> None:
    """The worksheet that a recipe was made with: of the loaded workbook at once, else of the next one."""
    st.session_state["wanted worksheet"] = worksheet
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    if loaded and worksheet in loaded.sheet.worksheets and worksheet != loaded.sheet.options.worksheet:
        _load(loaded.data, loaded.sheet.name, replace(loaded.sheet.options, worksheet=worksheet))


def first_prompt(sheet: Sheet) -> str:
    """A placeholder for the column with the most text."""
    lengths = [sum(map(len, column[:1000])) for column in sheet.cells]
    return "{{" + sheet.columns[lengths.index(max(lengths))] + "}}"


def sheet_card(loaded: LoadedSheet) -> LoadedSheet:
    """What is loaded: name, size, how it was read, first rows; and the way to drop it."""
    sheet = loaded.sheet
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            size = f"{counted(len(sheet), 'row')}, {counted(len(sheet.columns), 'column')}"
            st.markdown(f":material/description: **{plain(sheet.name)}**: {size}", width="content")
            st.button("Remove", icon=":material/close:", type="tertiary", key="compose_remove", on_click=_remove)
        st.caption(f"{plain(sheet.said)}.")
        if len(sheet.worksheets) > 1:
            _choose_worksheet(loaded)
        show_remarks(sheet.notes[:5])
        if len(sheet.notes) > 5:
            st.caption(f"And {len(sheet.notes) - 5} more notes like these.")
        _show_rows(sheet)
    return loaded


def _remove() -> None:
    st.session_state.pop("sheet", None)
    st.session_state.pop("slots", None)


def _choose_worksheet(loaded: LoadedSheet) -> None:
    tabs, key = loaded.sheet.worksheets, "compose_worksheet"
    st.session_state[key] = loaded.sheet.options.worksheet
    chosen = st.selectbox("Worksheet", tabs, key=key, on_change=_read_worksheet, args=(loaded,))
    assert chosen in tabs


def _read_worksheet(loaded: LoadedSheet) -> None:
    options = replace(loaded.sheet.options, worksheet=st.session_state["compose_worksheet"])
    _load(loaded.data, loaded.sheet.name, options)


def _show_rows(sheet: Sheet) -> None:
    """The first rows, under the numbers that the spreadsheet shows."""
    shown = min(len(sheet), _ROWS_SHOWN)
    cells = {
        name: [short(cell) for cell in column[:shown]] for name, column in zip(sheet.columns, sheet.cells, strict=True)
    }
    frame = pd.DataFrame(cells, index=pd.Index(sheet.numbers[:shown], name="Row"), dtype=str)
    st.dataframe(frame, height=220, key="compose_rows", alt=f"The first {shown} rows of the sheet")
    if shown < len(sheet):
        st.caption(f"The first {shown} of {len(sheet):,} rows.")
