"""The labels as a CSV, labels from one, and a way to remove all."""

from functools import partial

import streamlit as st

from lib.common import Problem, Unreadable
from lib.common.archives import unpack
from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.export import select, write_csv
from lib.review import HandLabel, LabelKeys, RowKeys
from lib.review.hand_labels import merge_labels
from lib.review.label_file import label_columns, read_labels
from lib.review.label_sample import LabelSample
from lib.review.prompt_columns import prompt_columns
from lib.sheets import read_sheet
from pages.parts.results.label_choices import LabelChoices
from pages.parts.results.session_labels import (
    label_keys,
    note_saved_labels,
    replace_labels,
    replace_sample,
    saved_labels,
    session_labels,
    session_sample,
)
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.shared.formatting import plain
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.session import digest_of, empty_inbox, file_inbox

_LOADED, _ERROR = "labels loaded", "labels error"


def show_label_files(table: TableData, choices: LabelChoices) -> None:
    """The labels as a CSV, labels from one, and a way to remove all."""
    _show_loaded()
    labels, sample = session_labels(), session_sample()
    with st.container(horizontal=True, vertical_alignment="center"):
        if labels or sample:
            stem = f"{stem_of_table(table.joined)}_labels_{digest_of(sample, labels, table.version[0])}"
            st.download_button(
                "Download labels as CSV",
                partial(_data, table, sample, labels, saved_labels()),
                f"{stem}.csv",
                "text/csv",
                key="label_download",
                icon=":material/download:",
                on_click="ignore",
                help="The sample and all labels, with the text of each row. Load it here again to go on.",
            )
        if labels:
            with st.popover("Remove all labels", icon=":material/delete:", type="tertiary"):
                st.write("Removes the labels of every reader from this session.")
                st.button("Remove the labels", key="label_forget", type="primary", on_click=_remove_all)
    with st.expander("Continue with labels from a file", icon=":material/upload_file:", key="label_file_panel"):
        for file in file_inbox("results_label_file", "The CSV or Excel file with the labels"):
            _load(table, choices, file.getvalue(), file.name)
            empty_inbox("results_label_file")
            st.rerun()


def _show_loaded() -> None:
    """What became of the file that was loaded last."""
    if error := st.session_state.pop(_ERROR, None):
        show_unreadable(error)
    loaded: tuple[str, list[Problem]] | None = st.session_state.pop(_LOADED, None)
    if loaded:
        sentence, problems = loaded
        if sentence:
            st.success(plain(sentence), icon=":material/sell:")
        show_notes(problems)


def _data(table: TableData, sample: LabelSample | None, labels: tuple[HandLabel, ...], saved: set[HandLabel]) -> bytes:
    """The file's bytes, made outside a run of the page. Once they are there, the labels in it count as saved."""
    keys = LabelKeys(RowKeys(table.joined))
    data = write_csv(select(label_columns(sample, labels, keys, _texts(table))))
    saved.update(labels)
    return data


def _texts(table: TableData) -> dict[str, list[Cell]]:
    """The columns to read beside the labels: those that the prompt uses, else all of the sheet, else what was sent."""
    joined = table.joined
    names = prompt_columns(joined) or (list(joined.sheet.columns) if joined.sheet else ["prompt"])
    return {name: list(joined.columns[name]) for name in names if name in joined.columns}


def _load(table: TableData, choices: LabelChoices, data: bytes, name: str) -> None:
    """Takes the labels and the sample of a file."""
    keys = label_keys(table.joined, table.version[0])
    try:
        for inner_name, inner_data in unpack(data, name):
            found = read_labels(read_sheet(inner_data, inner_name), keys, choices.name)
            replace_labels(merge_labels(session_labels(), found.labels))
            note_saved_labels(found.labels)
            if found.sample:
                replace_sample(found.sample)
            left_out = f" {counted(found.left_out, 'label has', 'labels have')} no row here." if found.left_out else ""
            about = "" if found.problems else f"{name}: {counted(len(found.labels), 'label')} loaded.{left_out}"
            st.session_state[_LOADED] = (about, list(found.problems))
    except Unreadable as error:
        st.session_state[_ERROR] = error


def _remove_all() -> None:
    replace_labels(())
