"""The view Compare: a second run of the same sheet beside the first one: another model, or another prompt."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from lib.analysis import compare
from lib.analysis.compare_runs import WHOLE_ANSWER, ComparedColumn, Comparison, agreement_matrix
from lib.analysis.comparison_columns import ComparisonColumns, comparison_columns
from lib.analysis.run_summary import run_model, run_tokens
from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.export import XLSX_MIME, select, write_csv, write_xlsx
from lib.join import Joined
from pages.parts.results.compared_rows import show_compared_rows
from pages.parts.results.confusion_matrix import kappa_sentence, show_confusion_matrix
from pages.parts.results.corrected_answers import corrected_run
from pages.parts.results.export_format import ExportFormat, Writer, show_export_button
from pages.parts.results.inputs import read_second_run
from pages.parts.results.quality_figures import percent_text
from pages.parts.results.run_costs import show_run_costs
from pages.parts.results.sources import JoinOptions, join_inputs
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.results.value_counts import default_column
from pages.parts.shared.column_picker import choose_column
from pages.parts.shared.session import FILES, derived, digest_of
from pages.parts.shared.uploads import SECOND, show_files, take_files

_WHOLE_ANSWER = "the whole answer"

_FORMATS = (
    ExportFormat("Download comparison as Excel", "xlsx", XLSX_MIME, write_xlsx),
    ExportFormat("Download comparison as CSV", "csv", "text/csv", write_csv),
)


def show_compare_view(table: TableData, options: JoinOptions) -> None:
    """The second run's files, and both runs side by side; nothing is read before the view is open."""
    st.caption(
        "Load the output of another run of the same sheet (another model, another prompt), "
        "with its errors and input file."
    )
    files = take_files("results_compare_files", "The second run: output, errors, input", SECOND)
    show_files(files, SECOND)
    if any(file.role == "Sheet" for file in files):
        st.caption(":material/info: Batchdesk does not use this sheet: both runs share the sheet of the first.")
    inputs = read_second_run(files)
    if inputs.results:
        second, digest = join_inputs(inputs, options, "second joined")
        _show(table, second, digest)


def _show(table: TableData, second: Joined, digest: str) -> None:
    second, others, digest = corrected_run(second, digest)
    first, both = table.joined, (table.digest, digest)
    by = _choose_by(table, others)
    comparison = derived("comparison", (*both, by.name), lambda: compare(first, second, by), owner=FILES)
    models = derived("run models", both, lambda: (run_model(first), run_model(second)), owner=FILES)
    if not by.name and set(table.corrected.originals) - {first.answer_column}:
        st.caption("The whole answers are compared as the provider sent them, without corrections of single columns.")
    names = _choose_names(models)
    key = digest_of((*both, by.name), names)
    if comparison.paired_by_row:
        rows = counted(comparison.paired_by_row, "row has", "rows have")
        st.caption(f":material/info: {rows} another id in the second run, so Batchdesk pairs by the sheet's row.")
    _show_agreement(comparison, names, key)
    show_run_costs(derived("run totals", both, lambda: (run_tokens(first), run_tokens(second)), owner=FILES), names)
    columns = derived("comparison columns", key, lambda: comparison_columns(comparison, *names), owner=FILES)
    show_compared_rows(comparison, columns, key)
    _show_downloads(columns, f"{stem_of_table(first)}_comparison_{key}")


def _choose_by(table: TableData, others: Mapping[str, Sequence[Cell]]) -> ComparedColumn:
    """What to compare in JSON answers: a column with labels, unless the user chooses another."""
    columns = _shared_columns(table, others)
    if not columns:
        return WHOLE_ANSWER
    default = default_column(table) if default_column(table) in columns else ""
    names = [name for name in (_WHOLE_ANSWER if default else "", *columns) if name not in ("", default)]
    chosen = choose_column("results_compare_by", "Compare by", names, default or _WHOLE_ANSWER) or default
    return columns.get(chosen, WHOLE_ANSWER)


def _shared_columns(table: TableData, others: Mapping[str, Sequence[Cell]]) -> dict[str, ComparedColumn]:
    """The columns made from the answers that both runs have."""
    first = table.answer_columns.columns
    return {name: ComparedColumn(name, cells, others[name]) for name, cells in first.items() if name in others}


def _choose_names(models: tuple[str, str]) -> tuple[str, str]:
    """What the runs are called: as the user types; else their models if these differ."""
    defaults = models if all(models) and models[0] != models[1] else ("first run", "second run")
    typed = []
    with st.container(horizontal=True):
        for number, ordinal in enumerate(("first", "second"), 1):
            label, default = f"Name of the {ordinal} run", defaults[number - 1]
            text = st.text_input(label, key=f"results_run_{number}", placeholder=default, persist_state="session")
            typed.append((text or "").strip() or default)
    first, second = typed
    return first, second if second != first else f"{second} (2)"


def _show_agreement(comparison: Comparison, names: tuple[str, str], key: str) -> None:
    """For answers that are labels: how often each label of one run is which label of the other."""
    matrix = derived("cross table", key, lambda: agreement_matrix(comparison), owner=FILES)
    if matrix is None:
        return
    st.markdown("**Agreement**")
    sentences = [f"{matrix.agreed:,} of {matrix.total:,} pairs agree: {percent_text(matrix.agreement)}."]
    left_out = comparison.counts["same"] + comparison.counts["different"] - matrix.total
    if left_out:
        pairs = counted(left_out, "pair with a cut or refused answer is", "pairs with a cut or refused answer are")
        sentences.append(f"{pairs} left out.")
    st.caption(" ".join([*sentences, kappa_sentence(matrix)]))
    show_confusion_matrix(matrix, *names)


def _show_downloads(columns: ComparisonColumns, stem: str) -> None:
    with st.container(horizontal=True):
        for export in _FORMATS:
            show_export_button(export, stem, f"results_compare_{export.ending}", partial(_data, columns.cells))


def _data(cells: dict[str, Sequence[Cell]], write: Writer) -> bytes:
    return write(select(cells))
