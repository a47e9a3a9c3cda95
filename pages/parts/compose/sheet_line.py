"""The loaded sheet in one line, which unfolds to its import options, with questions about it and its first rows."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.common.phrasing import counted
from lib.sheets import Sheet
from lib.sheets.doubts import other_notes
from pages.parts.compose.loaded_sheet import LoadedSheet, change_choices, remove_sheet
from pages.parts.shared.doubts import show_doubts
from pages.parts.shared.formatting import plain, row_heading, truncated
from pages.parts.shared.import_panel import choose_worksheet, import_fields
from pages.parts.shared.problem_list import show_notes

_ROWS_SHOWN = 100
_ROW = 29
"""Pixels of a row of the table."""

_HEADER = 36
_WORKSHEET = 220


def show_sheet_line(loaded: LoadedSheet, show_inbox: Callable[[], None]) -> None:
    """What is loaded, the questions about it, and its first rows; `show_inbox` draws the way to another sheet."""
    sheet = loaded.sheet
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            with st.expander(_label(sheet), icon=":material/description:", key="compose_sheet"):
                _show_details(loaded, show_inbox)
            if len(sheet.worksheets) > 1:
                with st.container(width=_WORKSHEET):
                    choose_worksheet(sheet, change_choices, "compose", label_visibility="collapsed")
        show_doubts(sheet, loaded.choices, change_choices, "compose")
        show_notes(other_notes(sheet))
        _show_rows(sheet)


def _label(sheet: Sheet) -> str:
    """`reviews.csv · 300 rows · 5 columns · header in row 1`"""
    parts = [
        f"**{plain(truncated(sheet.name, 60))}**",
        counted(len(sheet), "row"),
        counted(len(sheet.columns), "column"),
    ]
    if row := sheet.options.header_row:
        parts.append(f"header in row {row}")
    return " · ".join(parts)


def _show_details(loaded: LoadedSheet, show_inbox: Callable[[], None]) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"Import options: {plain(loaded.sheet.description)}", width="content")
        st.button("Remove sheet", icon=":material/close:", type="tertiary", key="compose_remove", on_click=remove_sheet)
    import_fields(loaded.sheet, loaded.choices, change_choices, "compose")
    show_inbox()


def _show_rows(sheet: Sheet) -> None:
    """The first rows, under the numbers that the spreadsheet shows; three of them are in sight."""
    shown = min(len(sheet), _ROWS_SHOWN)
    cells = {name: [truncated(cell) for cell in sheet.column(name)[:shown]] for name in sheet.columns}
    frame = pd.DataFrame(cells, index=pd.Index(sheet.numbers[:shown], name=row_heading(sheet.columns)), dtype=str)
    height = _HEADER + _ROW * min(shown, 3)
    about = f"The first {shown} of {len(sheet):,} rows of the sheet"
    st.dataframe(frame, height=height, row_height=_ROW, key="compose_rows", alt=about)
