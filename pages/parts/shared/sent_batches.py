"""The batches composed in this session that were downloaded or sent, which Results can use as its input."""

import streamlit as st

from lib.compose import Composition

COMPOSED = "downloaded"
"""The session's key for these batches, the latest last."""

REMOVED_BATCHES = "removed batches"
"""The session's key for the digests of those that Results does not use."""

_MOST = 4


def composed_batches() -> list[Composition]:
    """The batches that were downloaded or sent, the latest last. The list itself may be changed."""
    batches: list[Composition] = st.session_state.setdefault(COMPOSED, [])
    return batches


def keep_composition(composition: Composition, batches: list[Composition]) -> None:
    """Adds a batch to the latest ones. It may be called outside a run of the page."""
    others = [other for other in batches if other.digest != composition.digest]
    batches[:] = [*others[1 - _MOST :], composition]


def use_for_results(composition: Composition, *, alone: bool) -> None:
    """Makes Results use a batch again.

    Args:
        alone: whether it is the only one that Results shall use of those that have any of its ids, since one press
            brought its answers.
    """
    removed: set[str] = st.session_state.setdefault(REMOVED_BATCHES, set())
    removed.discard(composition.digest)
    if alone:
        ids = set(composition.ids)
        removed |= {batch.digest for batch in composed_batches() if not ids.isdisjoint(batch.ids)} - {
            composition.digest
        }
