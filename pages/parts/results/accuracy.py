"""How right the answers are, by a column of the sheet that says what they should be."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from lib.analysis import evaluate
from lib.analysis.evaluation import Evaluation, wilson_interval
from lib.common.phrasing import counted
from pages.parts.results.confusion_matrix import kappa_sentence, show_confusion_matrix
from pages.parts.results.table_data import TableData
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import NO_COLUMN, choose_one
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived

_LABELS, _SAID = "results_truth_column", "results_truth_answer"


class _Chosen(NamedTuple):
    """The column of the sheet, and the one that is to be like it."""

    labels: str
    said: str


def flag_wrong_answers(table: TableData) -> TableData:
    """The table with its wrong answers among the rows that deserve a look, if a column says which they are."""
    chosen = _chosen(table)
    if chosen is None or not (wrong := _judged(table, chosen).wrong):
        return table
    flagged = {**table.answers.flagged, f"Differs from {truncated(chosen.labels, 40)}": wrong}
    return replace(table, answers=replace(table.answers, flagged=flagged))


def show_accuracy(table: TableData) -> None:
    """The choice of the columns, how many answers are right, and which labels were taken for which."""
    sheet = table.joined.sheet
    if sheet is None or not table.joined.results:
        return
    panel = st.expander(
        "Check against a column of the sheet", icon=":material/verified:", key="results_truth", on_change="rerun"
    )
    if not panel.open:
        return
    with panel:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choose_one(_LABELS, "What it should say", sheet.columns, "No column")
            usual = _usual(table)
            choose_one(_SAID, "What the answer says", [name for name in _sayings(table) if name != usual], usual)
        if chosen := _chosen(table):
            _show(_judged(table, chosen), chosen)
        else:
            st.caption("Choose a column with labels that were given by hand, to see how many of the answers are right.")


def _chosen(table: TableData) -> _Chosen | None:
    """What is chosen, as far as the table has it."""
    wanted = [st.session_state.get(f"{key} wanted", NO_COLUMN) for key in (_LABELS, _SAID)]
    if table.joined.sheet is None or wanted[0] not in table.joined.sheet.columns:
        return None
    return _Chosen(wanted[0], wanted[1] if wanted[1] in _sayings(table) else _usual(table))


def _sayings(table: TableData) -> list[str]:
    """The columns that say what came back."""
    return list(dict.fromkeys((*table.answers.inside, table.joined.answer_column, *table.more)))


def _usual(table: TableData) -> str:
    usual = default_column(table)
    return usual if usual in _sayings(table) else table.joined.answer_column


def _judged(table: TableData, chosen: _Chosen) -> Evaluation:
    columns = table.columns
    return derived(
        "judged",
        (table.digest, chosen),
        lambda: evaluate(columns[chosen.labels], columns[chosen.said], table.joined.rows.states),
        owner=FILES,
    )


def _show(found: Evaluation, chosen: _Chosen) -> None:
    if not found.total:
        st.caption("No row has both a label and a whole answer.")
        return
    low, high = wilson_interval(len(found.right), found.total)
    st.markdown(f"**{len(found.right):,} of {found.total:,} are right ({len(found.right) / found.total:.0%})**")
    said = [f"If the labelled rows are a fair sample, the true share is probably between {low:.0%} and {high:.0%}."]
    if found.table:
        said.append(kappa_sentence(found.table))
    if found.unlabelled:
        said.append(f"{counted(found.unlabelled, 'answer')} without a label.")
    if found.unanswered:
        said.append(f"{counted(found.unanswered, 'label')} without a whole answer.")
    st.caption(plain(" ".join(filter(None, said))))
    if found.table:
        show_confusion_matrix(found.table, chosen.labels, chosen.said)
    if found.wrong:
        st.caption(f"“Differs from {plain(truncated(chosen.labels, 40))}” above the table shows the others alone.")
