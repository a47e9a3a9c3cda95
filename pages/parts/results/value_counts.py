"""How often each value of a column occurs, alone or split by another column; counted only when opened."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import streamlit as st

from lib.analysis.several_labels import label_values
from lib.analysis.value_counts import VALUE, ColumnValue, column_shares, column_values, count_values, split_counts
from lib.common.labels import tally
from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.export import select, write_csv
from pages.parts.results.several_labels import ok_labels
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import choose_column
from pages.parts.shared.formatting import truncated
from pages.parts.shared.session import FILES, derived, digest_of, set_defaults

_MOST_VALUES = 200
_VALUE_CHARACTERS = 100
FORMS = _ROWS, _SHARES = "Rows", "Shares of each column"


class _Question(NamedTuple):
    """What to count."""

    column: str
    split_by: str
    """Empty for no split."""

    form: str


def show_value_counts(table: TableData, shown: ShownRows) -> None:
    """A column's values in the shown rows with their counts, and the same as a file."""
    panel = st.expander("Count values", icon=":material/pivot_table_chart:", key="results_counts", on_change="rerun")
    if not panel.open:
        return
    with panel:
        question = _choose_question(table)
        key = (table.digest, table.version, shown.digest, table.answer_columns.several, *question)
        counts = derived("counts", key, lambda: _counts(table, shown.rows, question), owner=FILES)
        _show_counts(counts, question.column, shown)
        st.download_button(
            "Download the counts as CSV",
            lambda: write_csv(select(counts)),
            f"counts_{digest_of(*key)}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="results_counts_download",
        )


def default_column(table: TableData) -> str:
    """The column that most people want to count; a correction does not change it."""
    return derived("default column", table.layout, lambda: _default_column(table), owner=FILES)


def _default_column(table: TableData) -> str:
    """The first column made from the answers, or the answers themselves, that holds labels; else the states."""
    fields = table.answer_columns.field_names or [table.joined.answer_column]
    for name in (*fields, *table.extra_columns):
        if tally(str(cell) for cell in table.original_cells(name) if cell not in ("", None)):
            return name
    return "state" if "state" in table.columns else table.joined.answer_column


def _choose_question(table: TableData) -> _Question:
    names = list(table.columns)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        default = default_column(table)
        others = [name for name in names if name != default]
        column = choose_column("results_count_column", "Count the values of", others, default) or default
        split_by = choose_column("results_count_split", "Split by", names, "Nothing")
        return _Question(column, split_by, _choose_form() if split_by else _ROWS)


def _choose_form() -> str:
    """Whether a split table shows counts, or each count's share of its column."""
    set_defaults({"results_count_form": _ROWS})
    chosen = st.segmented_control("As", FORMS, key="results_count_form", required=True, persist_state="session")
    return chosen or _ROWS


def _counts(table: TableData, rows: Sequence[int], question: _Question) -> Mapping[str, Sequence[Cell]]:
    values = values_of(table, question.column, rows)
    if not question.split_by:
        return count_values(values)
    split = split_counts(values, values_of(table, question.split_by, rows))
    return column_shares(split) if question.form == _SHARES else split


def values_of(table: TableData, column: str, rows: Sequence[int]) -> list[ColumnValue]:
    """The values of a column in some rows; several labels of a cell are counted one by one."""
    cells = table.columns[column]
    if column in table.answer_columns.several:
        return label_values(ok_labels(table.joined, table.corrected, column, cells), rows)
    return column_values(cells, rows)


def _show_counts(counts: Mapping[str, Sequence[Cell]], column: str, shown: ShownRows) -> None:
    """The first values and the sum of all; of a long value, its start."""
    value_count = len(counts[VALUE]) - 1
    lines = [*range(min(value_count, _MOST_VALUES)), value_count]
    cells = {name: [cells[line] for line in lines] for name, cells in counts.items()}
    cells[VALUE] = [truncated(str(text), _VALUE_CHARACTERS) for text in cells[VALUE]]
    widths = {name: st.column_config.Column(width=110, alignment="right") for name in cells}
    widths[VALUE] = st.column_config.TextColumn(width=_width(cells[VALUE]), pinned=True)
    description = f"How often each value of {column} occurs in the rows"
    st.dataframe(pd.DataFrame(cells), hide_index=True, column_config=widths, width="content", alt=description)
    sentences = [f"{counted(value_count, 'value')} in {'the rows shown' if shown.is_narrowed else 'all rows'}."]
    if value_count > _MOST_VALUES:
        sentences.append(f"The table has the {_MOST_VALUES} most frequent, the download all.")
    st.caption(" ".join([*sentences, "Capitals, spaces and quotes are ignored when counting."]))


def _width(values: Sequence[object]) -> int:
    """Pixels in which the start of each value can be read."""
    return min(420, max(160, 24 + 8 * max(len(str(value)) for value in values)))
