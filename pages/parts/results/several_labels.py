"""Columns whose cells hold several labels, and each of their labels as a column of 0 and 1."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from lib.analysis.row_labels import RowLabels, several_labels
from lib.analysis.several_labels import indicator_columns
from lib.common.own_columns import Cell, free_name
from lib.join import Joined
from lib.review.corrections import Corrected
from pages.parts.results.answer_columns import LABEL_COLUMNS, ColumnsFromAnswers
from pages.parts.shared.session import FILES, derived, set_defaults

_SAMPLE = 200


def several_key(column: str) -> str:
    """The session's key for the switch that reads a column's cells as several labels."""
    return f"several labels {column}"


def holds_several(answers: ColumnsFromAnswers, column: str, cells: Sequence[Cell]) -> bool:
    """As a person chose; else whether the schema allows several values, or the cells are lists."""
    if (chosen := st.session_state.get(several_key(column))) is not None:
        return bool(chosen)
    allowed = answers.allowed.get(column)
    is_list = allowed.kind == "several" if allowed else column in answers.list_columns or _are_lists(cells)
    set_defaults({several_key(column): is_list})
    return is_list


def _are_lists(cells: Sequence[Cell]) -> bool:
    texts = [text for cell in cells[:_SAMPLE] if (text := str(cell or "").strip())]
    return bool(texts) and 2 * sum(text.startswith("[") and text.endswith("]") for text in texts) > len(texts)


def with_label_columns(
    answers: ColumnsFromAnswers, table: Joined, corrected: Corrected, digest: str
) -> ColumnsFromAnswers:
    """The columns with those of 0 and 1, if they are switched on.

    Args:
        table: the joined table with its corrected answers.
        digest: digest of all answers and corrections.
    """
    cells: dict[str, Sequence[Cell]] = {name: answers.columns[name] for name in answers.field_names}
    cells[table.answer_column] = table.columns[table.answer_column]
    several = [name for name, column in cells.items() if name != answers.check and holds_several(answers, name, column)]
    answers = replace(answers, several=several)
    if not several or not st.session_state.get(LABEL_COLUMNS):
        return answers

    def make() -> Mapping[str, Sequence[Cell]]:
        columns: dict[str, Sequence[Cell]] = {}
        for name in several:
            for label, indicators in indicator_columns(ok_labels(table, corrected, name, cells[name])).items():
                columns[free_name(f"{name}: {label}", {**table.columns, **answers.columns, **columns})] = indicators
        return columns

    added = derived("label columns", (digest, *several, *answers.columns), make, owner=FILES)
    return replace(
        answers,
        columns={**answers.columns, **added},
        number_columns=answers.number_columns.union(added),
        label_columns=tuple(added),
    )


def ok_labels(table: Joined, corrected: Corrected, name: str, cells: Sequence[Cell]) -> list[RowLabels]:
    """The labels of each row whose answer is OK, or was corrected; None for others."""
    settled = corrected.originals.get(name, ())
    states = table.rows.states
    return several_labels(cell if states[row] == "OK" or row in settled else "" for row, cell in enumerate(cells))
