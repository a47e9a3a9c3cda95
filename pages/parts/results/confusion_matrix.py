"""How two labellings of the same rows agree: a table of labels, and Cohen's kappa in a sentence."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from lib.analysis.confusion import ConfusionMatrix
from lib.common.own_columns import numbered_name
from pages.parts.results.quality_figures import number_text
from pages.parts.shared.formatting import truncated
from pages.parts.shared.session import digest_of

_LABEL_CHARACTERS = 60

_LABEL_WIDTH = 150
"""Pixels of the first column, so that the numbers are in sight on a phone."""


def kappa_sentence(matrix: ConfusionMatrix) -> str:
    """Cohen's kappa in a sentence; empty where it is not defined."""
    kappa = matrix.kappa()
    return "" if kappa.value is None else f"Cohen's kappa, the agreement beyond chance, is {number_text(kappa)}."


def show_confusion_matrix(
    matrix: ConfusionMatrix, row_name: str, column_name: str, key: str | None = None
) -> tuple[int, int] | None:
    """How often each label of one labelling is which label of the other.

    Args:
        row_name: the labelling whose labels name the rows; `column_name` names the columns.
        key: with it, a cell can be chosen; its row and column are returned.
    """
    labels = _names(matrix.labels)
    corner = f"{truncated(row_name, _LABEL_CHARACTERS)} ↓  {truncated(column_name, _LABEL_CHARACTERS)} →"
    frame = pd.DataFrame(list(map(list, matrix.counts)), index=pd.Index(labels, name=corner), columns=labels)
    widths = {"_index": st.column_config.Column(width=_LABEL_WIDTH)}
    summary = f"{matrix.agreed} of {matrix.total} pairs agree"
    if key is None:
        st.dataframe(frame, width="content", column_config=widths, alt=summary)
        return None
    chosen = st.dataframe(
        frame,
        width="content",
        column_config=widths,
        alt=summary,
        key=f"{key} {digest_of(matrix.labels, matrix.counts)}",
        on_select="rerun",
        selection_mode="single-cell",
    )
    for row, column in chosen.selection.cells:
        if column in labels:
            return row, labels.index(column)
    return None


def _names(labels: Sequence[str]) -> list[str]:
    """The labels, short enough for a table, and all different."""
    names: dict[str, str] = {}
    for label in labels:
        name = numbered_name(truncated(label, _LABEL_CHARACTERS), names)
        names[name] = name
    return list(names)
