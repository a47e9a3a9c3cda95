"""The editable table of a codebook. The session holds its labels, so that a reload and saved settings keep them."""

import secrets
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from lib.compose.codebook import Codebook, CodebookKind, Label

_MOST_SCORES = 11
"""Most scores that each get a line of their own from the start."""

_BLANK_LINES = 3
"""Lines of a table without labels, to type into."""

_NAME = 110
"""Pixels of the column with the labels."""

_COLUMNS = ("name", "meaning", "examples")


def labels_key(key: str) -> str:
    """The session's key for the labels in the table of an answer column."""
    return f"{key} labels"


def set_labels(key: str, labels: Iterable[Label]) -> None:
    """Replaces the labels in the table."""
    st.session_state[labels_key(key)] = tuple(labels)
    renew_table(key)


def renew_table(key: str) -> None:
    """Draws a new table from the labels in the session: Streamlit cannot set the cells of a table that is drawn."""
    st.session_state.pop(f"{key} table", None)


def show_table(number: int, key: str, codebook: Codebook) -> None:
    """The table of answer column `number`, and its labels as they are now in the session."""
    table = f"{key} table {st.session_state.get(f'{key} table', '')}"
    if table not in st.session_state:  # new, or not drawn for a while: its edits are in the labels already
        st.session_state[f"{key} table"] = token = secrets.token_hex(4)
        st.session_state[f"{key} base"] = _lines(codebook)
        table = f"{key} table {token}"
    base: list[Label] = st.session_state[f"{key} base"]
    name = "Score" if codebook.kind == "Score" else "Label"
    edited = st.data_editor(
        pd.DataFrame([[getattr(label, part) for part in _COLUMNS] for label in base], columns=_COLUMNS, dtype=str),
        key=table,
        num_rows="dynamic",
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(name, width=_NAME, default=""),
            "meaning": st.column_config.TextColumn("What it means", width="medium", default=""),
            "examples": st.column_config.TextColumn("Examples", width="small", default=""),
        },
        alt=f"Codebook of answer column {number}: a line for each {name.lower()}, with its meaning and examples",
    )
    st.session_state[labels_key(key)] = _labels(edited, codebook.kind)


def _lines(codebook: Codebook) -> list[Label]:
    """The labels as lines of the table; of a short range, a line for every score."""
    if codebook.kind == "Score" and len(codebook.scores) <= _MOST_SCORES:
        scores = {str(score): Label(str(score)) for score in codebook.scores}
        return [*(scores | {label.name: label for label in codebook.labels}).values()]
    return [*codebook.labels, *[Label("")] * (_BLANK_LINES - len(codebook.labels))]


def _labels(edited: pd.DataFrame, kind: CodebookKind) -> tuple[Label, ...]:
    """The labels in the table, without empty lines and without scores that have no meaning."""
    cells = edited.fillna("").astype(str)
    labels = [Label(name.strip(), meaning, examples) for name, meaning, examples in cells.itertuples(index=False)]
    return tuple(
        label for label in labels if (label.meaning + label.examples).strip() or (label.name and kind != "Score")
    )
