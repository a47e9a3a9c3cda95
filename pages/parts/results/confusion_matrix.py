"""How two readings of the same rows agree: a table of labels, and Cohen's kappa in words."""

import pandas as pd
import streamlit as st

from lib.analysis.evaluation import ConfusionMatrix
from pages.parts.shared.formatting import truncated

_CHARACTERS = 60
"""Of a label."""

_INDEX = 150
"""Pixels of the column of labels, so that numbers are in sight on a phone."""


def kappa_sentence(table: ConfusionMatrix) -> str:
    """A sentence; empty where there is nothing beyond chance to tell."""
    if table.kappa is None:
        return ""
    rounded = round(table.kappa, 2) + 0.0  # no -0.00
    return f"Cohen's kappa, the agreement beyond chance, is {rounded:.2f}."


def show_confusion_matrix(table: ConfusionMatrix, down: str, across: str) -> None:
    """How often each label of one reading is which of the other.

    Args:
        down, across: what the readings are called.
    """
    labels = [truncated(label, _CHARACTERS) for label in table.labels]
    index = pd.Index(labels, name=f"{truncated(down, _CHARACTERS)} ↓  {truncated(across, _CHARACTERS)} →")
    frame = pd.DataFrame(list(map(list, table.counts)), index=index, columns=labels)
    widths = {"_index": st.column_config.Column(width=_INDEX)}
    about = f"{table.agreed} of {table.total} pairs agree"
    st.dataframe(frame, width="content", column_config=widths, alt=about)
