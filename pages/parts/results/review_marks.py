"""Marks from an earlier export: loaded, offered, or removed, with what became of them."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from lib.common import Problem, Unreadable
from lib.common.archives import unpack
from lib.common.phrasing import counted
from lib.review import read_marks
from lib.review.import_marks import ImportedMarks, has_marks
from lib.review.mark_store import FileMerge, merge_file
from lib.sheets import Sheet, read_sheet
from pages.parts.results.session_marks import add_file_marks, remove_all_marks, row_keys, session_marks
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.session import FILES, derived, drop_slot, empty_inbox, file_inbox

ANSWERED_OFFERS = "marks answered"
"""The session's key for the digests of the sheets whose marks or labels are not offered again."""


class _LoadedMarks(NamedTuple):
    """The marks of the last loaded file, and what became of them."""

    file_name: str
    merge: FileMerge
    problems: Sequence[Problem]


def offer_marks(sheets: Sequence[Sheet], table: TableData) -> None:
    """Offers the marks in an export that was loaded as a sheet; a person takes or ignores them."""
    for sheet in sheets:
        if sheet.digest in answered_offers() or not has_marks(sheet) or not (count := len(_marks_of(sheet).marks)):
            continue
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            offer = f"{plain(sheet.name)} has marks on {counted(count, 'answer')}."
            st.markdown(f":material/rate_review: {offer}", width="content")
            st.button("Use these marks", key=f"use marks {sheet.digest}", on_click=_take, args=(sheet, table))
            st.button(
                "Ignore these marks",
                key=f"leave marks {sheet.digest}",
                type="tertiary",
                on_click=_end_offer,
                args=(sheet.digest,),
            )


def show_mark_files(table: TableData) -> None:
    """A way to load the marks of an earlier review, and a way to remove all."""
    with st.expander("Continue an earlier review", icon=":material/rate_review:", key="results_review_panel"):
        label = "Continue an earlier review: load the Excel file you exported"
        for file in file_inbox("results_review_file", label):
            _load(file.getvalue(), file.name, table)
            empty_inbox("results_review_file")
            st.rerun()
        if session_marks():
            with st.popover("Remove all marks", icon=":material/delete:", type="tertiary"):
                st.write("Removes every mark and every correction of this session.")
                st.button("Remove the marks", key="forget marks", type="primary", on_click=remove_all_marks)


def answered_offers() -> set[str]:
    """The digests of the sheets whose marks or labels are not offered again."""
    answered: set[str] = st.session_state.setdefault(ANSWERED_OFFERS, set())
    return answered


def _end_offer(digest: str) -> None:
    answered_offers().add(digest)
    drop_slot(f"marks of {digest}")


def _marks_of(sheet: Sheet) -> ImportedMarks:
    return derived(f"marks of {sheet.digest}", sheet.digest, lambda: read_marks(sheet), owner=FILES)


def _load(data: bytes, name: str, table: TableData) -> None:
    try:
        for inner_name, inner_data in unpack(data, name):
            _take(read_sheet(inner_data, inner_name), table)
    except Unreadable as error:
        st.session_state["marks error"] = error


def _take(sheet: Sheet, table: TableData) -> None:
    from_file = _marks_of(sheet)
    merge = merge_file(row_keys(table.joined, table.version[0]), session_marks(), from_file.marks)
    add_file_marks(merge.stored)
    _end_offer(sheet.digest)
    st.session_state["marks loaded"] = _LoadedMarks(sheet.name, merge, from_file.problems)


def show_loaded_marks() -> None:
    """What became of the marks that were loaded last."""
    if error := st.session_state.pop("marks error", None):
        show_unreadable(error)
    loaded: _LoadedMarks | None = st.session_state.get("marks loaded")
    if loaded is None:
        return
    with st.container(border=True, gap="small", key="results_marks_loaded"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            summary = f"{plain(loaded.file_name)}: {loaded.merge.summary}"
            st.markdown(f":material/rate_review: {summary}", width="content")
            st.button("Close", key="close marks", icon=":material/close:", type="tertiary", on_click=_close)
        if loaded.merge.waiting:
            st.caption("A mark waits if its answer is not loaded, or answers another prompt here. Batchdesk keeps it.")
        if count := loaded.merge.without_answer:
            marks = counted(
                count,
                "mark has only an id, and no loaded answer has",
                "marks have only ids, and no loaded answers have",
            )
            st.warning(f"{marks} it. Load the answers, then the marks again.", icon=":material/warning:")
        show_notes(loaded.problems)


def _close() -> None:
    st.session_state.pop("marks loaded", None)
