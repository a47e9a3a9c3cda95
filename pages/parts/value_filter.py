"""Rows by the values of a column: which there are, how often, and those to show."""

from hashlib import sha256
from typing import NamedTuple

import streamlit as st

from lib.values import EMPTY, Value, values_of
from pages.parts.joined_table import Table
from pages.parts.state import derived
from pages.parts.table_choice import NO_COLUMN, choose_one, choose_several, want
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
            lambda text: f"{short(text, _CHARACTERS) or EMPTY} ({rows.get(text, 0):,})",
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
            on_click=want,
            args=(_key(wanted.column), []),
        )


def _key(column: str) -> str:
    """Each column keeps its own choice."""
    return f"results_values_{sha256(column.encode()).hexdigest()[:8]}"
