"""The batches composed in this session that were downloaded or sent, which Results can use as its input."""

import streamlit as st

from lib.compose import Composition

COMPOSED = "downloaded"
"""The session's key for these batches, the latest last."""

_MOST = 4


def composed_batches() -> list[Composition]:
    """The batches that were downloaded or sent, the latest last. The list itself may be changed."""
    batches: list[Composition] = st.session_state.setdefault(COMPOSED, [])
    return batches


def keep_composition(composition: Composition, batches: list[Composition]) -> None:
    """Adds a batch to the latest ones. It may be called outside a run of the page."""
    others = [other for other in batches if other.digest != composition.digest]
    batches[:] = [*others[1 - _MOST :], composition]
