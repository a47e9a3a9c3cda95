"""How often each value of a column was given, alone or split by another column: counted only when opened."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.value_counts import VALUE, counted_values, crossed_values, shares_of, values_of
from lib.common.columns import Cell
from lib.common.labels import tally
from lib.common.phrasing import counted
from lib.export import select, write_csv
from pages.parts.results.filters import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.column_picker import choose_one
from pages.parts.shared.formatting import truncated
from pages.parts.shared.session import FILES, derived, digest_of, set_defaults

_MOST_ROWS = 200
_CHARACTERS = 100
_ROWS, _SHARES = "Rows", "Shares of each column"


def show_value_counts(table: TableData, shown: ShownRows) -> None:
    """A column's values in the rows shown, with their numbers, and the same as a file."""
    panel = st.expander("Count values", icon=":material/pivot_table_chart:", key="results_counts", on_change="rerun")
    if not panel.open:
        return
    with panel:
        names = list(table.columns)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            usual = default_column(table)
            others = [name for name in names if name != usual]
            column = choose_one("results_count_column", "Count the values of", others, usual) or usual
            other = choose_one("results_count_split", "Split by", names, "Nothing")
            form = _choose_form() if other else _ROWS
        key = (table.digest, table.version, shown.digest, column, other, form)
        counts = derived("counts", key, lambda: _counts(table, shown.rows, column, other, form), owner=FILES)
        _draw(counts, column, shown)
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
    """The column that most people want to see counted."""
    return derived("usual count", table.digest, lambda: _usual(table), owner=FILES)


def _usual(table: TableData) -> str:
    """The first of the answers' fields, or of what else they have, that is one of a list; else the states."""
    for name in (*table.answers.inside, *([] if table.answers.inside else [table.joined.answer_column]), *table.more):
        if tally(str(cell) for cell in table.columns[name] if cell not in ("", None)):
            return name
    return "state" if "state" in table.columns else table.joined.answer_column


def _choose_form() -> str:
    """Whether a split table has numbers, or what they are of their column."""
    forms = [_ROWS, _SHARES]
    set_defaults({"results_count_form": _ROWS})
    return st.segmented_control("As", forms, key="results_count_form", required=True, persist_state="session") or _ROWS


def _counts(table: TableData, rows: Sequence[int], column: str, other: str, form: str) -> Mapping[str, Sequence[Cell]]:
    found = values_of(table.columns[column], rows)
    if not other:
        return counted_values(found)
    crossed = crossed_values(found, values_of(table.columns[other], rows))
    return shares_of(crossed) if form == _SHARES else crossed


def _draw(counts: Mapping[str, Sequence[Cell]], column: str, shown: ShownRows) -> None:
    """The first values and the sum of all; long values by their start."""
    many = len(counts[VALUE]) - 1
    places = [*range(min(many, _MOST_ROWS)), many]
    cells = {name: [column[at] for at in places] for name, column in counts.items()}
    cells[VALUE] = [truncated(str(text), _CHARACTERS) for text in cells[VALUE]]
    about = f"How often each value of {column} stands in the rows"
    widths = {name: st.column_config.Column(width=110, alignment="right") for name in cells}
    widths[VALUE] = st.column_config.TextColumn(width=_wide(cells[VALUE]), pinned=True)
    st.dataframe(pd.DataFrame(cells), hide_index=True, column_config=widths, width="content", alt=about)
    said = f"{counted(many, 'value')} in {'the rows shown' if shown.narrowed else 'all rows'}"
    more = f"; the {_MOST_ROWS} most frequent stand here, all in the download" if many > _MOST_ROWS else ""
    st.caption(f"{said}{more}. Letter case, blanks, quotes around and a closing stop make no other value.")


def _wide(values: Sequence[object]) -> int:
    """Pixels for values of which the start is to be read."""
    return min(420, max(160, 24 + 8 * max(len(str(value)) for value in values)))
