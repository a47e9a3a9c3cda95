"""The rows of two runs as a table, with both answers of the chosen row in full."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis.compare_runs import OUTCOMES, Comparison, Outcome
from lib.analysis.comparison_columns import ComparisonColumns
from pages.parts.results.row_cells import scroll_box, show_cells
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import digest_of

_PAGE_SIZE = 50
_CELL_CHARACTERS = 200
_ANSWER_CHARACTERS = 20_000
_OUTCOMES: dict[Outcome, str] = {
    "same": "Same answer",
    "different": "Different answers",
    "only first": "Answered only in the first",
    "only second": "Answered only in the second",
    "neither": "Answered in neither",
}


def show_compared_rows(comparison: Comparison, columns: ComparisonColumns, key: str) -> None:
    """A page of pairs with one of the chosen outcomes, and the chosen pair.

    Args:
        key: differs whenever the pairs or their columns differ.
    """
    indexes = _chosen_pairs(comparison)
    page_count = max(1, -(-len(indexes) // _PAGE_SIZE))
    page = st.pagination(page_count, key=f"compare page {key} {len(indexes)}") if page_count > 1 else 1
    pairs = indexes[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    cells = _cells(columns, pairs)
    with st.container(key="results_compare_table"):
        chosen = st.dataframe(
            pd.DataFrame(cells, dtype=str),
            key=f"compare rows {digest_of(key, pairs)}",
            hide_index=True,
            height=38 + 35 * min(max(len(pairs), 1), 10),
            column_config=_widths(cells),
            on_select="rerun",
            selection_mode="single-row",
            alt=f"{len(pairs)} rows with the answers of both runs",
        )
    selected = chosen["selection"]["rows"]
    if selected and selected[0] < len(pairs):
        _show_pair(comparison, columns, pairs[selected[0]])


def _chosen_pairs(comparison: Comparison) -> Sequence[int]:
    counts = comparison.counts
    chosen = st.pills(
        "Show only",
        [outcome for outcome in OUTCOMES if counts[outcome]],
        selection_mode="multi",
        key="results_compare_outcomes",
        format_func=lambda outcome: f"{_OUTCOMES[outcome]}: {counts[outcome]:,}",
        persist_state="session",
    )
    return comparison.pairs_with(chosen) if chosen else range(len(comparison.pairs))


def _cells(columns: ComparisonColumns, pairs: Sequence[int]) -> dict[str, list[str]]:
    """The start of each cell of one page."""
    return {
        name: [truncated(str(columns.cells[name][pair] or ""), _CELL_CHARACTERS) for pair in pairs]
        for name in _columns_in_order(columns)
    }


def _columns_in_order(columns: ComparisonColumns) -> list[str]:
    """What is compared comes first, then the sheet's columns, then the rest of both runs."""
    first = [columns.custom_id, *(run.compared for run in columns.runs), columns.outcome]
    return [*first, *(name for name in columns.cells if name not in first)]


def _widths(cells: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    characters = {name: max([len(name), *map(len, column)]) for name, column in cells.items()}
    most = {name: 320 if name.startswith("answer (") else 170 for name in cells}
    return {
        name: st.column_config.TextColumn(width=min(max(60, 24 + 8 * count), most[name]))
        for name, count in characters.items()
    }


def _show_pair(comparison: Comparison, columns: ComparisonColumns, pair: int) -> None:
    """Both answers in full, above the row they belong to."""
    with st.container(border=True, key="results_compare_pair"):
        for box, run in zip(st.columns(2, gap="medium"), columns.runs, strict=True):
            with box:
                answer = str(columns.cells[run.answer][pair] or "")
                st.caption(plain(run.answer))
                with scroll_box(len(answer)):
                    st.text(truncated(answer, _ANSWER_CHARACTERS) or "(no answer)")
        _show_source(comparison, pair)


def _show_source(comparison: Comparison, index: int) -> None:
    """The sheet's row; without one, what was sent in the first of the runs that has the row."""
    pair = comparison.pairs[index]
    is_second = pair.first is None
    joined, row = (comparison.second, pair.second) if is_second else (comparison.first, pair.first)
    if row is None:
        return
    joined_row, sheet = joined.rows[row], joined.sheet
    if sheet is not None and joined_row.sheet_row is not None:
        st.markdown(f"**Row {sheet.numbers[joined_row.sheet_row]} of the sheet**")
        show_cells(list(zip(sheet.columns, sheet.row(joined_row.sheet_row), strict=True)))
    elif joined_row.request is not None:
        file, request = joined_row.request
        show_cells([("What was sent", joined.sent[file].prompt(request))])
