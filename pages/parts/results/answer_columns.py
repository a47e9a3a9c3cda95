"""What the answers hold beyond their text: JSON as columns, and what only some want to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lib.analysis.structured_answers import JsonAnswers, json_answers, side_columns
from lib.common.columns import Cell, free_name
from lib.common.phrasing import counted
from lib.join import Joined
from lib.join.joined_table import NOTHING
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, set_defaults


@dataclass(frozen=True, slots=True)
class AnswerColumns:
    """Further columns of a joined table, and rows that deserve a look."""

    columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    inside: Sequence[str] = ()
    """Those of the columns that say what the answer says, field by field."""

    numbers: frozenset[str] = frozenset()
    """Those that hold numbers alone."""

    flagged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows by what is wrong with their answers, in words."""

    fields: int = 0
    """How many columns the JSON in the answers has, shown or not."""

    left_out: int = 0
    """Fields beyond them."""

    unchecked: str = ""
    """Why no answer was checked against the schema that was asked for."""


def answer_columns(joined: Joined, digest: str) -> AnswerColumns:
    """The JSON in the answers as columns, unless it is not wanted; sides of the answers, if they are."""
    found = derived("json answers", digest, lambda: _json(joined), owner=FILES)
    columns: dict[str, Sequence[Cell]] = {}
    flagged: dict[str, Sequence[int]] = {}
    set_defaults({"results_json_columns": True, "results_sides": False})
    if found is not None and st.session_state["results_json_columns"]:
        columns |= found.columns
        flagged = {"Not JSON": found.broken, "Not as the schema says": found.off}
    inside = tuple(columns)
    numbers = found.numbers.intersection(columns) if found else frozenset()
    if st.session_state["results_sides"]:
        sides = derived("sides", digest, lambda: _sides(joined), owner=FILES)
        columns |= {free_name(name, {**joined.columns, **columns}): cells for name, cells in sides.items()}
    fields = 0 if found is None else len(found.columns) - bool(found.broken or found.off)
    left_out = 0 if found is None else found.left_out
    flagged = {name: rows for name, rows in flagged.items() if rows}
    return AnswerColumns(columns, inside, numbers, flagged, fields, left_out, found.unchecked if found else "")


def show_column_switches(answers: AnswerColumns) -> None:
    """Switches for the columns that answers give."""
    if answers.fields:
        st.toggle(
            f"The JSON in the answers as {counted(answers.fields, 'column')}",
            key="results_json_columns",
            persist_state="session",
            help="The answers keep their text beside them. Nested fields have their path as name; a list is one text.",
        )
    if answers.left_out:
        st.caption(f"{counted(answers.left_out, 'field')} more have no column: the answers' own text has them.")
    if answers.unchecked:
        said = f"No answer was checked against the schema that was asked for: {answers.unchecked}"
        st.caption(plain(truncated(said)))
    st.toggle(
        "More about each answer",
        key="results_sides",
        persist_state="session",
        help="Columns for the model, tool calls, refusals, and cached and reasoning tokens, where there are any.",
    )


def _json(joined: Joined) -> JsonAnswers | None:
    with st.spinner("Looking into the answers"):
        return json_answers(joined)


def _sides(joined: Joined) -> Mapping[str, Sequence[Cell]]:
    return side_columns([joined.result(at) or NOTHING for at in range(len(joined.rows))])
