"""What Quality compares: the right labels, the column with the answers, and how both are read."""

from typing import NamedTuple

import streamlit as st

from lib.analysis import evaluate
from lib.analysis.evaluation import Evaluation
from lib.analysis.prompt_examples import rows_in_prompt
from lib.common.own_columns import bare_name
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.label_sources import LabelSource, column_source, label_sources
from pages.parts.results.several_labels import holds_several, several_key
from pages.parts.results.table_data import TableData
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import choose_column, wanted_column
from pages.parts.shared.session import FILES, derived

LABELS, ANSWERS, WITH_EXAMPLES = "quality_labels", "quality_answers", "quality_with_examples"


class QualityChoice(NamedTuple):
    """What is compared."""

    labels: str
    """Name of the source of the right labels."""

    answers: str
    """The column with the answers."""

    source: LabelSource
    are_several: bool
    """Whether a cell may hold several labels."""

    with_examples: bool
    """Whether rows are scored that are examples in the prompt."""

    @property
    def digest(self) -> tuple[object, ...]:
        return (self.labels, self.source.digest, self.answers, self.are_several, self.with_examples)


def chosen_quality(table: TableData, inputs: LoadedInputs) -> QualityChoice | None:
    """The choice as it is now; its widgets need not be drawn. None until a person chooses right labels."""
    if not st.session_state.get(f"{LABELS} wanted"):
        return None
    sources = label_sources(table, inputs)
    labels = wanted_column(LABELS, sources)
    if not labels:
        return None
    answers = wanted_column(ANSWERS, columns_of_answers(table)) or default_answers(table, sources[labels])
    with_examples = bool(st.session_state.get(WITH_EXAMPLES))
    return QualityChoice(labels, answers, sources[labels], are_several(table, answers), with_examples)


def choose_quality(table: TableData, inputs: LoadedInputs) -> None:
    """The fields for right labels and answers."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sources = label_sources(table, inputs)
        readers = [name for name, source in sources.items() if source.column]
        if len(readers) == 1:  # else a person chooses
            st.session_state.setdefault(f"{LABELS} wanted", readers[0])
        labels = choose_column(LABELS, "Column with the right labels", list(sources), "No column")
        default = default_answers(table, sources.get(labels))
        others = [name for name in columns_of_answers(table) if name != default]
        choose_column(ANSWERS, "Column with the answers", others, default)


def choose_several(answers: str) -> None:
    """The switch that reads each cell as several labels."""
    st.toggle(
        "A cell may hold several labels",
        key=several_key(answers),
        persist_state="session",
        help="Reads lists, and words with semicolons, commas or bars between. Each label then counts on its own.",
    )


def are_several(table: TableData, answers: str) -> bool:
    """Whether a cell of the column may hold several labels."""
    return holds_several(table.answer_columns, answers, table.columns[answers])


def columns_of_answers(table: TableData) -> list[str]:
    names = (*table.answer_columns.field_names, table.joined.answer_column, *table.extra_columns)
    return list(dict.fromkeys(names))


def default_answers(table: TableData, source: LabelSource | None = None) -> str:
    """The column that the labels are about, if they are a reader's; else the first column of labels."""
    names = columns_of_answers(table)
    labelled = [name for name in names if source and bare_name(name) == source.column]
    return labelled[0] if labelled else default if (default := default_column(table)) in names else names[0]


def evaluation_of(table: TableData, choice: QualityChoice) -> Evaluation:
    """Every answer beside its right label. An answer that was cut or refused and that a person corrected is OK."""

    def make() -> Evaluation:
        answers = column_source(table, choice.answers).labels(choice.are_several)
        known = {label for labels in answers for label in labels or ()}
        truths = choice.source.labels(choice.are_several, known)
        settled = table.corrected.originals.get(choice.answers, ())
        states = ["OK" if row in settled else state for row, state in enumerate(table.joined.rows.states)]
        labelled = [row for row, truth in enumerate(truths) if truth is not None]
        apart = [] if choice.with_examples else rows_in_prompt(table.joined, labelled) or []
        return evaluate(truths, answers, states, apart)

    return derived("evaluation", (table.digest, choice.digest), make, owner=FILES)
