"""From loaded files to the joined table: what is read, what is used, and the choices about it."""

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
from pages.parts.shared.progress import progress
from pages.parts.shared.session import FILES, derived, digest_of, slot_value
from pages.parts.shared.uploads import LoadedFile, loaded_files

_GUESS = ""
"""The id column's value for letting the join find it: no column is called that."""


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """Everything loaded, read."""

    digest: str
    """Of the files, their roles and the batch composed in this session, if it is used."""

    results: Sequence[Results]
    sent: Sequence[InputFile]
    sheets: Sequence[Sheet]
    origin: Origin | None = None
    """The batches of this session that the answers are to."""


@dataclass(frozen=True, slots=True)
class JoinOptions:
    """The user's choices about the join."""

    sheet: Sheet | None = None
    id_column: str | None = None
    by_number: bool = False
    composed: bool = False
    """Whether the sheet is the very one the batch was composed from."""


def read_inputs(files: Sequence[LoadedFile]) -> LoadedInputs:
    """The files as what they are taken for; each is read once for as long as it is loaded."""
    results, sent, sheets = _read_each(files)
    parts = _made_from(files)
    origin = choose_source_batch(results, sent, sheets, parts)
    parts += [origin.digest if origin else "", *(sheet.digest for sheet in sheets)]
    return LoadedInputs(_digest(parts), results, sent, sheets, origin)


def read_second_run(files: Sequence[LoadedFile]) -> LoadedInputs:
    """The results and requests of a second run; sheets among them are not read, since it shares the first's."""
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
    """One file's value. A file that is not what it was taken for says so, and counts as nothing."""
    options = _asked(file.digest)
    value = derived(f"file {file.digest}", (file.role, options), lambda: _reading(file, options), owner=file.digest)
    if isinstance(value, Unreadable):
        show_unreadable(value)
        if options != ImportOptions():  # whose panel stands beside the sheet that they made unreadable
            label, key = "Read it as at first", f"read anew {file.digest}"
            st.button(label, key=key, icon=":material/undo:", on_click=_read_as, args=(file.digest, ImportOptions()))
        return None
    return value


def _asked(digest: str) -> ImportOptions:
    """What the user chose about reading a file."""
    options: ImportOptions = st.session_state.get(f"options {digest}", ImportOptions())
    return options


def _reading(file: LoadedFile, options: ImportOptions) -> Results | InputFile | Sheet | Unreadable | None:
    """The file's value, or why there is none: kept like a value, so that a broken file is tried once."""
    try:
        return _reading_as(file, options)
    except Unreadable as error:
        return error


def _reading_as(file: LoadedFile, options: ImportOptions) -> Results | InputFile | Sheet | None:
    with progress(f"Reading {plain(file.name)}") as tick:
        if file.role == "Results":
            return read_results(file.data, file.name, tick)
        if file.role == "Requests":
            return read_requests(file.data, file.name)
        if file.role == "Sheet":
            return read_sheet(file.data, file.name, options)
    return None


def show_sources(read: LoadedInputs) -> JoinOptions:
    """Choices about the sheet, shown only where there is something to choose."""
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
    """The only sheet; of several, the one that fits best, or the one chosen. The one composed here is among them."""
    composed = read.origin.sheet if read.origin else None
    if composed and any(sheet.digest == composed.digest for sheet in read.sheets):
        composed = None
    sheets = [*([composed] if composed else []), *read.sheets]
    if len(sheets) < 2:
        return sheets[0] if sheets else None
    here = " (composed here)"
    names = [f"{at}. {sheet.name}{here if sheet is composed else ''}" for at, sheet in enumerate(sheets, 1)]
    if st.session_state.get("sheets offered") != names:
        st.session_state["sheets offered"] = names
        st.session_state["results_sheet"] = names[best_sheet(sheets, read.sent, read.results)]
    label = "Which sheet the batch was made from"
    chosen = st.selectbox(label, names, key="results_sheet", persist_state="session")
    return sheets[names.index(chosen)]


def _import_panel(sheet: Sheet) -> None:
    """A sheet read another way than when it was composed counts as edited: the same choices belong here."""
    # Names may be alike.
    digest = next(file.digest for file in loaded_files() if slot_value(f"file {file.digest}") is sheet)
    import_panel(sheet, _asked(digest), partial(_read_as, digest), "results")


def _read_as(digest: str, options: ImportOptions) -> None:
    st.session_state[f"options {digest}"] = options


def _choose_id_column(sheet: Sheet) -> str | None:
    key = f"id column {sheet.digest}"
    chosen = st.selectbox(
        "Column that holds the ids",
        [_GUESS, *sheet.columns],
        key=key,
        format_func=lambda column: option_label(column, "Find it"),
        width=260,
        persist_state="session",
        help="Find it looks for a column with the custom_ids of the batch; if there is none, "
        "rows are found by their content.",
    )
    return chosen or None


def _by_number(read: LoadedInputs, sheet: Sheet) -> bool:
    """Offered only where ids have a row number in them; the choice is about one sheet, and off for the next one."""
    ids = (result.custom_id for file in read.results for result in file.rows)
    if not any(map(parse_row_id, islice(ids, 100))):
        return False
    if st.session_state.get("by number of") != sheet.digest:
        st.session_state["by number of"] = sheet.digest
        st.session_state["results_by_number"] = False
    return st.toggle(
        "Match by row number alone",
        key="results_by_number",
        persist_state="session",
        help="For a sheet whose text was edited since. Only right if no row was moved, added or removed.",
    )


def join_inputs(read: LoadedInputs, options: JoinOptions, slot: str = "joined") -> tuple[Joined, str]:
    """The joined table, made anew only when something it is made from changed, and its digest."""
    sheet = options.sheet
    sure = read.origin is None or is_surely(read.origin, downloaded_batches())
    chosen = (read.digest, sheet.digest if sheet else "", options.id_column, options.by_number, options.composed, sure)
    digest = digest_of(*chosen)

    def make() -> Joined:
        with st.spinner(f"Joining {counted(sum(len(file.rows) for file in read.results), 'result')}"):
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
