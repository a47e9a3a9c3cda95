"""The marks and corrections of the session, and those of them that belong to the answers on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib.join import Joined
from lib.review import Mark, MarkKey, RowKeys
from lib.review.corrections import Edit, correct, undo
from lib.review.mark_store import StoredMarks, mark_of, marks_here, set_mark
from lib.review.marks import Progress, RowMarks, check_progress
from pages.parts.shared.session import FILES, derived, digest_of

CORRECTIONS_MADE = "corrections made"
"""The session's key for the changes of corrections that can be undone."""


@dataclass(frozen=True, slots=True)
class Review:
    """The marks of the answers of one joined table."""

    version: tuple[str, int]
    """Changes with the table and with every change of the marks."""

    marks: RowMarks
    progress: Progress
    row_keys: RowKeys | None
    """The keys of the table's answers; None without marks."""

    digest: str
    """Digest of the marks, for the names of files; empty without marks."""

    corrections_digest: str
    """Digest of the corrections alone; empty without corrections."""

    corrections_elsewhere: int
    """Number of answers with corrections in the session that are not among these."""

    keys: Mapping[int, MarkKey]
    """The keys of the marks in the session, by row."""

    @property
    def corrected(self) -> set[str]:
        """The bare names of the columns with corrections."""
        return {each.column for mark in self.marks.values() for each in mark.corrections}


def review_of(joined: Joined, digest: str, slot: str = "review") -> Review:
    """The marks of these answers; made again only after a change."""
    version = (digest, marks_version())
    return derived(slot, version, lambda: _review(joined, version), owner=FILES)


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


def update_mark(key: MarkKey, **changes: str) -> None:
    """Changes the `verdict` or the `note` of one answer's mark and keeps the rest of it.

    It reads the marks as they are now, since a note and a verdict may arrive in one run.
    """
    marks = session_marks()
    fields: dict[str, Any] = dict(changes)
    replace_marks(set_mark(marks, key, mark_of(marks, key)._replace(**fields)))


def clear_mark(key: MarkKey) -> None:
    """Removes the verdict and the note of one answer; its corrections stay."""
    update_mark(key, verdict="", note="")


def correct_answer(key: MarkKey, column: str, text: str, original: str) -> None:
    """Corrects one column of an answer; the original text removes the correction."""
    marks, edit = correct(session_marks(), key, column, text, original)
    if edit:
        replace_marks(marks)
        edits().append(edit)


def undo_correction() -> Edit:
    """Undoes the last change of a correction, and returns it."""
    edit = edits().pop()
    replace_marks(undo(session_marks(), edit))
    return edit


def edits() -> list[Edit]:
    """The changes of corrections that can be undone, the last one last."""
    made: list[Edit] = st.session_state.setdefault(CORRECTIONS_MADE, [])
    return made


def remove_all_marks() -> None:
    """Removes all marks and corrections of the session, with what could be undone."""
    replace_marks({})
    edits().clear()


def row_keys(joined: Joined, digest: str) -> RowKeys:
    """The keys of the table's answers."""
    return derived("answer keys", digest, lambda: RowKeys(joined), owner=FILES)


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
    stored = session_marks()
    keys = row_keys(joined, version[0]) if stored else None
    here = marks_here(keys, stored) if keys else {}
    marks = {row: stored[key] for row, key in here.items()}
    written = sorted((str(key), stored[key]) for key in here.values())
    corrections = [(key, mark.corrections) for key, mark in written if mark.corrections]
    return Review(
        version=version,
        marks=marks,
        progress=check_progress(joined, marks),
        row_keys=keys if marks else None,
        digest=digest_of(written)[:6] if marks else "",
        corrections_digest=digest_of(corrections)[:6] if corrections else "",
        corrections_elsewhere=sum(bool(stored[key].corrections) for key in stored.keys() - here.values()),
        keys=here,
    )
