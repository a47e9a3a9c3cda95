"""The cells of one row, and boxes in which long text scrolls."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.shared.formatting import plain, truncated

_MOST_CELLS = 60
_CELL_CHARACTERS = 5_000
_LONG_TEXT = 1_500
"""Characters beyond which a text scrolls in a box of its own."""

_BOX_HEIGHT = 420
"""Pixels."""


def show_cells(cells: Sequence[tuple[str, str]]) -> None:
    """Each cell unchanged under the name of its column."""
    with scroll_box(sum(len(text) for _, text in cells)):
        for name, text in cells[:_MOST_CELLS]:
            with st.container(gap="xxsmall"):
                st.caption(plain(name))
                st.text(truncated(text, _CELL_CHARACTERS) or "(empty)")
    if len(cells) > _MOST_CELLS:
        st.caption(f"The downloads have {len(cells) - _MOST_CELLS} more columns.")


def scroll_box(characters: int) -> DeltaGenerator:
    """A container for so much text: long text scrolls in it, so that the rest of the row stays in sight."""
    return st.container(height=_BOX_HEIGHT if characters > _LONG_TEXT else "content")
