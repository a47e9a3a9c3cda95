"""The review as a whole: its progress, and marks from an earlier export with every conflict shown."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from lib.common import Problem, Unreadable
from lib.common.archives import unpack
from lib.common.phrasing import counted
from lib.join import Joined
from lib.review import Mark, read_marks
from lib.review.import_marks import ImportedMarks, has_marks
from lib.review.mark_store import accept_theirs, answer_keys, merge_file, reuse_marks
from lib.review.marks import Merge
from lib.sheets import Sheet, read_sheet
from pages.parts.results.review_form import progress_sentence
from pages.parts.results.session_marks import add_file_marks, replace_marks, session_marks
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.session import FILES, derived, drop_slot, empty_inbox, file_inbox

_MOST_CONFLICTS = 100


class _LoadedMarks(NamedTuple):
    """The marks of the last loaded file, and what became of them."""

    file_name: str
    merge: Merge
    waiting: int
    """Number of marks about answers that are not loaded."""

    problems: Sequence[Problem]


def offer_marks(sheets: Sequence[Sheet], joined: Joined) -> None:
    """Offers the marks in an export that was loaded as a sheet; a person takes or ignores them."""
    for sheet in sheets:
        if sheet.digest in _answered_offers() or not has_marks(sheet) or not (count := len(_marks_of(sheet).marks)):
            continue
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            offer = f"{plain(sheet.name)} has {counted(count, 'review mark')}."
            st.markdown(f":material/rate_review: {offer}", width="content")
            st.button("Use these marks", key=f"use marks {sheet.digest}", on_click=_take, args=(sheet, joined))
            st.button(
                "Ignore these marks",
                key=f"leave marks {sheet.digest}",
                type="tertiary",
                on_click=_end_offer,
                args=(sheet.digest,),
            )


def show_review_panel(table: TableData) -> None:
    """How far the review is, a way to load marks of an earlier one, and what became of them."""
    _show_loaded(table.joined)
    _show_marks_of_others(table)
    with st.expander(f"Review: {table.review.progress}", icon=":material/rate_review:", key="results_review_panel"):
        st.caption(
            f"{progress_sentence(table.review.progress)} Choose a row, then press O, W or U to mark its answer as OK, "
            "wrong or unsure; the next row follows. The downloads include the marks. "
            "Load one of them here to continue another day."
        )
        for file in file_inbox("results_review_file", "Continue an earlier review: load the Excel file you exported"):
            _load(file.getvalue(), file.name, table.joined)
            empty_inbox("results_review_file")
            st.rerun()
        if session_marks():
            with st.popover("Remove all marks", icon=":material/delete:", type="tertiary"):
                st.write("Removes every mark of this session.")
                st.button("Remove the marks", key="forget marks", type="primary", on_click=replace_marks, args=({},))


def _answered_offers() -> set[str]:
    """The digests of the sheets whose marks are not offered again."""
    answered: set[str] = st.session_state.setdefault("marks answered", set())
    return answered


def _end_offer(digest: str) -> None:
    _answered_offers().add(digest)
    drop_slot(f"marks of {digest}")


def _marks_of(sheet: Sheet) -> ImportedMarks:
    return derived(f"marks of {sheet.digest}", sheet.digest, lambda: read_marks(sheet), owner=FILES)


def _show_marks_of_others(table: TableData) -> None:
    """Marks of other answers to the same requests, which a person may use here too."""
    if not (count := table.review.others):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        marks = counted(
            count,
            "mark of this session is for another answer with the same id",
            "marks of this session are for other answers with the same ids",
        )
        st.caption(f":material/info: {marks}, so Batchdesk does not use such marks here.", width="content")
        st.button("Use them here too", key="adopt marks", type="tertiary", on_click=_reuse, args=(table.joined,))


def _reuse(joined: Joined) -> None:
    replace_marks(reuse_marks(answer_keys(joined), session_marks()))


def _load(data: bytes, name: str, joined: Joined) -> None:
    try:
        for inner_name, inner_data in unpack(data, name):
            _take(read_sheet(inner_data, inner_name), joined)
    except Unreadable as error:
        st.session_state["marks error"] = error


def _take(sheet: Sheet, joined: Joined) -> None:
    from_file = _marks_of(sheet)
    taken = merge_file(answer_keys(joined), session_marks(), from_file)
    add_file_marks(taken.stored)
    _end_offer(sheet.digest)
    problems = [*from_file.problems, *_conflicts_elsewhere(taken.contradicted)]
    st.session_state["marks loaded"] = _LoadedMarks(sheet.name, taken.merge, taken.waiting, problems)


def _conflicts_elsewhere(count: int) -> Iterator[Problem]:
    if count:
        answers = counted(count, "answer that is not loaded has", "answers that are not loaded have")
        message = f"{answers} different marks in the file and in this session."
        yield Problem("marked-otherwise", message, "Batchdesk keeps the marks of this session.", "ask")


def _show_loaded(joined: Joined) -> None:
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
        if loaded.waiting:
            waiting = counted(loaded.waiting, "mark belongs to an answer that is", "marks belong to answers that are")
            st.caption(f"In the file, {waiting} not loaded. Batchdesk keeps such marks until the answers are loaded.")
        show_notes(loaded.problems)
        _show_conflicts(loaded.merge, joined)


def _close() -> None:
    st.session_state.pop("marks loaded", None)


def _show_conflicts(merge: Merge, joined: Joined) -> None:
    if not merge.conflicts:
        return
    first = merge.conflicts[:_MOST_CONFLICTS]
    columns = {
        "custom_id": [conflict.custom_id for conflict in first],
        "Your mark": [_mark_text(conflict.mine) for conflict in first],
        "The file's mark": [_mark_text(conflict.theirs) for conflict in first],
    }
    st.warning(
        "These answers have different marks here and in the file. Batchdesk keeps your own marks.",
        icon=":material/warning:",
    )
    st.dataframe(
        pd.DataFrame(columns, dtype=str),
        hide_index=True,
        height="content" if len(first) < 8 else 300,
        alt="Conflicting marks",
    )
    st.button("Use the file's marks instead", key="their marks", on_click=_accept_theirs, args=(merge, joined))


def _accept_theirs(merge: Merge, joined: Joined) -> None:
    add_file_marks(accept_theirs(answer_keys(joined), session_marks(), merge))
    _close()


def _mark_text(mark: Mark) -> str:
    return truncated("; ".join(filter(None, mark)), 200)
