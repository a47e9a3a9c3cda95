"""The session's review marks, and those of them that are about the answers on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st

from lib.common.columns import free_name
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
    """What a reader made of the answers of one joined table."""

    version: tuple[str, int]
    """Another one after every change: of the table and of the marks."""

    marks: Marks
    progress: Progress
    columns: Mapping[str, list[str]]
    """The marks as columns of the table, under names that are free in it; none without marks."""

    others: int
    """Marks about other answers under ids of this table."""

    digest: str
    """Of the marks, for the names of files; empty without marks."""

    kept: StoredMarks
    """The marks as the session keeps them."""


def review_of(joined: Joined, digest: str) -> Review:
    """The marks of these answers; made anew only after a change."""
    version = (digest, marks_version())
    return derived("review", version, lambda: _review(joined, version), owner=FILES)


def _review(joined: Joined, version: tuple[str, int]) -> Review:
    kept = session_marks()
    answers = derived("answer keys", version[0], lambda: answer_keys(joined), owner=FILES) if kept else {}
    here = stored_marks_here(answers, kept)
    marks = {custom_id: mark for (custom_id, _), mark in here.items()}
    named: dict[str, list[str]] = {}
    for name, cells in review_columns(joined, marks).items() if marks else ():
        named[free_name(name, {**joined.columns, **named})] = cells
    digest = sha256(repr(sorted(marks.items())).encode()).hexdigest()[:6] if marks else ""
    others = len(ids_marked_elsewhere(answers, kept))
    return Review(version, marks, review_progress(joined, marks), named, others, digest, here)


def session_marks() -> StoredMarks:
    """All marks of the session."""
    kept: StoredMarks = st.session_state.get("marks", {})
    return kept


def marks_version() -> int:
    """Another one after every change of the marks."""
    version: int = st.session_state.get("marks version", 0)
    return version


def replace_marks(kept: StoredMarks) -> None:
    """Replaces all marks of the session."""
    st.session_state["marks"] = kept
    st.session_state["marks version"] = marks_version() + 1


def saved_marks() -> dict[MarkKey, Mark]:
    """The marks that stand in some file; handed to downloads, which Streamlit makes apart from the page."""
    saved: dict[MarkKey, Mark] = st.session_state.setdefault("marks saved", {})
    return saved


def unsaved_marks() -> set[MarkKey]:
    """What closing the tab would lose."""
    saved = saved_marks()
    return {key for key, mark in session_marks().items() if saved.get(key) != mark}


def add_file_marks(kept: StoredMarks) -> None:
    """Replaces all marks by those and a file's: what is new in them stands in that file."""
    before = session_marks()
    saved_marks().update((key, mark) for key, mark in kept.items() if before.get(key) != mark)
    replace_marks(kept)


def update_mark(custom_id: str, answer: str, **said: str) -> None:
    """Says something of one answer (`verdict`, `note`, `corrected`); what else was said of it stays.

    It looks at the marks as they are now: a note and a verdict may come in one go.
    """
    kept = session_marks()
    made = kept.get((custom_id, answer_key(answer))) or kept.get((custom_id, "")) or Mark()
    changes: dict[str, Any] = dict(said)
    replace_marks(set_mark(kept, custom_id, answer, made._replace(**changes)))


def clear_mark(custom_id: str, answer: str) -> None:
    """Takes back all that was said of one answer."""
    replace_marks(set_mark(session_marks(), custom_id, answer, Mark()))
