"""A filter by the values of columns: which values there are, how often, and which to show."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from lib.analysis.value_counts import EMPTY, ColumnValue, value_labels
from lib.common.labels import value_key
from lib.common.phrasing import counted
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import NO_COLUMN, choose_column
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import digest_of

_COLUMN_KEY = "results_value_column"
CHOSEN_VALUES = "results_values"
"""Slot of the session with the chosen values, by column."""

_MOST_OPTIONS = 500


class ColumnFilter(NamedTuple):
    """Values of one column: it leaves only rows with one of them."""

    column: str
    texts: tuple[str, ...]


def column_filters(table: TableData) -> tuple[ColumnFilter, ...]:
    """The filters on columns that the table has; a row must pass all of them."""
    chosen = _chosen_values().items()
    return tuple(ColumnFilter(column, texts) for column, texts in chosen if texts and column in table.columns)


def show_value_filter(table: TableData, values_to_choose: Callable[[str], Sequence[ColumnValue]]) -> None:
    """A column, and those of its values whose rows to show.

    Args:
        values_to_choose: the values of a column, counted in the rows that the other filters leave.
    """
    column = choose_column(_COLUMN_KEY, "Column", list(table.columns), "Any")
    if column == NO_COLUMN:
        st.caption("Choose a column to show only rows with certain values. Add more columns to narrow them down.")
        return
    values, chosen = values_to_choose(column), _chosen_values().get(column, ())
    options, labels = _options(values, chosen)
    key = _widget_key(column)
    st.session_state[key] = list(chosen)
    st.multiselect(
        "Values",
        options,
        key=key,
        format_func=labels.__getitem__,
        placeholder="All values",
        on_change=_take_choice,
        args=(column, key),
    )
    if len(values) > _MOST_OPTIONS:
        count = counted(len(values), "value")
        st.caption(f"The list has the {_MOST_OPTIONS} most frequent of {count}. Search the table for the others.")


def show_column_filters(filters: Sequence[ColumnFilter]) -> None:
    """A button for each filter, which removes it."""
    for column, texts in filters:
        values = ", ".join(text or EMPTY for text in texts)
        st.button(
            f"Only {plain(truncated(column, 30))}: {plain(truncated(values, 60))}",
            key=f"results_values_clear {_widget_key(column)}",
            icon=":material/close:",
            help="Show the rows of all values again.",
            on_click=_clear,
            args=(column,),
        )


def _options(values: Sequence[ColumnValue], chosen: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The values to choose from, the most frequent first, with their labels; a chosen one is always among them."""
    rows = {value_key(value.text): len(value.rows) for value in values}
    taken = set(map(value_key, chosen))
    others = [value.text for value in values[:_MOST_OPTIONS] if value_key(value.text) not in taken]
    options = sorted([*chosen, *others], key=lambda text: (not text, -rows.get(value_key(text), 0)))
    return options, value_labels(options, [rows.get(value_key(text), 0) for text in options])


def _chosen_values() -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault(CHOSEN_VALUES, {})
    return chosen


def clear_column_filters() -> None:
    """Removes all filters on columns."""
    st.session_state[CHOSEN_VALUES] = {}


def _take_choice(column: str, key: str) -> None:
    _chosen_values()[column] = tuple(st.session_state[key])


def _clear(column: str) -> None:
    _chosen_values().pop(column, None)


def _widget_key(column: str) -> str:
    return f"results_values_{digest_of(column)[:8]}"
