"""The view Quality: how many answers are right, judged by a column of the sheet that holds the right labels."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from lib.analysis import evaluate
from lib.analysis.evaluation import Evaluation, wilson_interval
from lib.analysis.scores import score_columns
from lib.common.phrasing import counted
from lib.export import select, write_csv
from pages.parts.results.confusion_matrix import kappa_sentence, show_confusion_matrix
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.results.table_link import choose_one, show_rows_button
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import NO_COLUMN, choose_column
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, digest_of

_LABELS_KEY, _ANSWERS_KEY = "quality_labels", "quality_answers"


class _ComparedColumns(NamedTuple):
    """The column with the right labels, and the one with the answers."""

    labels: str
    answers: str


def flag_wrong_answers(table: TableData) -> TableData:
    """The table with its wrong answers among the flagged rows, if the user chose a column with the right labels."""
    columns = _compared_columns(table)
    if columns is None or not (wrong := _evaluation(table, columns).wrong):
        return table
    flagged = {**table.answer_columns.flagged, _flag(columns): wrong}
    return replace(table, answer_columns=replace(table.answer_columns, flagged=flagged))


def show_quality_view(table: TableData) -> None:
    """The choice of the columns, how many answers are right, and how often each label is which answer."""
    sheet = table.joined.sheet
    if sheet is None or not table.joined.results:
        st.info("Load the sheet and the answers to see how many answers are right.", icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose_column(_LABELS_KEY, "Column with the right labels", sheet.columns, "No column")
        default = _default_answers(table)
        others = [name for name in _columns_of_answers(table) if name != default]
        choose_column(_ANSWERS_KEY, "Column with the answers", others, default)
    if columns := _compared_columns(table):
        _show(table, _evaluation(table, columns), columns)
    else:
        st.caption("Choose a column with the right labels to see how many answers are right.")


def _compared_columns(table: TableData) -> _ComparedColumns | None:
    """The chosen columns, if the table has them."""
    labels, answers = (st.session_state.get(f"{key} wanted", NO_COLUMN) for key in (_LABELS_KEY, _ANSWERS_KEY))
    if table.joined.sheet is None or labels not in table.joined.sheet.columns:
        return None
    return _ComparedColumns(labels, answers if answers in _columns_of_answers(table) else _default_answers(table))


def _columns_of_answers(table: TableData) -> list[str]:
    names = (*table.answer_columns.field_names, table.joined.answer_column, *table.extra_columns)
    return list(dict.fromkeys(names))


def _default_answers(table: TableData) -> str:
    default = default_column(table)
    return default if default in _columns_of_answers(table) else table.joined.answer_column


def _evaluation(table: TableData, columns: _ComparedColumns) -> Evaluation:
    """The scores. An answer that was cut or refused and that a person corrected is complete."""
    cells = table.columns

    def make() -> Evaluation:
        settled = table.corrected.originals.get(columns.answers, ())
        states = ["OK" if row in settled else state for row, state in enumerate(table.joined.rows.states)]
        return evaluate(cells[columns.labels], cells[columns.answers], states)

    return derived("evaluation", (table.digest, columns), make, owner=FILES)


def _show(table: TableData, evaluation: Evaluation, columns: _ComparedColumns) -> None:
    if not evaluation.total:
        st.caption("No row has both a label and a complete answer.")
        return
    right, total = len(evaluation.right), evaluation.total
    st.markdown(f"**{right:,} of {total:,} answers are right ({right / total:.0%})**")
    st.caption(plain(" ".join(_sentences(evaluation))))
    with st.container(horizontal=True):
        if evaluation.wrong:
            show_rows_button(evaluation.wrong, "wrong", choose_one, "results_flags", _flag(columns))
        st.download_button(
            "Download scores as CSV",
            lambda: write_csv(select(score_columns(evaluation))),
            f"{stem_of_table(table.joined)}_scores_{digest_of(table.digest, columns)}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="quality_download",
        )
    if evaluation.matrix:
        show_confusion_matrix(evaluation.matrix, columns.labels, columns.answers)


def _sentences(evaluation: Evaluation) -> Iterator[str]:
    low, high = wilson_interval(len(evaluation.right), evaluation.total)
    yield f"If the labelled rows are a fair sample, the true share is probably between {low:.0%} and {high:.0%}."
    if evaluation.matrix and (kappa := kappa_sentence(evaluation.matrix)):
        yield kappa
    if evaluation.unlabelled:
        yield f"{counted(evaluation.unlabelled, 'answer has', 'answers have')} no label."
    if evaluation.unanswered:
        yield f"{counted(evaluation.unanswered, 'label has', 'labels have')} no complete answer."


def _flag(columns: _ComparedColumns) -> str:
    return f"Differs from {truncated(columns.labels, 40)}"
