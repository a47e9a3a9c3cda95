"""The labels that people gave by hand in this session, and the rows on the screen that they belong to."""

import streamlit as st

from lib.join import Joined
from lib.review import LabelKeys, StoredLabels, readers_of
from pages.parts.results.session_marks import row_keys
from pages.parts.shared.session import FILES, derived

HAND_LABELS = "hand labels"
"""The session's key for all labels."""

_VERSION = "hand labels version"


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
