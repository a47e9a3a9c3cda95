"""What the answers hold beyond their text: JSON as columns, and what only some want to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from lib.extras import side_columns
from lib.join import Joined
from lib.json_answers import JsonAnswers, json_answers
from lib.problems import counted
from lib.result import Result
from lib.table import Cell, free_name
from pages.parts.state import derived

_NOTHING = Result("", "Failed", "", "", "", None, None, None, 0, False)


@dataclass(frozen=True, slots=True)
class Answers:
    """Further columns of a joined table, and rows that deserve a look."""

    columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    flagged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows by what is wrong with their answers, in words."""


def answers_of(joined: Joined, digest: str) -> Answers:
    """The JSON in the answers as columns, unless it is not wanted; sides of the answers, if they are."""
    found = derived("json answers", digest, lambda: _json(joined))
    columns: dict[str, Sequence[Cell]] = {}
    flagged: dict[str, Sequence[int]] = {}
    if found is not None and _offer_columns(found):
        columns |= found.columns
        flagged = {"Not JSON": found.broken, "Not as the schema says": found.off}
    if st.session_state.get("results_sides"):
        sides = derived("sides", digest, lambda: _sides(joined))
        columns |= {free_name(name, {**joined.columns, **columns}): cells for name, cells in sides.items()}
    return Answers(columns, {name: rows for name, rows in flagged.items() if rows})


def _json(joined: Joined) -> JsonAnswers | None:
    with st.spinner("Looking into the answers"):
        return json_answers(joined)


def _offer_columns(found: JsonAnswers) -> bool:
    """The answers are JSON: as columns at first, as they came by choice."""
    st.session_state.setdefault("results_json_columns", True)
    fields = len(found.columns) - bool(found.broken or found.off)
    wanted = st.toggle(
        f"Show the JSON in the answers as {counted(fields, 'column')}",
        key="results_json_columns",
        persist_state="session",
        help="The answers keep their text beside them. Nested fields have their path as name; lists are one text.",
    )
    if found.left_out:
        st.caption(f"{counted(found.left_out, 'field')} more have no column: the answers' own text has them.")
    return bool(wanted)


def _sides(joined: Joined) -> Mapping[str, Sequence[Cell]]:
    return side_columns([joined.result(at) or _NOTHING for at in range(len(joined.rows))])
