"""The labels that people gave by hand in this session, the sample, and the rows on the screen that they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import streamlit as st

from lib.common.own_columns import Cell
from lib.join import Joined
from lib.review import HandLabel, LabelKeys, StoredLabels, labels_by, readers_of
from lib.review.hand_labels import label_column_names, label_text
from lib.review.label_sample import LabelSample
from pages.parts.results.session_marks import row_keys
from pages.parts.shared.session import FILES, derived, digest_of

HAND_LABELS, LABEL_SAMPLE, LABELS_SAVED = "hand labels", "label sample", "labels saved"
"""The session's keys for all labels, for the sample, and for the labels that are in some file."""

_VERSION = "hand labels version"


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels of the rows of one joined table, as columns."""

    version: int = 0
    """Changes with every change of the labels."""

    cells: Mapping[tuple[str, str], Sequence[Cell]] = field(default_factory=dict)
    """The labels by reader and by column of the answers."""

    digest: str = ""
    """Digest of the labels, for the names of files; empty without labels."""

    def columns(self, taken: Mapping[str, object]) -> dict[str, Sequence[Cell]]:
        """The columns under free names."""
        names = label_column_names(list(self.cells), taken)
        return dict(zip(names, self.cells.values(), strict=True))


def session_labels() -> StoredLabels:
    """All labels of the session."""
    labels: StoredLabels = st.session_state.get(HAND_LABELS, ())
    return labels


def labels_version() -> int:
    """Number of changes to the labels so far."""
    version: int = st.session_state.get(_VERSION, 0)
    return version


def replace_labels(labels: StoredLabels) -> None:
    """Replaces all labels of the session."""
    st.session_state[HAND_LABELS] = labels
    st.session_state[_VERSION] = labels_version() + 1


def session_sample() -> LabelSample | None:
    """The sample that was drawn last."""
    sample: LabelSample | None = st.session_state.get(LABEL_SAMPLE)
    return sample


def replace_sample(sample: LabelSample | None) -> None:
    """Takes another sample; the labels of the last one stay."""
    st.session_state[LABEL_SAMPLE] = sample


def label_keys(joined: Joined, digest: str) -> LabelKeys:
    """The keys that say which labels belong to the rows of a table.

    Args:
        digest: the digest of what the table was joined from (`table.version[0]`).
    """
    return derived("label keys", digest, lambda: LabelKeys(row_keys(joined, digest)), owner=FILES)


def readers_here(joined: Joined, digest: str) -> dict[tuple[str, str], int]:
    """Number of labels of rows of this table, by reader and by column of the answers."""
    key = (digest, labels_version())
    return derived("label readers", key, lambda: readers_of(session_labels(), label_keys(joined, digest)), owner=FILES)


def row_labels(joined: Joined, digest: str) -> RowLabels:
    """The labels of these rows; made again only after a change."""
    if not session_labels():
        return RowLabels(labels_version())
    return derived("row labels", (digest, labels_version()), lambda: _row_labels(joined, digest), owner=FILES)


def _row_labels(joined: Joined, digest: str) -> RowLabels:
    stored, keys = session_labels(), label_keys(joined, digest)
    cells: dict[tuple[str, str], Sequence[Cell]] = {}
    for reader, column in readers_here(joined, digest):
        labels = labels_by(stored, reader, column, keys)
        cells[reader, column] = [label_text(label and label.values) for label in labels]
    return RowLabels(labels_version(), cells, digest_of(stored)[:6] if cells else "")


def saved_labels() -> set[HandLabel]:
    """The labels that are in some file. Downloads get this set itself: Streamlit makes them outside the page's run."""
    saved: set[HandLabel] = st.session_state.setdefault(LABELS_SAVED, set())
    return saved


def note_saved_labels(labels: Iterable[HandLabel]) -> None:
    """Says that these labels are in a file."""
    saved_labels().update(labels)


def has_unsaved_labels() -> bool:
    """Whether a label would be lost with the tab."""
    return not saved_labels().issuperset(session_labels())


def moment() -> str:
    """The date and time now in UTC, as labels and samples have it."""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
