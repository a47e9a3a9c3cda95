"""The view Quality: how many answers are right, judged by labels that people gave."""

from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from lib.analysis.evaluation import Evaluation
from lib.analysis.scores import Scores, score_columns, scores_of
from lib.common.phrasing import counted, listed_names
from lib.export import select, write_csv
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.label_sources import show_sheet_match
from pages.parts.results.quality_choice import (
    WITH_EXAMPLES,
    QualityChoice,
    choose_quality,
    choose_several,
    chosen_quality,
    evaluation_of,
)
from pages.parts.results.quality_confusion import chosen_cell, show_confusion
from pages.parts.results.quality_figures import show_all_figures, show_label_scores, show_main_figures
from pages.parts.results.quality_shares import show_shares
from pages.parts.results.readers_view import show_readers
from pages.parts.results.session_labels import session_sample
from pages.parts.results.sources import JoinOptions
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.results.table_link import choose_one, show_labelling_button, show_rows_button
from pages.parts.shared.column_picker import choose_columns, wanted_columns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, digest_of

TASKS = "Score the answers", "Compare readers"

TASK = "quality_task"

ORDER = "quality_order"
"""The session's key for the order of the labels."""


def flag_wrong_answers(table: TableData, inputs: LoadedInputs) -> TableData:
    """The table with its wrong answers among the flagged rows, if a person chose right labels."""
    choice = chosen_quality(table, inputs)
    if choice is None:
        return table
    evaluation = evaluation_of(table, choice)
    flagged = {**table.answer_columns.flagged}
    if evaluation.wrong:
        flagged[_wrong_flag(choice)] = evaluation.wrong
    flagged |= chosen_cell(evaluation)
    return replace(table, answer_columns=replace(table.answer_columns, flagged=flagged))


def show_quality_view(table: TableData, inputs: LoadedInputs, options: JoinOptions) -> None:
    """The choice of the task, and the task."""
    if not table.joined.results or (table.joined.sheet is None and not table.label_columns):
        st.info("Load the sheet and the answers to see how many answers are right.", icon=":material/info:")
        return
    task = st.segmented_control(
        "Task",
        TASKS,
        default=TASKS[0],
        key=TASK,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    if task == TASKS[1]:
        show_readers(table, inputs, options)
    else:
        _show_scoring(table, inputs)


def _show_scoring(table: TableData, inputs: LoadedInputs) -> None:
    """The choice of labels and answers, how many answers are right, and for which labels they are not."""
    choose_quality(table, inputs)
    choice = chosen_quality(table, inputs)
    if choice is None:
        st.caption("Choose a column with the right labels, or label some rows yourself, to see how many are right.")
        show_labelling_button()
        return
    if choice.source.sheet is not None:
        show_sheet_match(table, choice.source.sheet)
    evaluation = evaluation_of(table, choice)
    if evaluation.total:
        _show_scores(table, evaluation, choice)
    else:
        _show_nothing_scored(evaluation)
    choose_several(choice.answers)


def _show_nothing_scored(evaluation: Evaluation) -> None:
    st.caption("No row has both a label and an OK answer.")
    for sentence in _coverage(evaluation):
        st.caption(plain(sentence))
    _show_examples_switch(evaluation)


def _show_scores(table: TableData, evaluation: Evaluation, choice: QualityChoice) -> None:
    order = wanted_columns(ORDER, evaluation.pairs.labels) if evaluation.pairs else ()
    key = (table.digest, choice.digest, order)
    scores = derived("scores", key, lambda: scores_of(evaluation, order), owner=FILES)
    show_main_figures(evaluation, scores)
    _warn_of_sample(choice)
    if coverage := " ".join(_coverage(evaluation)):
        st.caption(plain(coverage))
    _show_examples_switch(evaluation)
    _show_buttons(table, evaluation, scores, choice, digest_of(*key))
    if scores.labels:
        show_label_scores(scores)
    if evaluation.pairs:
        show_confusion(evaluation, choice.labels, choice.answers)
    if scores.shares:
        show_shares(scores.shares)
    with st.expander("All figures", icon=":material/functions:", key="quality_details"):
        show_all_figures(scores)
        _choose_order(evaluation)


def _warn_of_sample(choice: QualityChoice) -> None:
    """What the figures do not say if a reader labelled rows that were not drawn at random."""
    sample = session_sample() if choice.source.column else None
    if sample is None or sample.column != choice.source.column or sample.is_fair:
        return
    way = sample.way[0].lower() + sample.way[1:]
    holds = "" if sample.way != "The same number for each label" else " The corrected shares below hold for all rows."
    st.caption(f":material/warning: The sample was drawn like this: {way}. So these figures are of the sample.{holds}")


def _show_buttons(table: TableData, evaluation: Evaluation, scores: Scores, choice: QualityChoice, digest: str) -> None:
    with st.container(horizontal=True):
        if evaluation.wrong:
            show_rows_button(evaluation.wrong, "wrong", choose_one, "results_flags", _wrong_flag(choice))
        st.download_button(
            "Download scores as CSV",
            lambda: write_csv(select(score_columns(scores))),
            f"{stem_of_table(table.joined)}_scores_{digest}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="quality_download",
        )


def _coverage(evaluation: Evaluation) -> Iterator[str]:
    """Which rows have no score, and why."""
    if count := sum(evaluation.unanswered.values()):
        reasons = listed_names(f"{number:,} {reason}" for reason, number in evaluation.unanswered.items())
        yield f"{counted(count, 'labelled row has', 'labelled rows have')} no OK answer ({reasons})."
    if evaluation.unlabelled:
        yield f"{counted(evaluation.unlabelled, 'OK answer has', 'OK answers have')} no label."


def _show_examples_switch(evaluation: Evaluation) -> None:
    """Rows that the prompt quotes are easy: they are left out, unless a person wants them."""
    with_examples = bool(st.session_state.get(WITH_EXAMPLES))
    if not evaluation.apart and not with_examples:
        return
    if evaluation.apart:
        rows = counted(len(evaluation.apart), "labelled row is an example", "labelled rows are examples")
        st.caption(f":material/school: {rows} in the prompt. The model knew the answer, so the scores leave them out.")
    st.toggle("Score examples of the prompt too", key=WITH_EXAMPLES, persist_state="session")


def _choose_order(evaluation: Evaluation) -> None:
    """The order of labels that are not numbers, which weighted figures need."""
    pairs = evaluation.pairs
    if pairs is None or pairs.scale or not pairs.are_single or len(pairs.labels) < 3:
        return
    choose_columns(ORDER, "Order of the labels, lowest first", list(pairs.labels), "They have no order")
    if wanted_columns(ORDER, pairs.labels):
        st.caption("Choose all labels to see figures that count near misses as smaller errors.")


def _wrong_flag(choice: QualityChoice) -> str:
    return f"Differs from {truncated(choice.labels, 40)}"
