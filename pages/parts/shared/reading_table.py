"""A small table of text as HTML: the first rows of a sheet under one reading."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.parts.shared.formatting import truncated

_ROWS, _COLUMNS, _CHARACTERS = 4, 6, 80
"""How much of a reading is shown."""

_LINE = "1px solid color-mix(in srgb, currentColor 25%, transparent)"
_TABLE = "border-collapse: collapse; font-size: 0.875rem; line-height: 1.3"
_CELL = (
    "padding: 0.2rem 0.75rem 0.2rem 0; max-width: 18rem; overflow: hidden; text-overflow: ellipsis; "
    "white-space: nowrap; text-align: left; border: 0"
)
_NAME = f"{_CELL}; font-weight: 600; border-bottom: {_LINE}"


def show_reading_rows(rows: Sequence[Sequence[str]]) -> None:
    """The first rows, that with the names first. Every character of the sheet is escaped."""
    names, *body = rows or [()]
    lines = [_line("th", _NAME, names), *(_line("td", _CELL, row) for row in body[:_ROWS])]
    st.html(f'<div style="overflow-x: auto"><table style="{_TABLE}">{"".join(lines)}</table></div>')


def _line(tag: str, style: str, cells: Sequence[str]) -> str:
    texts = [" ".join(truncated(cell, _CHARACTERS).split()) for cell in cells[:_COLUMNS]]
    if len(cells) > _COLUMNS:
        texts.append("…")
    return "<tr>" + "".join(f'<{tag} style="{style}">{escape(text)}</{tag}>' for text in texts) + "</tr>"
