"""Two runs of the same sheet, side by side: another model or another prompt beside the one on the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.analysis import compare
from lib.analysis.compare_runs import (
    OUTCOMES,
    WHOLE,
    By,
    Comparison,
    ComparisonColumns,
    Outcome,
    Totals,
    comparison_columns,
    cross_table,
    model_of,
    totals,
)
from lib.analysis.structured_answers import json_answers
from lib.common.columns import Cell
from lib.common.phrasing import counted
from lib.export import Selection, select, write_csv, write_xlsx
from lib.export.excel import XLSX_MIME
from lib.join import Joined
from pages.parts.results.confusion_matrix import kappa_sentence, show_confusion_matrix
from pages.parts.results.downloads import stem_of_table
from pages.parts.results.row_detail import scroll_box, show_cells
from pages.parts.results.sources import JoinOptions, join_inputs, read_second_run
from pages.parts.results.table_data import TableData
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import choose_one
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, digest_of
from pages.parts.shared.uploads import SECOND, show_files, take_files

_WHOLE = "the whole answer"
_ROWS_A_PAGE = 50
_MOST_CHARACTERS = 200
_OUTCOMES: dict[Outcome, str] = {
    "same": "Same answer",
    "different": "Different answers",
    "only first": "Answered only in the first",
    "only second": "Answered only in the second",
    "neither": "Answered in neither",
}


def show_run_comparison(table: TableData, options: JoinOptions) -> None:
    """The second run's files, and both runs beside each other; nothing is read before it is opened."""
    panel = st.expander("Compare with another run", icon=":material/compare:", key="results_compare", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.caption(
            "Load the output of another run of the same sheet (another model, another prompt), "
            "with its errors and input file."
        )
        files = take_files("results_compare_files", "The second run: output, errors, input", SECOND)
        show_files(files, SECOND)
        read = read_second_run(files)
        if any(file.role == "Sheet" for file in files):
            st.caption(":material/info: The sheet is not read again: both runs are beside the sheet of the first.")
        if not read.results:
            return
        # A sheet that was composed here is found by the rows' own digests; ids and switches are the first run's.
        second, digest = join_inputs(read, replace(options, composed=False), "second joined")
        _show(table, second, digest)


def _show(table: TableData, second: Joined, digest: str) -> None:
    by = _by(table, second, digest)
    made_of = (table.digest, digest, by.name)
    compared = derived("comparison", made_of, lambda: compare(table.joined, second, by), owner=FILES)
    models = derived(
        "run models", (table.digest, digest), lambda: (model_of(table.joined), model_of(second)), owner=FILES
    )
    names = _names(models)
    key = digest_of(made_of, names)
    if compared.by_row:
        said = f"{counted(compared.by_row, 'row')} with another custom_id in the second run: paired by the sheet's row."
        st.caption(f":material/info: {said}")
    _show_cross_table(compared, names, key)
    both = derived("run totals", (table.digest, digest), lambda: (totals(table.joined), totals(second)), owner=FILES)
    _show_totals(both, names)
    columns = derived("comparison columns", key, lambda: comparison_columns(compared, *names), owner=FILES)
    _show_rows(compared, columns, _choose_rows(compared), key)
    _downloads(columns.cells, f"{stem_of_table(table.joined)}_comparison_{key}")


def _by(table: TableData, second: Joined, digest: str) -> By:
    """The column of JSON answers that is compared: one that is a list of labels, unless the user takes another."""
    found = (
        derived("second json answers", digest, lambda: json_answers(second), owner=FILES)
        if table.answers.columns
        else None
    )
    columns = found.columns if found else {}
    both = {name: By(name, cells, columns[name]) for name, cells in table.answers.columns.items() if name in columns}
    if not both:
        return WHOLE
    usual = default_column(table) if default_column(table) in both else ""
    names = [name for name in (_WHOLE if usual else "", *both) if name not in ("", usual)]
    chosen = choose_one("results_compare_by", "Compare by", names, usual or _WHOLE) or usual
    return both.get(chosen, WHOLE)


def _names(models: tuple[str, str]) -> tuple[str, str]:
    """What the runs are called: their models, if these tell them apart, or as the user says."""
    usual = models if all(models) and models[0] != models[1] else ("first run", "second run")
    with st.container(horizontal=True):
        one = st.text_input("Name of the first run", key="results_run_1", placeholder=usual[0], persist_state="session")
        two = st.text_input(
            "Name of the second run", key="results_run_2", placeholder=usual[1], persist_state="session"
        )
    names = (one or "").strip() or usual[0], (two or "").strip() or usual[1]
    return names if names[0] != names[1] else (names[0], f"{names[1]} (2)")


def _choose_rows(compared: Comparison) -> Sequence[int]:
    counts = compared.counts
    chosen = st.pills(
        "Show only",
        [outcome for outcome in OUTCOMES if counts[outcome]],
        selection_mode="multi",
        key="results_compare_outcomes",
        format_func=lambda outcome: f"{_OUTCOMES[outcome]}: {counts[outcome]:,}",
        persist_state="session",
    )
    return compared.rows(chosen) if chosen else range(len(compared.pairs))


def _show_rows(compared: Comparison, columns: ComparisonColumns, rows: Sequence[int], key: str) -> None:
    """A page of pairs, and both answers of the chosen one in full."""
    pages = max(1, -(-len(rows) // _ROWS_A_PAGE))
    page = st.pagination(pages, key=f"compare page {key} {len(rows)}") if pages > 1 else 1
    places = rows[(page - 1) * _ROWS_A_PAGE : page * _ROWS_A_PAGE]
    cells = {
        name: [truncated(str(columns.cells[name][at] or ""), _MOST_CHARACTERS) for at in places]
        for name in _on_screen(columns)
    }
    with st.container(key="results_compare_table"):
        chosen = st.dataframe(
            pd.DataFrame(cells, dtype=str),
            key=f"compare rows {digest_of(key, places)}",
            hide_index=True,
            height=38 + 35 * min(max(len(places), 1), 10),
            column_config=_widths(cells),
            on_select="rerun",
            selection_mode="single-row",
            alt=f"{len(places)} rows with the answers of both runs",
        )
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(places):
        _show_pair(compared, columns, places[picked[0]])


def _on_screen(columns: ComparisonColumns) -> list[str]:
    """The columns as they are read: what is compared first, then the sheet's, then the rest of both runs."""
    first = [columns.custom_id, *(run.compared for run in columns.runs), columns.outcome]
    return [*first, *(name for name in columns.cells if name not in first)]


def _widths(cells: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    letters = {name: max([len(name), *map(len, column)]) for name, column in cells.items()}
    return {
        name: st.column_config.TextColumn(
            width=min(max(60, 24 + 8 * most), 320 if name.startswith("answer (") else 170)
        )
        for name, most in letters.items()
    }


def _show_pair(compared: Comparison, columns: ComparisonColumns, at: int) -> None:
    """Both answers in full, and the row that they are about."""
    with st.container(border=True, key="results_compare_pair"):
        for box, run in zip(st.columns(2, gap="medium"), columns.runs, strict=True):
            with box:
                text = str(columns.cells[run.answer][at] or "")
                st.caption(plain(run.answer))
                with scroll_box(len(text)):
                    st.text(truncated(text, 20_000) or "(no answer)")
        _show_asked(compared, at)


def _show_asked(compared: Comparison, at: int) -> None:
    """The sheet's row, which both runs are about; without one, what the first run that has it asked."""
    pair = compared.pairs[at]
    joined, place = (compared.second, pair.second) if pair.first is None else (compared.first, pair.first)
    if place is None:
        return
    row, sheet = joined.rows[place], joined.sheet
    if sheet is not None and row.sheet_row is not None:
        st.markdown(f"**Row {sheet.numbers[row.sheet_row]} of the sheet**")
        show_cells(list(zip(sheet.columns, sheet.row(row.sheet_row), strict=True)))
    elif row.request is not None:
        show_cells([("What was sent", joined.sent[row.request[0]].prompt(row.request[1]))])


def _show_cross_table(compared: Comparison, names: tuple[str, str], key: str) -> None:
    """For answers that are one of a list: how often each was said where the other run said which."""
    table = derived("cross table", key, lambda: cross_table(compared), owner=FILES)
    if table is None:
        return
    st.markdown("**Agreement**")
    pairs = sum(compared.counts[outcome] for outcome in ("same", "different"))
    left = pairs - table.total
    out = (
        f" {counted(left, 'pair')} cut short or refused in a run {'is' if left == 1 else 'are'} left out."
        if left
        else ""
    )
    agreed = f"{table.agreement:.0%} of the pairs agree ({table.agreed:,} of {table.total:,})."
    st.caption(f"{agreed}{out} {kappa_sentence(table)}")
    show_confusion_matrix(table, *names)


def _show_totals(both: tuple[Totals, Totals], names: tuple[str, str]) -> None:
    """What each run took; its cost where the user says the prices."""
    rows = {
        "Run": list(names),
        "Answers": [f"{told.answers:,}" for told in both],
        "Prompt tokens": [f"{told.prompt_tokens:,}" for told in both],
        "Completion tokens": [f"{told.completion_tokens:,}" for told in both],
        "Answers that do not tell all tokens": [f"{told.untold:,}" for told in both],
    }
    table = st.container()
    with st.popover("Prices", icon=":material/payments:", type="tertiary"):
        st.caption("In $ per million tokens, any batch discount taken off.")
        prices = [_prices(at, name) for at, name in enumerate(names, 1)]
    if any(price is not None for pair in prices for price in pair):
        rows["Cost"] = [_cost(told, *price) for told, price in zip(both, prices, strict=True)]
    table.dataframe(pd.DataFrame(rows, dtype=str), hide_index=True, width="content", alt="What each run took")


def _cost(told: Totals, price_in: float | None, price_out: float | None) -> str:
    """What a run cost; unknown where tokens have no price or answers do not tell all tokens."""
    priced = [(told.prompt_tokens, price_in), (told.completion_tokens, price_out)]
    if told.untold or any(tokens and price is None for tokens, price in priced):
        return "unknown"
    return f"${sum(tokens * (price or 0) for tokens, price in priced) / 1e6:,.4f}"


def _prices(at: int, name: str) -> tuple[float | None, float | None]:
    with st.container(horizontal=True):
        one = st.number_input(
            f"{plain(name)}: input", 0.0, key=f"run price in {at}", value=None, persist_state="session"
        )
        two = st.number_input(
            f"{plain(name)}: output", 0.0, key=f"run price out {at}", value=None, persist_state="session"
        )
    return one, two


def _downloads(columns: Mapping[str, Sequence[Cell]], stem: str) -> None:
    with st.container(horizontal=True):
        for label, ending, write, mime in (
            ("Download the comparison as Excel", "xlsx", write_xlsx, XLSX_MIME),
            ("Download the comparison as CSV", "csv", write_csv, "text/csv"),
        ):
            st.download_button(
                label,
                partial(_written, columns, write),
                f"{stem}.{ending}",
                mime,
                key=f"results_compare_{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _written(columns: Mapping[str, Sequence[Cell]], write: Callable[[Selection], bytes]) -> bytes:
    return write(select(columns))
