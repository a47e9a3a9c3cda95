"""The review marks of the session, and those of them that belong to the answers on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st

from lib.common.own_columns import free_name
from lib.join import Joined
from lib.review import Mark, review_columns
from lib.review.mark_store import (
    MarkKey,
    StoredMarks,
    answer_key,
    answer_keys,
    ids_marked_elsewhere,
    set_mark,
    stored_marks_here,
)
from lib.review.marks import Marks, Progress, review_progress
from pages.parts.shared.session import FILES, derived


@dataclass(frozen=True, slots=True)
class Review:
    """The marks of the answers of one joined table."""

    version: tuple[str, int]
    """Changes with the table and with every change of the marks."""

    marks: Marks
    progress: Progress
    columns: Mapping[str, list[str]]
    """The marks as columns, under names that are free in the table; empty without marks."""

    others: int
    """Number of marks that belong to other answers with an id of this table."""

    digest: str
    """Digest of the marks, for the names of files; empty without marks."""

    keyed_marks: StoredMarks
    """The marks with the keys they have in the session."""


def review_of(joined: Joined, digest: str) -> Review:
    """The marks of these answers; made again only after a change."""
    version = (digest, marks_version())
    return derived("review", version, lambda: _review(joined, version), owner=FILES)


def session_marks() -> StoredMarks:
    """All marks of the session."""
    marks: StoredMarks = st.session_state.get("marks", {})
    return marks


def marks_version() -> int:
    """Number of changes to the marks so far."""
    version: int = st.session_state.get("marks version", 0)
    return version


def replace_marks(marks: StoredMarks) -> None:
    """Replaces all marks of the session."""
    st.session_state["marks"] = marks
    st.session_state["marks version"] = marks_version() + 1


def update_mark(custom_id: str, answer: str, **changes: str) -> None:
    """Changes the `verdict`, `note` or `corrected` of one answer's mark and keeps the rest of it.

    It reads the marks as they are now, since a note and a verdict may arrive in one run.
    """
    marks = session_marks()
    mark = marks.get((custom_id, answer_key(answer))) or marks.get((custom_id, "")) or Mark()
    fields: dict[str, Any] = dict(changes)
    replace_marks(set_mark(marks, custom_id, answer, mark._replace(**fields)))


def clear_mark(custom_id: str, answer: str) -> None:
    """Removes the mark of one answer."""
    replace_marks(set_mark(session_marks(), custom_id, answer, Mark()))


def add_file_marks(marks: StoredMarks) -> None:
    """Replaces all marks by these, which come from a file too: what is new among them is in that file."""
    before = session_marks()
    saved_marks().update((key, mark) for key, mark in marks.items() if before.get(key) != mark)
    replace_marks(marks)


def saved_marks() -> dict[MarkKey, Mark]:
    """The marks that are in some file. Downloads get this dict itself: Streamlit makes them outside the page's run."""
    saved: dict[MarkKey, Mark] = st.session_state.setdefault("marks saved", {})
    return saved


def unsaved_marks() -> set[MarkKey]:
    """The keys of the marks that would be lost with the tab."""
    saved = saved_marks()
    return {key for key, mark in session_marks().items() if saved.get(key) != mark}


def _review(joined: Joined, version: tuple[str, int]) -> Review:
    all_marks = session_marks()
    answers = derived("answer keys", version[0], lambda: answer_keys(joined), owner=FILES) if all_marks else {}
    keyed = stored_marks_here(answers, all_marks)
    marks = {custom_id: mark for (custom_id, _), mark in keyed.items()}
    columns: dict[str, list[str]] = {}
    for name, cells in review_columns(joined, marks).items() if marks else ():
        columns[free_name(name, {**joined.columns, **columns})] = cells
    return Review(
        version=version,
        marks=marks,
        progress=review_progress(joined, marks),
        columns=columns,
        others=len(ids_marked_elsewhere(answers, all_marks)),
        digest=sha256(repr(sorted(marks.items())).encode()).hexdigest()[:6] if marks else "",
        keyed_marks=keyed,
    )
