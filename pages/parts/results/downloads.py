"""Downloads of the joined table in every format, with what each format changes about its cells."""

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from lib.common.own_columns import CHECK_KEY, Cell, free_name
from lib.common.phrasing import counted
from lib.export import (
    XLSX_MIME,
    CellChanges,
    count_cell_changes,
    select,
    write_csv,
    write_full_texts,
    write_jsonl,
    write_parquet,
)
from lib.review import Mark, MarkKey, key_column
from pages.parts.results.embeddings import show_vector_downloads
from pages.parts.results.export_facts import excel_writer, export_facts, show_methods_downloads
from pages.parts.results.export_format import ExportFormat, Writer, say_what_is_written, show_export_button
from pages.parts.results.export_settings import (
    ExportSettings,
    choose_scope,
    export_settings,
    scope_words,
    show_guard,
)
from pages.parts.results.quality_facts import QualityFacts
from pages.parts.results.retry import show_retry
from pages.parts.results.session_marks import saved_marks
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData, stem_of_table
from pages.parts.shared.session import FILES, derived

_PARQUET = ExportFormat("Download as Parquet", "parquet", "application/vnd.apache.parquet", write_parquet)
_JSON_LINES = ExportFormat("Download as JSON Lines", "jsonl", "application/jsonl", write_jsonl)

_EXCEL_AND_CSV = "Excel may change ids, dates and long numbers when it opens a CSV. The Excel file keeps them."
_NUMBERS = "In the Excel file, numbers in JSON answers are numbers (1.50 becomes 1.5). The CSV has them as written."


def show_downloads(table: TableData, shown: ShownRows, quality: QualityFacts) -> None:
    """Excel, CSV and the rows to send again in sight, other formats one click away, and what changes in the files."""
    stem = stem_of_table(table.joined)
    settings = export_settings(table, shown, stem)
    changes = _survey(table, shown, settings)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        facts = export_facts(table, settings, shown, changes.excel_sentences(), quality)
        xlsx = ExportFormat("Download as Excel", "xlsx", XLSX_MIME, excel_writer(facts), is_primary=True)
        csv = ExportFormat(
            "Download as CSV", "csv", "text/csv", partial(write_csv, safe=settings.is_guarded), help=_EXCEL_AND_CSV
        )
        _show_buttons(table, settings, [xlsx, csv])
        choose_scope()
        if changes.cut:
            _show_full_texts(table, settings, changes.cut)
        retry_sentences = show_retry(table, stem) if table.joined.results else []
        key = "results_export_more"
        with st.popover(
            "More",
            icon=":material/more_horiz:",
            key=key,
            on_change="rerun",
            help="More formats, and how a CSV is written",
        ) as panel:
            if panel.open:
                show_guard()
                _show_buttons(table, settings, [_PARQUET, _JSON_LINES])
                show_vector_downloads(table, stem)
                show_methods_downloads(facts, settings)
                st.caption(" ".join(_about_files(table, settings)))
    rows = len(table.joined.rows if settings.rows is None else settings.rows)
    say_what_is_written(rows, [f"results_download_{ending}" for ending in ("xlsx", "csv", "parquet", "jsonl", "txt")])
    if sentences := [*_sentences(table, settings, changes), *retry_sentences]:
        st.caption(" ".join(sentences))


def _show_buttons(table: TableData, settings: ExportSettings, formats: Sequence[ExportFormat]) -> None:
    """Buttons whose files hold the marks."""
    with st.container(horizontal=True, width="content", gap="xsmall"):
        for export in formats:
            make = partial(_data_with_marks, table, settings, saved_marks())
            show_export_button(export, settings.stem, f"results_download_{export.ending}", make)


def _show_full_texts(table: TableData, settings: ExportSettings, count: int) -> None:
    label = f"Download full texts ({counted(count, 'cell')})"
    export = ExportFormat(label, "txt", "text/plain", write_full_texts)
    show_export_button(export, f"{settings.stem}_full_texts", "results_download_txt", partial(_data, table, settings))


def _data(table: TableData, settings: ExportSettings, write: Writer) -> bytes:
    columns: dict[str, Sequence[Cell]] = {**table.extra_columns, **table.review_columns}
    fields = table.answer_columns.field_names
    names = settings.columns
    technical = set() if names else table.extra_columns.keys() - {*fields, *table.answer_columns.label_columns}
    if names:  # what was corrected, and from what, is never left out, only folded
        added = [name for name in table.correction_columns(names) if name not in names]
        names, technical = (*names, *added), set(added)
    elif fields:
        technical |= set(table.correction_columns([table.joined.answer_column])[1:])
    if table.review.row_keys and set(table.mark_columns) & set(names or table.mark_columns):
        name = free_name(CHECK_KEY, {**table.joined.columns, **columns})
        columns[name] = key_column(table.review.row_keys)[CHECK_KEY]
        names = (*names, name) if names else None
        technical |= {name}
    numbers = table.answer_columns.number_columns
    chosen = select(table.joined, settings.rows, names, columns, fields=fields, technical=technical, numbers=numbers)
    return write(chosen)


def _data_with_marks(table: TableData, settings: ExportSettings, saved: dict[MarkKey, Mark], write: Writer) -> bytes:
    """The file's bytes. Once they are written, the marks in them no longer count as unsaved."""
    data = _data(table, settings, write)
    review = table.review
    holding = {*table.mark_columns, *table.corrected.cells}
    if holding <= set(settings.columns or holding):
        rows = review.keys.keys() if settings.rows is None else review.keys.keys() & set(settings.rows)
        saved.update((review.keys[row], review.marks[row]) for row in rows)
    return data


def _survey(table: TableData, shown: ShownRows, settings: ExportSettings) -> CellChanges:
    """How the downloads change cells; the marks and the columns with corrections are counted apart.

    So a new one does not cost a whole count.
    """
    changing = {**table.corrected.cells, **table.review_columns}
    fixed = {**table.joined.columns, **table.extra_columns}
    names = [name for name in settings.columns or fixed if name in fixed and name not in changing]
    rows = settings.rows
    key = (table.layout, "" if rows is None else shown.digest, tuple(names))
    of_table = derived(
        "survey", key, lambda: count_cell_changes(select(table.joined, rows, names, table.extra_columns)), owner=FILES
    )
    exported = settings.columns or table.columns
    marks = {name: cells for name, cells in changing.items() if name in exported}
    if not marks:
        return of_table
    of_marks = derived(
        "survey of marks", (*key, *table.version), lambda: count_cell_changes(select(marks, rows)), owner=FILES
    )
    return CellChanges(
        guarded=of_table.guarded + of_marks.guarded,
        replaced=of_table.replaced + of_marks.replaced,
        cut=of_table.cut + of_marks.cut,
        broken=of_table.broken + of_marks.broken,
        columns_left_out=of_table.columns_left_out,
    )


def _about_files(table: TableData, settings: ExportSettings) -> Iterator[str]:
    if settings.is_whole:
        yield f"The downloads have {scope_words(table, settings)}."
    yield _EXCEL_AND_CSV
    if table.answer_columns.number_columns:
        yield _NUMBERS


def _sentences(table: TableData, settings: ExportSettings, changes: CellChanges) -> Iterator[str]:
    """What is not as a person would expect: fewer rows, or changed cells."""
    if not settings.is_whole:
        yield f"The downloads have {scope_words(table, settings)}."
    if changes.guarded:
        formulas = f"{counted(changes.guarded, 'cell')} that Excel could run as a formula"
        guard = "In the CSV, an apostrophe guards" if settings.is_guarded else "The CSV has"
        yield f"{guard} {formulas}."
    yield from changes.excel_sentences()
