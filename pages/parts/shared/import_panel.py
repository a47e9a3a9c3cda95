"""How a file is read, in words, and the choices behind it for the few who need them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from lib.common.encodings import ENCODINGS
from lib.sheets import ImportOptions, Sheet
from lib.sheets.delimited import DELIMITERS, ONE_COLUMN
from pages.parts.shared.formatting import plain

Change = Callable[[ImportOptions], None]
"""Called with the options that the user chose."""

_DELIMITER_NAMES = {mark: name.capitalize() for mark, name in DELIMITERS.items()} | {ONE_COLUMN: "None: one column"}


def import_panel(sheet: Sheet, asked: ImportOptions, change: Change, prefix: str) -> None:
    """The worksheet in sight, everything else one step away.

    Args:
        asked: what the user chose so far; the rest is told by the reader.
        prefix: of the widgets' keys: the worksheet's is `<prefix>_worksheet`.
    """
    if len(sheet.worksheets) > 1:
        _worksheet(sheet, asked, change, prefix)
    with st.expander(f"Import options: {plain(sheet.description)}", icon=":material/tune:", key=f"{prefix}_import"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if sheet.options.encoding:
                _select("Encoding", "encoding", ENCODINGS, sheet, asked, change, prefix)
            if sheet.options.delimiter:
                _select("Separated by", "delimiter", _delimiters(sheet), sheet, asked, change, prefix)
            _header_row(sheet, asked, change, prefix)
        if sheet.options.delimiter:
            _toggle("Quotation marks wrap cells", "quotes", sheet, asked, change, prefix)
        if any(note.kind == "merged" for note in sheet.notes):
            _toggle("Fill merged cells", "fill_merged", sheet, asked, change, prefix)
        if asked != ImportOptions():
            st.button("Detect automatically", key=f"{prefix}_tell", on_click=change, args=(ImportOptions(),))


def _worksheet(sheet: Sheet, asked: ImportOptions, change: Change, prefix: str) -> None:
    key = f"{prefix}_worksheet"
    st.session_state[key] = sheet.options.worksheet
    st.selectbox(
        "Worksheet",
        sheet.worksheets,
        key=key,
        format_func=lambda tab: f"{tab} (hidden)" if tab in sheet.hidden else str(tab),
        on_change=_changed,
        args=(key, "worksheet", asked, change),
    )


def _delimiters(sheet: Sheet) -> dict[str, str]:
    """The usual delimiters, and the file's own if it is another one."""
    mark = sheet.options.delimiter or ","
    return _DELIMITER_NAMES if mark in _DELIMITER_NAMES else {**_DELIMITER_NAMES, mark: mark}


def _select(
    label: str, field: str, names: dict[str, str], sheet: Sheet, asked: ImportOptions, change: Change, prefix: str
) -> None:
    key = f"{prefix}_{field}"
    st.session_state[key] = getattr(sheet.options, field)
    options = list(dict.fromkeys([*names, st.session_state[key]]))
    st.selectbox(
        label,
        options,
        key=key,
        format_func=lambda value: names.get(value, str(value)),
        width=260,
        on_change=_changed,
        args=(key, field, asked, change),
    )


def _header_row(sheet: Sheet, asked: ImportOptions, change: Change, prefix: str) -> None:
    key = f"{prefix}_header_row"
    st.session_state[key] = sheet.options.header_row or 0
    st.number_input(
        "Header row (0: none)",
        min_value=0,
        max_value=sheet.numbers[-1] - 1,  # a header with no row under it is no sheet
        key=key,
        width=180,
        help="The row that names the columns, as the spreadsheet numbers it. With 0 every row is data.",
        on_change=_changed,
        args=(key, "header_row", asked, change),
    )


def _toggle(label: str, field: str, sheet: Sheet, asked: ImportOptions, change: Change, prefix: str) -> None:
    key = f"{prefix}_{field}"
    st.session_state[key] = bool(getattr(sheet.options, field))
    st.toggle(label, key=key, on_change=_changed, args=(key, field, asked, change))


def _changed(key: str, field: str, asked: ImportOptions, change: Change) -> None:
    """The options with what one widget says now; a new worksheet or delimiter has a header of its own."""
    chosen: dict[str, Any] = {field: st.session_state[key]}
    if field in ("worksheet", "delimiter"):
        chosen["header_row"] = None
    change(replace(asked, **chosen))
