"""Labels taken from a sheet: a file with a row for each label, or the values in a column of the loaded sheet."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import streamlit as st

from lib.common import Unreadable
from lib.common.phrasing import counted, listed
from lib.compose.codebook import Label
from lib.compose.codebook_sheet import MOST_LABELS, codebook_columns, labels_of_column, labels_of_rows
from lib.sheets import Sheet, read_sheet
from pages.parts.compose.codebook_table import set_labels
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.session import SHEET, derived, empty_inbox, file_inbox

_NONE = ""
"""The option for no column. No column has this name."""

_MEGABYTES = 10
"""Size of the largest file that lists labels."""

_SHOWN = 6
_LABEL = 40


def show_codebook_source(number: int, key: str, loaded: LoadedSheet | None) -> None:
    """The ways to take labels for answer column `number` from a sheet, in a panel."""
    source = _Source(key, f"compose_codebook_source_{number}", f"compose_codebook_file_{number}")
    with st.popover("Take labels from a sheet", icon=":material/table_chart:", key=source.panel, on_change="rerun"):
        if loaded is not None:
            _from_column(source, number, loaded.sheet)
        _from_file(source)


class _Source(NamedTuple):
    """The session's keys of an answer column, of the panel, and of the inbox in it."""

    column: str
    panel: str
    inbox: str


def _from_column(source: _Source, number: int, sheet: Sheet) -> None:
    """The values of a column of the loaded sheet."""
    column = st.selectbox(
        "Column of your sheet whose values are the labels",
        [_NONE, *sheet.columns],
        key=f"compose_codebook_column_{number}",
        format_func=lambda name: name or "Choose a column",
    )
    if column:
        _offer(source, "column", labels_of_column(sheet.column(column)))


def _from_file(source: _Source) -> None:
    """The rows of a file that lists the labels."""
    about = "Excel, CSV or another table with a row for each label, its meaning and examples in columns of their own."
    options = {"accept_multiple_files": False, "max_upload_size": _MEGABYTES, "help": about}
    for file in file_inbox(source.inbox, "Or a file that lists the labels", **options):
        try:
            sheet = derived(source.inbox, file.file_id, partial(read_sheet, file.getvalue(), file.name), owner=SHEET)
        except Unreadable as error:
            show_unreadable(error)
            return
        _choose_columns(source, sheet)


def _choose_columns(source: _Source, sheet: Sheet) -> None:
    found = codebook_columns(sheet.columns)
    options = [_NONE, *sheet.columns]
    parts = zip(("Column with the labels", "Column with the meanings", "Column with examples"), found, strict=True)
    columns = [
        st.selectbox(
            label,
            options,
            index=options.index(column or _NONE),
            key=f"{source.inbox} {sheet.digest} {label}",
            format_func=lambda name: name or "No column",
        )
        for label, column in parts
    ]
    cells: list[Sequence[str]] = [sheet.column(column) if column else () for column in columns]
    _offer(source, "file", labels_of_rows(*cells))


def _offer(source: _Source, kind: str, labels: Sequence[Label]) -> None:
    """The labels in a line, and the button that takes them."""
    if not labels:
        st.caption("This column has no text, so it gives no labels.")
        return
    names = listed([truncated(label.name, _LABEL) for label in labels], _SHOWN, " · ")
    st.caption(f"{counted(len(labels), 'label')}: {plain(names)}")
    if len(labels) > MOST_LABELS:
        st.warning(f"A codebook may have {MOST_LABELS:,} labels. Choose another column.", icon=":material/warning:")
        return
    label = f"Use {'this label' if len(labels) == 1 else f'these {len(labels):,} labels'}"
    key = f"{source.panel}_{kind}"
    st.button(label, key=key, type="primary", on_click=_use, args=(source, kind, labels))


def _use(source: _Source, kind: str, labels: Sequence[Label]) -> None:
    set_labels(source.column, labels)
    st.session_state[source.panel] = False
    if kind == "file":
        empty_inbox(source.inbox)
