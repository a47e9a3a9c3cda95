"""The joined table of the loaded files, with the choices about which sheet to use and how to match its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice

import streamlit as st

from lib.batch import InputFile, read_requests
from lib.common import Unreadable
from lib.common.phrasing import counted
from lib.compose.row_ids import parse_row_id
from lib.join import Joined, join
from lib.join.source_batch import Origin, best_sheet, is_surely
from lib.results import Results, read_results
from lib.sheets import ImportOptions, Sheet, read_sheet
from pages.parts.results.source_batch import choose_source_batch, downloaded_batches
from pages.parts.shared.formatting import option_label, plain
from pages.parts.shared.import_panel import import_panel
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import FILES, derived, digest_of, slot_value
from pages.parts.shared.uploads import LoadedFile, loaded_files

_FIND_IT = ""
"""The id column's value for finding it automatically: no column has this name."""


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """The contents of all loaded files."""

    digest: str
    """Digest of the files, their roles, and the batch composed in this session if it is used."""

    results: Sequence[Results]
    sent: Sequence[InputFile]
    sheets: Sequence[Sheet]
    origin: Origin | None = None
    """The batches of this session that the answers belong to."""


@dataclass(frozen=True, slots=True)
class JoinOptions:
    """The user's choices about the join."""

    sheet: Sheet | None = None
    id_column: str | None = None
    by_number: bool = False
    composed: bool = False
    """Whether the batch was composed from this sheet in this session."""


def read_inputs(files: Sequence[LoadedFile]) -> LoadedInputs:
    """Reads each file once, in the role it has."""
    results, sent, sheets = _read_each(files)
    parts = _made_from(files)
    origin = choose_source_batch(results, sent, sheets, parts)
    parts += [origin.digest if origin else "", *(sheet.digest for sheet in sheets)]
    return LoadedInputs(_digest(parts), results, sent, sheets, origin)


def read_second_run(files: Sequence[LoadedFile]) -> LoadedInputs:
    """The results and requests of a second run, without sheets: it shares the sheet of the first run."""
    results, sent, _ = _read_each([file for file in files if file.role in ("Results", "Requests")])
    return LoadedInputs(_digest(_made_from(files)), results, sent, ())


def _made_from(files: Sequence[LoadedFile]) -> list[str]:
    return [f"{file.digest} {file.role}" for file in files]


def _digest(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _read_each(files: Sequence[LoadedFile]) -> tuple[list[Results], list[InputFile], list[Sheet]]:
    values = [_read(file) for file in files]
    return (
        [value for value in values if isinstance(value, Results)],
        [value for value in values if isinstance(value, InputFile)],
        [value for value in values if isinstance(value, Sheet)],
    )


def _read(file: LoadedFile) -> Results | InputFile | Sheet | None:
    """One file's contents; for a file that cannot be read in its role, None and an error on the page."""
    options = _asked(file.digest)
    value = derived(f"file {file.digest}", (file.role, options), lambda: _reading(file, options), owner=file.digest)
    if isinstance(value, Unreadable):
        show_unreadable(value)
        if options != ImportOptions():  # their panel is hidden while the sheet is unreadable
            label, key = "Reset import options", f"read anew {file.digest}"
            st.button(label, key=key, icon=":material/undo:", on_click=_read_as, args=(file.digest, ImportOptions()))
        return None
    return value


def _asked(digest: str) -> ImportOptions:
    """The import options that the user chose for a file."""
    options: ImportOptions = st.session_state.get(f"options {digest}", ImportOptions())
    return options


def _reading(file: LoadedFile, options: ImportOptions) -> Results | InputFile | Sheet | Unreadable | None:
    """The file's contents, or the error, which is kept too: a broken file is read only once."""
    try:
        return _reading_as(file, options)
    except Unreadable as error:
        return error


def _reading_as(file: LoadedFile, options: ImportOptions) -> Results | InputFile | Sheet | None:
    with progress_bar(f"Reading {plain(file.name)}") as tick:
        if file.role == "Results":
            return read_results(file.data, file.name, tick)
        if file.role == "Requests":
            return read_requests(file.data, file.name)
        if file.role == "Sheet":
            return read_sheet(file.data, file.name, options)
    return None


def show_sources(read: LoadedInputs) -> JoinOptions:
    """Draws the choices about the sheet, where there is something to choose."""
    sheet = _choose_sheet(read)
    if sheet is None:
        return JoinOptions()
    if read.origin and sheet is read.origin.sheet:
        return JoinOptions(sheet, composed=True)
    _import_panel(sheet)
    show_notes([note for note in sheet.notes if note.severity != "note"])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        id_column = _choose_id_column(sheet)
        by_number = _by_number(read, sheet)
    return JoinOptions(sheet, id_column, by_number)


def _choose_sheet(read: LoadedInputs) -> Sheet | None:
    """The only sheet; of several (the one composed here counts too), the chosen one, by default the best match."""
    composed = read.origin.sheet if read.origin else None
    if composed and any(sheet.digest == composed.digest for sheet in read.sheets):
        composed = None
    sheets = [*([composed] if composed else []), *read.sheets]
    if len(sheets) < 2:
        return sheets[0] if sheets else None
    here = " (composed here)"
    names = [f"{number}. {sheet.name}{here if sheet is composed else ''}" for number, sheet in enumerate(sheets, 1)]
    if st.session_state.get("sheets offered") != names:
        st.session_state["sheets offered"] = names
        st.session_state["results_sheet"] = names[best_sheet(sheets, read.sent, read.results)]
    label = "Sheet the batch was made from"
    chosen = st.selectbox(label, names, key="results_sheet", persist_state="session")
    return sheets[names.index(chosen)]


def _import_panel(sheet: Sheet) -> None:
    """Import options, as on Compose: a sheet read with other options counts as edited."""
    # Names may be alike.
    digest = next(file.digest for file in loaded_files() if slot_value(f"file {file.digest}") is sheet)
    import_panel(sheet, _asked(digest), partial(_read_as, digest), "results")


def _read_as(digest: str, options: ImportOptions) -> None:
    st.session_state[f"options {digest}"] = options


def _choose_id_column(sheet: Sheet) -> str | None:
    key = f"id column {sheet.digest}"
    chosen = st.selectbox(
        "Column with the ids",
        [_FIND_IT, *sheet.columns],
        key=key,
        format_func=lambda column: option_label(column, "Find it"),
        width=260,
        persist_state="session",
        help="“Find it” looks for a column with the ids of the batch. "
        "Without such a column, Batchdesk matches rows by their content.",
    )
    return chosen or None


def _by_number(read: LoadedInputs, sheet: Sheet) -> bool:
    """Whether to match by row number: offered where ids hold one, and off again for another sheet."""
    ids = (result.custom_id for file in read.results for result in file.results)
    if not any(map(parse_row_id, islice(ids, 100))):
        return False
    if st.session_state.get("by number of") != sheet.digest:
        st.session_state["by number of"] = sheet.digest
        st.session_state["results_by_number"] = False
    return st.toggle(
        "Match by row number alone",
        key="results_by_number",
        persist_state="session",
        help="Use this only if the sheet was edited after sending and no row was moved, added or removed.",
    )


def join_inputs(read: LoadedInputs, options: JoinOptions, slot: str = "joined") -> tuple[Joined, str]:
    """The joined table and its digest; joined again only when something it depends on changed."""
    sheet = options.sheet
    sure = read.origin is None or is_surely(read.origin, downloaded_batches())
    chosen = (read.digest, sheet.digest if sheet else "", options.id_column, options.by_number, options.composed, sure)
    digest = digest_of(*chosen)

    def make() -> Joined:
        with st.spinner(f"Joining {counted(sum(len(file.results) for file in read.results), 'result')}"):
            return join(
                read.results,
                [*([read.origin.sent()] if read.origin else []), *read.sent],
                sheet,
                id_column=options.id_column,
                by_number=options.by_number,
                composed=read.origin.rows() if read.origin and options.composed else None,
                sure=sure,
            )

    return derived(slot, digest, make, owner=FILES), digest
