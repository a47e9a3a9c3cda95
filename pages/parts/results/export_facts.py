"""How the table was made, as the Excel file's second worksheet and as a page for a report."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import streamlit as st

from lib.common.phrasing import counted
from lib.export import Selection, write_xlsx
from lib.export.how_made import Fact, SourceFile, how_made
from lib.export.methods_page import html_page, markdown_page
from lib.join import Joined
from pages.parts.results.export_format import Writer
from pages.parts.results.export_settings import ExportSettings, filter_words, scope_words
from pages.parts.results.quality_facts import QualityFacts
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.uploads import loaded_files


def excel_writer(facts: Callable[[], Sequence[Fact]]) -> Writer:
    """Writes the workbook; the facts are read once somebody presses the button."""
    return partial(_write_workbook, facts)


def _write_workbook(facts: Callable[[], Sequence[Fact]], selection: Selection) -> bytes:
    return write_xlsx(selection, facts=facts())


def show_methods_downloads(facts: Callable[[], Sequence[Fact]], settings: ExportSettings) -> None:
    """The same facts as a page for a report, in both forms. They are about everything that the files hold."""
    st.markdown("**How it was made**")
    st.caption("Prompt, models, dates, counts, scores and files on one page, for your report. Excel has it, too.")
    pages = (("HTML", "html", "text/html", html_page), ("Markdown", "md", "text/markdown", markdown_page))
    with st.container(horizontal=True, width="content", gap="xsmall"):
        for name, ending, mime, write in pages:
            st.download_button(
                f"Download as {name}",
                partial(_write_page, facts, write),
                f"{settings.stem}_how_it_was_made.{ending}",
                mime,
                key=f"results_methods_{ending}",
                on_click="ignore",
                icon=":material/description:",
            )


def _write_page(facts: Callable[[], Sequence[Fact]], write: Callable[[str, Sequence[Fact]], bytes]) -> bytes:
    return write("How this table was made", facts())


def export_facts(
    table: TableData, settings: ExportSettings, shown: ShownRows, changes: Iterable[str], quality: QualityFacts
) -> Callable[[], Sequence[Fact]]:
    """Reads the facts about the table and its files, outside a run of the page.

    Args:
        changes: what the workbook cannot hold, a sentence each.
        quality: reads what is to be told of labels and scores.
    """
    words = scope_words(table, settings)
    notes: list[tuple[str, str]] = [("Rows and columns", f"{words[0].upper()}{words[1:]}.")]
    if settings.rows is not None and (filters := filter_words(shown)):
        notes.append(("Only rows", "; ".join(filters)))
    if table.review.marks:
        notes.append(("Checked", f"{table.review.progress}."))
    if count := len({row for rows in table.corrected.originals.values() for row in rows}):
        where = "The columns that end in “(original)” have what they said before."
        notes.append(("Corrected", f"{counted(count, 'answer')}. {where}"))
    notes += [("Cells", sentence) for sentence in changes]
    return partial(_facts, table.joined, _source_files(table.joined), notes, quality)


def _facts(
    joined: Joined, files: Sequence[SourceFile], notes: Sequence[tuple[str, str]], quality: QualityFacts
) -> Sequence[Fact]:
    return how_made(joined, files, notes, quality())


def _source_files(joined: Joined) -> list[SourceFile]:
    """The loaded files in use, and the batches that were composed here."""
    loaded = [SourceFile(file.name, file.role, file.digest) for file in loaded_files() if file.role != "Nothing"]
    composed = [file.name for file in joined.sent if file.sheet_digest]
    return [*loaded, *(SourceFile(name, "Requests, composed here", "") for name in composed)]
