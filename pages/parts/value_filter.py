"""Rows by the values of a column: which there are, how often, and those to show."""

from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from lib.values import EMPTY, Value, values_of
from pages.parts.joined_table import Table
from pages.parts.state import derived
from pages.parts.table_choice import NO_COLUMN, choose_one, choose_several
from pages.parts.words import plain, short

_COLUMN = "results_value_column"
_MOST = 500
_CHARACTERS = 80


class Wanted(NamedTuple):
    """Values of one column; without any, all rows are wanted."""

    column: str = NO_COLUMN
    texts: tuple[str, ...] = ()


def choose_values(table: Table) -> Wanted:
    """The column, and those of its values whose rows are to be shown."""
    with st.popover("Values", icon=":material/filter_list:", key="results_values_popover"):
        column = choose_one(_COLUMN, "Column", list(table.columns), "Any")
        if not column:
            st.caption("Choose a column to show only the rows with some of its values.")
            return Wanted()
        found = values(table, column)
        rows = {value.text: len(value.rows) for value in found[:_MOST]}
        texts = choose_several(
            _key(column),
            "Values",
            list(rows),
            "All values",
            lambda text: f"{rows.get(text, 0):,} · {short(text, _CHARACTERS) or EMPTY}",
        )
        if len(found) > _MOST:
            st.caption(f"The {_MOST} most frequent of {len(found):,} values: the search finds the others.")
    return Wanted(column, texts)


def values(table: Table, column: str) -> list[Value]:
    """The values of a column in all rows of the table."""
    marked = table.version if column in table.review.columns else ()
    every = range(len(table.joined.rows))
    return derived("values", (table.digest, marked, column), lambda: values_of(table.columns[column], every))


def show_wanted(wanted: Wanted) -> None:
    """What is shown alone, and the way back from it."""
    if wanted.texts:
        said = ", ".join(text or EMPTY for text in wanted.texts)
        st.button(
            f"Only {plain(short(wanted.column, 30))}: {plain(short(said, 60))}",
            key="results_values_clear",
            icon=":material/close:",
            help="Show the rows of all values again.",
            on_click=_clear,
        )


_CLEARED = "results_values cleared"


def _clear() -> None:
    """Chooses no values: by new widgets, since the old one in its closed panel would send its choice again."""
    st.session_state[_CLEARED] = st.session_state.get(_CLEARED, 0) + 1


def _key(column: str) -> str:
    """Each column keeps its own choice."""
    parts = (column, st.session_state.get(_CLEARED, 0))
    return f"results_values_{sha256(repr(parts).encode()).hexdigest()[:8]}"
