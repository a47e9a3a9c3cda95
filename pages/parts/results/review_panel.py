"""Review marks out of an export: taken beside the session's own, with every contradiction shown."""

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
from pages.parts.shared.session import FILES, derived, drop_slot, empty_inbox, inbox

_CONFLICTS_SHOWN = 100


class _Loaded(NamedTuple):
    """The marks that were taken last."""

    name: str
    merge: Merge
    waiting: int
    problems: Sequence[Problem]


def offer_marks(sheets: Sequence[Sheet], joined: Joined) -> None:
    """An export that was loaded as a sheet may hold marks: they are taken when the user says so."""
    answered: set[str] = st.session_state.setdefault("marks answered", set())
    for sheet in sheets:
        if sheet.digest in answered or not has_marks(sheet) or not (count := len(_read(sheet).marks)):
            continue
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            said = f"{plain(sheet.name)} holds {counted(count, 'review mark')}."
            st.markdown(f":material/rate_review: {said}", width="content")
            st.button("Use these marks", key=f"use marks {sheet.digest}", on_click=_take, args=(sheet, joined))
            st.button(
                "Leave them",
                key=f"leave marks {sheet.digest}",
                type="tertiary",
                on_click=_be_done,
                args=(sheet.digest,),
            )


def _read(sheet: Sheet) -> ImportedMarks:
    return derived(f"marks of {sheet.digest}", sheet.digest, lambda: read_marks(sheet), owner=FILES)


def _be_done(digest: str) -> None:
    """A sheet's marks are offered no more."""
    st.session_state.setdefault("marks answered", set()).add(digest)
    drop_slot(f"marks of {digest}")


def review_panel(table: TableData) -> None:
    """How far the review is, marks from an earlier one, and what became of them."""
    _show_loaded(table.joined)
    if others := table.review.others:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = f"{counted(others, 'mark')} of this session {'is' if others == 1 else 'are'} about other answers "
            st.caption(f":material/info: {said}under the same custom_ids, and not used here.", width="content")
            st.button("Use them here too", key="adopt marks", type="tertiary", on_click=_adopt, args=(table.joined,))
    with st.expander(f"Review: {table.review.progress}", icon=":material/rate_review:", key="results_review_panel"):
        st.caption(
            f"{progress_sentence(table.review.progress)} Choose a row and press O, W or U to mark its answer as OK, "
            "wrong or unsure and go on to the next. The downloads then have the marks in columns of their own, "
            "and can be loaded here to go on another day."
        )
        for file in inbox("results_review_file", "Go on with an earlier review: an export with its marks"):
            _load(file.getvalue(), file.name, table.joined)
            empty_inbox("results_review_file")
            st.rerun()
        if session_marks():
            with st.popover("Forget all marks", icon=":material/delete:", type="tertiary"):
                st.write("Takes back every mark of this session.")
                st.button("Forget the marks", key="forget marks", type="primary", on_click=replace_marks, args=({},))


def _load(data: bytes, name: str, joined: Joined) -> None:
    try:
        for inner, inside in unpack(data, name):
            _take(read_sheet(inside, inner), joined)
    except Unreadable as error:
        st.session_state["marks error"] = error


def _take(sheet: Sheet, joined: Joined) -> None:
    read = _read(sheet)
    taken = merge_file(answer_keys(joined), session_marks(), read)
    add_file_marks(taken.kept)
    _be_done(sheet.digest)
    problems = [*read.problems, *_against(taken.against)]
    st.session_state["marks loaded"] = _Loaded(sheet.name, taken.merge, taken.waiting, problems)


def _against(count: int) -> Iterator[Problem]:
    if count:
        said = f"{counted(count, 'answer')} that are not here have other marks in the file than in this session."
        yield Problem("marked-otherwise", said, "Those of this session stay.", "ask")


def _show_loaded(joined: Joined) -> None:
    """What came of the marks that were taken last."""
    if error := st.session_state.pop("marks error", None):
        show_unreadable(error)
    loaded: _Loaded | None = st.session_state.get("marks loaded")
    if loaded is None:
        return
    with st.container(border=True, gap="small", key="results_marks_loaded"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            said = f"{plain(loaded.name)}: {loaded.merge.said}"
            st.markdown(f":material/rate_review: {said}", width="content")
            st.button("Close", key="close marks", icon=":material/close:", type="tertiary", on_click=_close)
        if loaded.waiting:
            said = f"{counted(loaded.waiting, 'mark')} of the file about answers that are not here"
            st.caption(f"{said}: kept until those are loaded.")
        show_notes(loaded.problems)
        _show_conflicts(loaded.merge, joined)


def _close() -> None:
    st.session_state.pop("marks loaded", None)


def _show_conflicts(merge: Merge, joined: Joined) -> None:
    if not merge.conflicts:
        return
    first = merge.conflicts[:_CONFLICTS_SHOWN]
    columns = {
        "custom_id": [conflict.custom_id for conflict in first],
        "Your mark": [_said(conflict.mine) for conflict in first],
        "The file's mark": [_said(conflict.theirs) for conflict in first],
    }
    st.warning(
        "These answers are marked otherwise here than in the file. Your own marks count.", icon=":material/warning:"
    )
    st.dataframe(
        pd.DataFrame(columns, dtype=str),
        hide_index=True,
        height="content" if len(first) < 8 else 300,
        alt="Conflicting marks",
    )
    st.button("Take the file's marks instead", key="their marks", on_click=_settle, args=(merge, joined))


def _settle(merge: Merge, joined: Joined) -> None:
    add_file_marks(accept_theirs(answer_keys(joined), session_marks(), merge))
    _close()


def _said(mark: Mark) -> str:
    return truncated("; ".join(filter(None, mark)), 200)


def _adopt(joined: Joined) -> None:
    replace_marks(reuse_marks(answer_keys(joined), session_marks()))
