"""Columns made from the answers: a column for each JSON field, and technical details on request."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from lib.analysis.several_labels import MOST_COLUMNS
from lib.analysis.structured_answers import JsonAnswers, detail_columns, json_answers
from lib.common.own_columns import Cell, bare_name, free_name
from lib.common.phrasing import counted
from lib.join import Joined
from lib.schema.allowed_values import AllowedValues
from pages.parts.results.certainty import certainty_columns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, set_defaults

LABEL_COLUMNS = "results_label_columns"


@dataclass(frozen=True, slots=True)
class ColumnsFromAnswers:
    """Columns beside the joined table's own, and rows with doubtful answers."""

    columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    field_names: Sequence[str] = ()
    """Columns with the fields of JSON answers."""

    check: str = ""
    """The column that says which answers have a fault; empty if no column does."""

    number_columns: frozenset[str] = frozenset()
    """Columns that hold only numbers."""

    list_columns: frozenset[str] = frozenset()
    """Columns that hold only lists."""

    several: Sequence[str] = ()
    """Columns whose cells may hold several labels."""

    label_columns: Sequence[str] = ()
    """Columns of 0 and 1, one for each of several labels."""

    flagged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows by what is wrong with their answers."""

    field_count: int = 0
    """Number of JSON fields with a column, shown or not."""

    fields_left_out: int = 0
    """Number of JSON fields without a column."""

    unchecked_reason: str = ""
    """Reason why no answer was checked against its schema."""

    allowed: Mapping[str, AllowedValues] = field(default_factory=dict)
    """What a column may hold, where that is not any text."""


def columns_from_answers(joined: Joined, digest: str, corrected: Collection[str]) -> ColumnsFromAnswers:
    """The columns that are switched on: those of the JSON fields, of their certainty, and of the technical details.

    Args:
        corrected: bare names of the columns with corrections, which stay.
    """
    set_defaults({"results_json_columns": True, "results_sides": False})
    answers = answers_as_json(joined, digest)
    json = _json_columns(answers, corrected) if answers is not None else ColumnsFromAnswers()
    certainty = certainty_columns(joined, digest, answers)
    details: Mapping[str, Sequence[Cell]] = {}
    if st.session_state["results_sides"]:
        details = derived("sides", digest, lambda: detail_columns(joined), owner=FILES)
    columns, numbers = dict(json.columns), set(json.number_columns)
    for name, cells in {**certainty, **details}.items():
        free = free_name(name, {**joined.columns, **columns})
        columns[free] = cells
        numbers |= {free} if name in certainty else set()
    return replace(json, columns=columns, number_columns=frozenset(numbers))


def answers_as_json(joined: Joined, digest: str) -> JsonAnswers | None:
    """The JSON in the answers; None if they are not meant to be JSON."""
    return derived("json answers", digest, lambda: _json_answers(joined), owner=FILES)


def show_column_switches(answers: ColumnsFromAnswers) -> None:
    """The switches for these columns, and what no column or check covers."""
    if answers.field_count:
        st.toggle(
            f"Show the JSON in the answers as {counted(answers.field_count, 'column')}",
            key="results_json_columns",
            persist_state="session",
            help="The whole answer stays beside them. A nested field is named by its path; a list becomes one text.",
        )
    if answers.several:
        st.toggle(
            "Show several labels as 0/1 columns",
            key=LABEL_COLUMNS,
            persist_state="session",
            help="Adds a column for each label: 1 where the answer has it, 0 where it does not.",
        )
        if len(answers.label_columns) >= MOST_COLUMNS:
            st.caption(
                f"The {MOST_COLUMNS} most frequent labels get a column each; rarer ones are only in the answers."
            )
    if answers.fields_left_out:
        fields = counted(answers.fields_left_out, "more field is", "more fields are")
        st.caption(f"{fields} only in the text of the answers.")
    if answers.unchecked_reason:
        sentence = f"Batchdesk did not check the answers against their schema: {answers.unchecked_reason}"
        st.caption(plain(truncated(sentence)))
    st.toggle(
        "Show details of each answer",
        key="results_sides",
        persist_state="session",
        help="Adds columns for the model, tool calls, refusals, and cached and reasoning tokens, where there are any.",
    )


def _json_columns(answers: JsonAnswers, corrected: Collection[str]) -> ColumnsFromAnswers:
    shown = st.session_state["results_json_columns"]
    kept = answers.columns if shown else [name for name in answers.columns if bare_name(name) in corrected]
    columns = {name: answers.columns[name] for name in kept}
    flagged = {"Not JSON": answers.broken, "Does not match the schema": answers.mismatched} if shown else {}
    return ColumnsFromAnswers(
        columns=columns,
        field_names=tuple(columns),
        check=answers.check if shown else "",
        number_columns=answers.numbers.intersection(columns),
        list_columns=answers.lists.intersection(columns),
        flagged={name: rows for name, rows in flagged.items() if rows},
        field_count=len(answers.columns) - bool(answers.broken or answers.mismatched),
        fields_left_out=answers.left_out,
        unchecked_reason=answers.unchecked,
        allowed=answers.allowed,
    )


def _json_answers(joined: Joined) -> JsonAnswers | None:
    with st.spinner("Reading the answers"):
        return json_answers(joined)
