"""Which label was mistaken for which, as a table whose cells open their rows."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.confusion import matrix_of
from lib.analysis.evaluation import Evaluation, LabelOutcome
from lib.analysis.label_pairs import LabelPairs
from lib.common.phrasing import counted
from pages.parts.results.confusion_matrix import show_confusion_matrix
from pages.parts.results.table_link import choose_one, show_rows_button
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import digest_of

CELL = "quality_cell"
"""The session's key for the cell whose rows are shown: the keys of label and answer, or a label's key and outcome."""

_HEADINGS: dict[str, LabelOutcome] = {"Found": "found", "Missed": "missed", "Wrongly given": "added"}
_LABEL_CHARACTERS = 60


def chosen_cell(evaluation: Evaluation) -> Mapping[str, Sequence[int]]:
    """The rows of the chosen cell, by the name of their filter; empty without a cell."""
    cell: tuple[str, str] | None = st.session_state.get(CELL)
    if cell is None or evaluation.pairs is None or not (rows := _rows(evaluation, evaluation.pairs, *cell)):
        return {}
    return {_flag(evaluation.pairs, *cell): rows}


def show_confusion(evaluation: Evaluation, labels: str, answers: str) -> None:
    """The table, and the rows of the cell that a person clicks.

    Args:
        labels: the name of the right labels; `answers` is that of the answers.
    """
    if (pairs := evaluation.pairs) is None:
        return
    cell = _show_mistaken(pairs, labels, answers) if pairs.are_single else _show_outcomes(evaluation, pairs)
    if cell is None:
        st.caption("Click a number to open its rows.")
        return
    rows = _rows(evaluation, pairs, *cell)
    st.caption(plain(f"{counted(len(rows), 'row is', 'rows are')} {_words(pairs, *cell)}."))
    if rows:
        show_rows_button(rows, "cell", _choose, *cell, _flag(pairs, *cell))


def _show_mistaken(pairs: LabelPairs, labels: str, answers: str) -> tuple[str, str] | None:
    """How often each label got each answer; returns the keys of the chosen cell."""
    matrix = matrix_of(pairs)
    if matrix is None:
        return None
    st.markdown("**Which label was mistaken for which**")
    cell = show_confusion_matrix(matrix, labels, answers, "quality_matrix")
    return cell and (matrix.keys[cell[0]], matrix.keys[cell[1]])


def _show_outcomes(evaluation: Evaluation, pairs: LabelPairs) -> tuple[str, str] | None:
    """How often answers with several labels find, miss or add each; returns the chosen label's key and the outcome."""
    st.markdown("**Which labels were missed or wrongly given**")
    counts = {
        heading: [len(evaluation.rows_of_label(key, outcome)) for key in pairs.keys]
        for heading, outcome in _HEADINGS.items()
    }
    frame = pd.DataFrame({"Label": [truncated(label, _LABEL_CHARACTERS) for label in pairs.labels], **counts})
    chosen = st.dataframe(
        frame,
        hide_index=True,
        width="content",
        alt="How often each label was found, missed or wrongly given",
        key=f"quality_outcomes {digest_of(counts)}",
        on_select="rerun",
        selection_mode="single-cell",
    )
    cells = [(pairs.keys[row], _HEADINGS[column]) for row, column in chosen.selection.cells if column in _HEADINGS]
    return cells[0] if cells else None


def _rows(evaluation: Evaluation, pairs: LabelPairs, first: str, second: str) -> list[int]:
    if pairs.are_single:
        return evaluation.rows_with(first, second)
    outcomes = [outcome for outcome in _HEADINGS.values() if outcome == second]
    return evaluation.rows_of_label(first, outcomes[0]) if outcomes else []


def _words(pairs: LabelPairs, first: str, second: str) -> str:
    """What the rows of a cell are: `labelled good and answered bad`."""
    label, other = truncated(first, 40), truncated(second, 40)
    if pairs.are_single:
        return f"labelled {label} and answered {other}"
    found = {"found": f"labelled and answered {label}", "missed": f"labelled {label}, and the answer misses it"}
    return found.get(second, f"answered {label}, but not labelled so")


def _flag(pairs: LabelPairs, first: str, second: str) -> str:
    words = _words(pairs, first, second)
    return f"{words[:1].upper()}{words[1:]}"


def _choose(first: str, second: str, flag: str) -> None:
    st.session_state[CELL] = (first, second)
    choose_one("results_flags", flag)
