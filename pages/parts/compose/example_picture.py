"""A picture of what the page makes: rows of a sheet, and the answers that come back beside them."""

from html import escape

import streamlit as st

_ROWS = (
    ("2", "Kettle", "It broke after a week.", "bad"),
    ("3", "Tent", "Up in five minutes, dry all night.", "good"),
    ("4", "Lamp", "Bright, but the switch is loose.", "mixed"),
)
_NAMES = ("", "product", "review", "mood")
_LINE = "1px solid color-mix(in srgb, currentColor 20%, transparent)"
_CELL = f"padding: 0.3rem 0.6rem; border: 0; border-bottom: {_LINE}; text-align: left; font-weight: 400"
_ANSWER = f"{_CELL}; background: color-mix(in srgb, var(--primary-color, #0b7285) 12%, transparent); font-weight: 600"


def show_picture() -> None:
    """Three rows with their answers, and what will be here."""
    st.markdown("**What you get**")
    st.caption("Each row of your sheet with the model's answer in a column beside it.")
    lines = [_line("th", _NAMES), *(_line("td", row) for row in _ROWS)]
    st.html(
        '<table aria-label="An example: three reviews, each with its answer in a column of its own" '
        f'style="border-collapse: collapse; font-size: 0.875rem; width: 100%">{"".join(lines)}</table>'
    )
    st.caption("Here the prompt asks for the mood of each review. Load a sheet to see what is sent for your rows.")


def _line(tag: str, cells: tuple[str, ...]) -> str:
    styles = [_CELL] * (len(cells) - 1) + [_ANSWER]
    each = (f'<{tag} style="{style}">{escape(text)}</{tag}>' for style, text in zip(styles, cells, strict=True))
    return f"<tr>{''.join(each)}</tr>"
