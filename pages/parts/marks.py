"""The session's review marks, and those of them that are about the answers on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st

from lib.join import Joined
from lib.kept_marks import Kept, about_others, answer_key, answer_keys, keep, marks_here
from lib.review import Mark, Marks, Progress, progress, review_columns
from lib.table import free_name
from pages.parts.state import derived


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

    whole: bool
    """Whether these are all marks of the session."""


def review_of(joined: Joined, digest: str) -> Review:
    """The marks of these answers; made anew only after a change."""
    version = (digest, st.session_state.get("marks version", 0))
    return derived("review", version, lambda: _review(joined, version))


def _review(joined: Joined, version: tuple[str, int]) -> Review:
    kept = kept_marks()
    answers = derived("answer keys", version[0], lambda: answer_keys(joined)) if kept else {}
    marks = marks_here(answers, kept)
    named: dict[str, list[str]] = {}
    for name, cells in review_columns(joined, marks).items() if marks else ():
        named[free_name(name, {**joined.columns, **named})] = cells
    digest = sha256(repr(sorted(marks.items())).encode()).hexdigest()[:6] if marks else ""
    others = len(about_others(answers, kept))
    return Review(version, marks, progress(joined, marks), named, others, digest, len(marks) == len(kept))


def kept_marks() -> Kept:
    """All marks of the session."""
    kept: Kept = st.session_state.get("marks", {})
    return kept


def set_marks(kept: Kept) -> None:
    """Replaces all marks of the session."""
    st.session_state["marks"] = kept
    st.session_state["marks version"] = st.session_state.get("marks version", 0) + 1


def saved_versions() -> list[int]:
    """The marks' last version that went into a file; handed to downloads, which Streamlit makes apart from the page."""
    saved: list[int] = st.session_state.setdefault("marks saved", [0])
    return saved


def has_unsaved() -> bool:
    """Whether closing the tab would lose marks."""
    return bool(kept_marks()) and st.session_state.get("marks version", 0) != saved_versions()[0]


def add_from_file(kept: Kept) -> None:
    """Takes marks that a file has: what was saved before is so still."""
    unsaved = has_unsaved()
    set_marks(kept)
    if not unsaved:
        saved_versions()[0] = st.session_state["marks version"]


def say(custom_id: str, answer: str, **said: str) -> None:
    """Says something of one answer (`verdict`, `note`, `corrected`); what else was said of it stays.

    It looks at the marks as they are now: a note and a verdict may come in one go.
    """
    kept = kept_marks()
    made = kept.get((custom_id, answer_key(answer))) or kept.get((custom_id, "")) or Mark()
    changes: dict[str, Any] = dict(said)
    set_marks(keep(kept, custom_id, answer, made._replace(**changes)))


def unsay(custom_id: str, answer: str) -> None:
    """Takes back all that was said of one answer."""
    set_marks(keep(kept_marks(), custom_id, answer, Mark()))
