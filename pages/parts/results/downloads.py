"""The joined table as files, and the requests to send again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.batch.bundle import stem_of
from lib.common.phrasing import counted
from lib.export import Selection, select, write_csv, write_full_texts, write_jsonl, write_parquet, write_xlsx
from lib.export.excel import XLSX_MIME
from lib.export.fidelity import CellChanges, count_cell_changes
from lib.join import Joined
from lib.review import Mark
from lib.review.mark_store import MarkKey
from pages.parts.results.filters import ShownRows
from pages.parts.results.retry import show_retry
from pages.parts.results.session_marks import saved_marks, unsaved_marks
from pages.parts.results.table_data import TableData
from pages.parts.results.unsaved_warning import download_key
from pages.parts.shared.session import FILES, derived, digest_of, set_defaults


@dataclass(frozen=True, slots=True)
class _Choice:
    """What of the table is exported, and how."""

    rows: Sequence[int] | None
    """None for all."""

    columns: tuple[str, ...] | None
    """None for all."""

    guard: bool
    stem: str
    """Of the files' names, with a digest of all that their bytes depend on."""


def show_exports(table: TableData, shown: ShownRows) -> None:
    """Excel and CSV in sight, other forms one step away, and what they cannot hold as it is."""
    stem = stem_of_table(table.joined)
    rows = _rows(shown)
    with st.container(horizontal=True):
        whole = rows is None and not _some_columns(shown) and unsaved_marks() <= table.review.kept.keys()
        first = st.container(horizontal=True, width="content", gap="small")
        with st.popover("More", icon=":material/more_horiz:", key="results_export_more"):
            chosen = _settings(table, shown, rows, stem)
            found = _survey(table, shown, chosen)
            with st.container(key=download_key("more", whole)):
                _more_buttons(table, chosen)
        with first:
            with st.container(horizontal=True, width="content", key=download_key("first", whole)):
                _button(table, chosen, "Download as Excel", "xlsx", write_xlsx, XLSX_MIME)
                _button(table, chosen, "Download as CSV", "csv", partial(write_csv, safe=chosen.guard), "text/csv")
            if found.cut:
                label = f"Full texts ({counted(found.cut, 'cell')})"
                _button(table, chosen, label, "txt", write_full_texts, "text/plain", "_full_texts")
        about_retry = show_retry(table, stem) if table.joined.results else []
    count = (
        f"all {counted(len(table.joined.rows), 'row')}" if rows is None else f"the {counted(len(rows), 'row')} shown"
    )
    about_numbers = [_NUMBERS] if table.answers.numbers else []
    said = [f"The downloads have {count}.", _EXCEL, *about_numbers, *_said(found, chosen.guard), *about_retry]
    st.caption(" ".join(said))


_EXCEL = "Excel may change ids, dates and long numbers when it opens a CSV: the Excel file keeps them."
_NUMBERS = "Numbers in JSON answers are numbers in the Excel file (1.50 is 1.5 there), and as written in the CSV."


def _some_columns(shown: ShownRows) -> bool:
    return bool(shown.view.columns and st.session_state.get("results_export_columns"))


def _rows(shown: ShownRows) -> Sequence[int] | None:
    """The rows to export: None for all, unless the user chose the shown ones."""
    only = st.toggle(
        "Export only the rows shown, in their order",
        key="results_only_filtered",
        disabled=not shown.narrowed,  # always there, so that nothing moves under a click
        persist_state="session",
    )
    return shown.rows if only and shown.narrowed else None


def _settings(table: TableData, shown: ShownRows, rows: Sequence[int] | None, stem: str) -> _Choice:
    set_defaults({"results_export_guard": True})
    guard = st.toggle(
        "Guard cells that Excel would run as formulas (CSV)",
        key="results_export_guard",
        persist_state="session",
        help="They get an apostrophe in front. Without it, every text in the CSV is exact.",
    )
    columns = None
    if shown.view.columns:
        only = st.toggle(
            "Only the columns shown, in their order", key="results_export_columns", persist_state="session"
        )
        columns = shown.view.columns if only else None
    parts = (rows is not None and shown.digest, columns, guard, table.review.digest)
    digest = "" if parts == (False, None, True, "") else f"_{digest_of(*parts)[:6]}"
    return _Choice(rows, columns, guard, f"{stem}_results_{table.digest}{digest}")


def _more_buttons(table: TableData, chosen: _Choice) -> None:
    _button(table, chosen, "Download as Parquet", "parquet", write_parquet, "application/vnd.apache.parquet")
    _button(table, chosen, "Download as JSON Lines", "jsonl", write_jsonl, "application/jsonl")


def _button(
    table: TableData,
    chosen: _Choice,
    label: str,
    ending: str,
    write: Callable[[Selection], bytes],
    mime: str,
    more: str = "",
) -> None:
    st.download_button(
        label,
        partial(_written, table, chosen, write, saved_marks()),
        f"{chosen.stem}{more}.{ending}",
        mime,
        key=f"results_download_{ending}",
        on_click="ignore",
        type="primary" if ending == "xlsx" else "secondary",
        icon=":material/download:",
    )


def _written(
    table: TableData, chosen: _Choice, write: Callable[[Selection], bytes], saved: dict[MarkKey, Mark]
) -> bytes:
    """The file's bytes. The marks in it are noted once they are written: then nothing is lost with the tab."""
    review = table.review
    more, numbers = {**table.more, **review.columns}, table.answers.numbers
    data = write(select(table.joined, chosen.rows, chosen.columns, more, numbers))
    if write is not write_full_texts and set(review.columns) <= set(chosen.columns or review.columns):
        ids = None if chosen.rows is None else {table.joined.rows.custom_ids[at] for at in chosen.rows}
        saved.update((key, mark) for key, mark in review.kept.items() if ids is None or key[0] in ids)
    return data


def _survey(table: TableData, shown: ShownRows, chosen: _Choice) -> CellChanges:
    """What the downloads do to cells; that of the marks apart, since a mark must not make the table be read again."""
    fixed = {**table.joined.columns, **table.more}
    names = [name for name in chosen.columns or fixed if name in fixed]
    key = (table.digest, "" if chosen.rows is None else shown.digest, tuple(names))
    of_table = derived(
        "survey", key, lambda: count_cell_changes(select(table.joined, chosen.rows, names, table.more)), owner=FILES
    )
    marked = {name: cells for name, cells in table.review.columns.items() if name in (chosen.columns or table.columns)}
    if not marked:
        return of_table
    of_marks = derived(
        "survey of marks", (*key, *table.version), lambda: count_cell_changes(select(marked, chosen.rows)), owner=FILES
    )
    return CellChanges(
        of_table.guarded + of_marks.guarded,
        of_table.replaced + of_marks.replaced,
        of_table.cut + of_marks.cut,
        of_table.broken + of_marks.broken,
        of_table.columns_left_out,
    )


def stem_of_table(joined: Joined) -> str:
    """The name of the sheet, else of the first file."""
    if joined.sheet:
        return stem_of(joined.sheet.name)
    names = [file.name for file in joined.results] + [file.name for file in joined.sent]
    return stem_of(names[0]) if names else "batch"


def _said(found: CellChanges, guard: bool) -> list[str]:
    said = []
    if found.guarded:
        cells = f"In the CSV {counted(found.guarded, 'cell')} that Excel would run as a formula"
        one = found.guarded == 1
        done = (
            f"{'gets' if one else 'get'} an apostrophe in front"
            if guard
            else f"{'stands' if one else 'stand'} as {'it is' if one else 'they are'}"
        )
        said.append(f"{cells} {done}.")
    if found.replaced:
        said.append(f"In the Excel file control characters in {counted(found.replaced, 'cell')} become �.")
    if found.cut:
        longer = f"{counted(found.cut, 'cell')} longer than the 32,767 characters that Excel holds"
        said.append(f"In the Excel file {longer} end in a mark; the file of full texts and the CSV have them whole.")
    if found.columns_left_out:
        beyond = f"{counted(found.columns_left_out, 'column')} beyond the 16,384 that it holds"
        said.append(f"In the Excel file {beyond} are left out.")
    return said
