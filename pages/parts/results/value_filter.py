"""Rows by the values of columns: which there are, how often, and those to show."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from lib.analysis.value_counts import EMPTY, Value, labels_of
from lib.common.labels import value_key
from lib.common.phrasing import counted
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import NO_COLUMN, choose_one
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import digest_of

_COLUMN = "results_value_column"
_CHOSEN = "results_values"
"""Where the session keeps the chosen values, by column."""

_CLEARED = "results_values cleared"
_MOST = 500


class ColumnFilter(NamedTuple):
    """Values of one column: only rows with one of them are wanted."""

    column: str
    texts: tuple[str, ...]


def column_filters(table: TableData) -> tuple[ColumnFilter, ...]:
    """What is chosen of columns that the table has; rows must satisfy all of it."""
    return tuple(
        ColumnFilter(column, texts) for column, texts in _chosen().items() if texts and column in table.columns
    )


def show_value_filter(table: TableData, values_beside: Callable[[str], Sequence[Value]]) -> None:
    """A column, and those of its values whose rows are to be shown.

    Args:
        values_beside: the values of a column in the rows that everything but its own choice leaves.
    """
    column = choose_one(_COLUMN, "Column", list(table.columns), "Any")
    if column == NO_COLUMN:
        st.caption("Choose a column to show only the rows with some of its values; further columns narrow them down.")
        return
    found, chosen = values_beside(column), _chosen().get(column, ())
    rows = {value_key(value.text): len(value.rows) for value in found}
    taken = set(map(value_key, chosen))
    others = [value.text for value in found[:_MOST] if value_key(value.text) not in taken]
    options = sorted([*chosen, *others], key=lambda text: (not text, -rows.get(value_key(text), 0)))
    labels = labels_of(options, [rows.get(value_key(text), 0) for text in options])
    key = _key(column)
    st.session_state[key] = list(chosen)
    st.multiselect(
        "Values",
        options,
        key=key,
        format_func=labels.__getitem__,
        placeholder="All values",
        on_change=_choose,
        args=(column, key, tuple(options)),
    )
    if len(found) > _MOST:
        st.caption(f"The {_MOST} most frequent of {counted(len(found), 'value')}: the search finds the others.")


def show_active_filters(wanted: Sequence[ColumnFilter]) -> None:
    """What is shown alone, and the way back from it."""
    for column, texts in wanted:
        said = ", ".join(text or EMPTY for text in texts)
        st.button(
            f"Only {plain(truncated(column, 30))}: {plain(truncated(said, 60))}",
            key=f"results_values_clear {_key(column)}",
            icon=":material/close:",
            help="Show the rows of all values again.",
            on_click=_clear,
            args=(column,),
        )


def _chosen() -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = st.session_state.setdefault(_CHOSEN, {})
    return chosen


def _choose(column: str, key: str, offered: Sequence[str]) -> None:
    """Takes the choice: not of a widget that was there before the values were cleared, nor one in a closed panel.

    That one never hears of new labels, and sends its old ones with every run: they are none of the values.
    """
    said = tuple(st.session_state[key])
    if key == _key(column) and set(said) <= set(offered):
        _chosen()[column] = said


def _clear(column: str) -> None:
    """Chooses no values: by a new widget, since the old one in its closed panel would send its choice again."""
    _chosen().pop(column, None)
    st.session_state[_CLEARED] = st.session_state.get(_CLEARED, 0) + 1


def _key(column: str) -> str:
    return f"results_values_{digest_of(column, st.session_state.get(_CLEARED, 0))[:8]}"
