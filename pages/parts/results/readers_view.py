"""The task "Compare readers" of the view Quality: how far two or more agree, and where they do not."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from lib.analysis.intervals import Interval
from lib.analysis.readers import Consensus, PairAgreement, consensus, overall_alpha, pair_agreements
from lib.analysis.row_labels import RowLabels
from lib.common.own_columns import Cell, bare_name, free_name
from lib.export import select, write_csv
from lib.review.hand_labels import label_text
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.label_sources import LabelSource, show_sheet_match
from pages.parts.results.quality_choice import are_several, default_answers
from pages.parts.results.quality_figures import number_text, percent_text
from pages.parts.results.reader_decisions import FINAL, decisions, show_decisions
from pages.parts.results.reader_sources import reader_sources
from pages.parts.results.sources import JoinOptions
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.shared.column_picker import choose_columns, wanted_columns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, digest_of

READERS = "quality_readers"

_NAME_CHARACTERS = 40


def show_readers(table: TableData, inputs: LoadedInputs, options: JoinOptions) -> None:
    """The choice of the readers, their agreement, and the rows on which they differ, to be decided."""
    sources = reader_sources(table, inputs, options)
    people = [name for name, source in sources.items() if source.column and not name.endswith(FINAL)]
    if len(people) > 1:
        st.session_state.setdefault(f"{READERS} wanted", people)
    choose_columns(READERS, "Readers to compare: people, runs or columns", list(sources), "Choose two or more")
    names = wanted_columns(READERS, sources)
    chosen = {name: sources[name] for name in names}
    for sheet in {source.sheet.digest: source.sheet for source in chosen.values() if source.sheet}.values():
        show_sheet_match(table, sheet)
    if len(chosen) < 2:
        st.caption("See on how many rows two people, or two runs, give the same label, and decide where they differ.")
        return
    column = next((source.column for source in chosen.values() if source.column), bare_name(default_answers(table)))
    _show(table, chosen, column)


def _show(table: TableData, chosen: Mapping[str, LabelSource], column: str) -> None:
    is_list = are_several(table, default_answers(table))
    key = (table.digest, is_list, tuple((name, source.digest) for name, source in chosen.items()))
    labels = derived(
        "reader labels", key, lambda: {name: source.labels(is_list) for name, source in chosen.items()}, owner=FILES
    )
    found = derived("consensus", key, lambda: consensus(labels), owner=FILES)
    if not found.compared:
        st.caption("No row has labels of two readers.")
        return
    pairs = derived("pair agreements", key, lambda: pair_agreements(labels), owner=FILES)
    alpha = derived("reader alpha", key, lambda: overall_alpha(labels), owner=FILES)
    agreed = found.compared - len(found.disagreements)
    st.markdown(f"**The same label on {agreed:,} of {found.compared:,} rows ({agreed / found.compared:.0%})**")
    st.caption(plain(" ".join(_sentences(alpha, len(chosen)))))
    _show_pairs(pairs)
    decided = decisions(table, column)
    st.download_button(
        "Download comparison as CSV",
        lambda: write_csv(select(_columns(table, labels, found, decided))),
        f"{stem_of_table(table.joined)}_readers_{digest_of(key, table.labels.version)}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="readers_download",
        help="Each row with the label of every reader, the majority, how stable it is, and your decision.",
    )
    show_decisions(table, labels, found, column)


def _sentences(alpha: Interval, readers: int) -> Iterator[str]:
    if alpha.value is not None:
        yield f"Readers agree by chance, too. Beyond that, the agreement is {number_text(alpha)}"
        yield "(Krippendorff's alpha; 1 is perfect, 0 is chance, and above 0.8 is usually called reliable)."
    if readers > 2:
        yield "A row counts as the same only if all of its readers agree."


def _show_pairs(pairs: Sequence[PairAgreement]) -> None:
    frame = pd.DataFrame(
        {
            "Reader": [truncated(pair.first, _NAME_CHARACTERS) for pair in pairs],
            "Other reader": [truncated(pair.second, _NAME_CHARACTERS) for pair in pairs],
            "Rows of both": [pair.rows for pair in pairs],
            "Same label": [percent_text(pair.agreement) for pair in pairs],
            "Beyond chance (kappa)": [number_text(pair.kappa) for pair in pairs],
        }
    )
    columns = {
        "Beyond chance (kappa)": st.column_config.TextColumn(
            help="Cohen's kappa: 1 is perfect agreement, 0 is what chance gives."
        )
    }
    st.dataframe(frame, hide_index=True, column_config=columns, alt="Agreement of each two readers")


def _columns(
    table: TableData, labels: Mapping[str, Sequence[RowLabels]], found: Consensus, decided: Sequence[RowLabels]
) -> dict[str, Sequence[Cell]]:
    """The rows that any reader labelled, as columns."""
    rows = [row for row in range(len(table.joined.rows)) if any(side[row] is not None for side in labels.values())]
    sheet = table.joined.sheet
    columns: dict[str, Sequence[Cell]] = {name: table.columns[name] for name in (sheet.columns if sheet else ())}

    def add(name: str, cells: Sequence[Cell]) -> None:
        columns[free_name(name, columns)] = cells

    add("custom_id", table.joined.rows.custom_ids)
    for name, side in labels.items():
        add(name, [label_text(each) for each in side])
    add("majority", [label_text(each) for each in found.majority])
    add("stability", ["" if share is None else f"{share:.3f}" for share in found.stability])
    add("decision", [label_text(each) for each in decided])
    return {name: [cells[row] for row in rows] for name, cells in columns.items()}
