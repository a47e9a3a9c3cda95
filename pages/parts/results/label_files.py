"""The labels as a CSV, labels from one, and a way to remove all."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from lib.common import Problem, Unreadable
from lib.common.archives import unpack
from lib.common.own_columns import Cell, bare_name
from lib.common.phrasing import counted
from lib.export import select, write_csv
from lib.review import HandLabel, LabelKeys, RowKeys
from lib.review.hand_labels import merge_labels
from lib.review.label_file import is_own_label_file, label_columns, read_labels
from lib.review.label_sample import LabelSample
from lib.review.prompt_columns import prompt_columns
from lib.sheets import Sheet, read_sheet
from pages.parts.results.label_choices import label_column
from pages.parts.results.labelling import READER
from pages.parts.results.review_marks import answered_offers
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

_UNNAMED = "unnamed reader"
"""Who gave the labels of a file that does not say it, if no reader is chosen."""


def offer_labels(sheets: Sequence[Sheet], table: TableData) -> None:
    """Offers the labels of a file that was loaded among the others; a person takes or ignores them."""
    show_loaded_labels()
    for sheet in sheets:
        if sheet.digest in answered_offers() or not is_own_label_file(sheet):
            continue
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f":material/sell: {plain(sheet.name)} has labels that readers gave by hand.", width="content")
            st.button("Use these labels", key=f"use labels {sheet.digest}", on_click=_take, args=(sheet, table))
            st.button(
                "Ignore these labels",
                key=f"leave labels {sheet.digest}",
                type="tertiary",
                on_click=_end_offer,
                args=(sheet.digest,),
            )


def show_label_files(table: TableData) -> None:
    """The labels as a CSV, labels from one, and a way to remove all."""
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
            _load(table, file.getvalue(), file.name)
            empty_inbox("results_label_file")
            st.rerun()


def show_loaded_labels() -> None:
    """What became of the file that was loaded last."""
    if error := st.session_state.pop(_ERROR, None):
        show_unreadable(error)
    loaded: tuple[str, list[Problem]] | None = st.session_state.pop(_LOADED, None)
    if loaded:
        sentence, problems = loaded
        if sentence:
            st.success(sentence, icon=":material/sell:")
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


def _load(table: TableData, data: bytes, name: str) -> None:
    try:
        for inner_name, inner_data in unpack(data, name):
            _take(read_sheet(inner_data, inner_name), table)
    except Unreadable as error:
        st.session_state[_ERROR] = error


def _take(sheet: Sheet, table: TableData) -> None:
    """Takes the labels and the sample of a sheet; its labels replace those of the same readers and rows."""
    keys, before = label_keys(table.joined, table.version[0]), session_labels()
    reader = st.session_state.get(READER) or _UNNAMED
    found = read_labels(sheet, keys, bare_name(label_column(table)), reader)
    merged = merge_labels(before, found.labels)
    replace_labels(merged)
    note_saved_labels(found.labels)
    if found.sample:
        replace_sample(found.sample)
    _end_offer(sheet.digest)
    parts = [f"{plain(sheet.name)}: {counted(len(found.labels), 'label')} loaded"]
    if overwritten := len(set(before) - set(merged)):
        parts.append(f"{overwritten:,} of yours overwritten")
    if waiting := sum(not keys.rows(label.key) for label in found.labels):
        parts.append(f"{waiting:,} for rows that are not loaded")
    if found.left_out:
        parts.append(f"{found.left_out:,} left out: nothing says which row they are for")
    st.session_state[_LOADED] = ("" if found.problems else f"{', '.join(parts)}.", list(found.problems))


def _end_offer(digest: str) -> None:
    answered_offers().add(digest)


def _remove_all() -> None:
    replace_labels(())
