"""The Excel file's worksheet "How it was made": what of it the page knows."""

from collections.abc import Iterable, Sequence
from functools import partial

from lib.common.phrasing import counted
from lib.export import Selection, write_xlsx
from lib.export.how_made import SourceFile, how_made
from lib.join import Joined
from pages.parts.results.export_format import Writer
from pages.parts.results.export_settings import ExportSettings, filter_words, scope_words
from pages.parts.results.shown_rows import ShownRows
from pages.parts.results.table_data import TableData
from pages.parts.shared.uploads import loaded_files


def excel_writer(table: TableData, settings: ExportSettings, shown: ShownRows, changes: Iterable[str]) -> Writer:
    """Writes the workbook; the facts are read once somebody presses the button.

    Args:
        changes: what the workbook cannot hold, a sentence each.
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
    return partial(_write, table.joined, _source_files(table.joined), notes)


def _write(
    joined: Joined, files: Sequence[SourceFile], notes: Sequence[tuple[str, str]], selection: Selection
) -> bytes:
    return write_xlsx(selection, facts=how_made(joined, files, notes))


def _source_files(joined: Joined) -> list[SourceFile]:
    """The loaded files in use, and the batches that were composed here."""
    loaded = [SourceFile(file.name, file.role, file.digest) for file in loaded_files() if file.role != "Nothing"]
    composed = [file.name for file in joined.sent if file.sheet_digest]
    return [*loaded, *(SourceFile(name, "Requests, composed here", "") for name in composed)]
