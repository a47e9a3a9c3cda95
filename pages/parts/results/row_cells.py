"""The cells of one row, and boxes in which long text scrolls."""

from collections.abc import Sequence
from itertools import islice

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.sheets import Sheet
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

_MOST_CELLS = 60
_CELL_CHARACTERS = 5_000
_LONG_TEXT = 1_500
"""Characters beyond which a text scrolls in a box of its own."""

_BOX_HEIGHT, _NAME_WIDTH = 420, 112
"""Pixels of such a box, and of a column's name beside its cell."""

_ROWS_COMPARED = 200
"""Number of rows in which the longest text is looked for."""


def show_cells(cells: Sequence[tuple[str, str]]) -> None:
    """Each cell unchanged beside the name of its column."""
    with scroll_box(sum(len(text) for _, text in cells)), st.container(gap="xsmall"):
        for name, text in cells[:_MOST_CELLS]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(plain(name), width=_NAME_WIDTH)
                st.text(truncated(text, _CELL_CHARACTERS) or "(empty)", width="stretch")
    if len(cells) > _MOST_CELLS:
        st.caption(f"The downloads have {len(cells) - _MOST_CELLS} more columns.")


def longest_column(sheet: Sheet) -> str:
    """The column with the longest texts, which most prompts are about."""
    return derived(f"longest column {sheet.digest}", sheet.digest, lambda: _longest_column(sheet), owner=FILES)


def _longest_column(sheet: Sheet) -> str:
    return max(sheet.columns, key=lambda name: sum(map(len, islice(sheet.column(name), _ROWS_COMPARED))), default="")


def scroll_box(characters: int) -> DeltaGenerator:
    """A container for so much text: long text scrolls in it, so that the rest of the row stays in sight."""
    return st.container(height=_BOX_HEIGHT if characters > _LONG_TEXT else "content")
