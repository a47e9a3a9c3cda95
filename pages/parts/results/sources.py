"""The joined table of the loaded files, with the choices about which sheet to use and how to match its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.batch import InputFile, read_requests
from lib.common import Unreadable
from lib.common.phrasing import counted
from lib.join import Joined, MatchChoices, join
from lib.join.sheet_choice import best_sheet
from lib.results import Results, read_results
from lib.results.results_file import collect_field
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.doubts import SheetChoices, open_doubts, other_notes
from pages.parts.results.matching_panel import match_choices
from pages.parts.results.session_batches import SessionBatch, session_batches, show_session_batches
from pages.parts.shared.doubts import show_doubts
from pages.parts.shared.formatting import plain
from pages.parts.shared.import_panel import import_panel
from pages.parts.shared.problem_list import show_notes, show_unreadable
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import FILES, choices_key, derived, digest_of, slot_value
from pages.parts.shared.uploads import LoadedFile, loaded_files


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """The contents of all loaded files."""

    digest: str
    """Digest of the files, their roles, and the batches of this session that are used."""

    results: Sequence[Results]
    sent: Sequence[InputFile]
    sheets: Sequence[Sheet]
    batches: Sequence[SessionBatch] = ()
    """The batches of this session, those too that no answer matches."""

    @property
    def used(self) -> list[SessionBatch]:
        """The batches of this session that answers match."""
        return [batch for batch in self.batches if batch.answers]

    @property
    def composed_sheets(self) -> list[Sheet]:
        """The sheets of the used batches that are not loaded, each once, that of the latest batch last."""
        loaded = {sheet.digest for sheet in self.sheets}
        sheets = {batch.composition.sheet.digest: batch.composition.sheet for batch in reversed(self.used)}
        return [sheet for digest, sheet in sheets.items() if digest not in loaded]


@dataclass(frozen=True, slots=True)
class JoinOptions:
    """The user's choices about the join."""

    sheet: Sheet | None = None
    match: MatchChoices = field(default_factory=MatchChoices)


def read_inputs(files: Sequence[LoadedFile]) -> LoadedInputs:
    """Reads each file once, in the role it has."""
    results, sent, sheets = _read_each(files)
    batches = session_batches(results, sent)
    used = [batch.composition.digest for batch in batches if batch.answers]
    parts = [*_made_from(files), *used, *(sheet.digest for sheet in sheets)]
    return LoadedInputs(_digest(parts), results, sent, sheets, batches)


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
    options = _choices(file.digest).options
    value = derived(f"file {file.digest}", (file.role, options), lambda: _reading(file, options), owner=file.digest)
    if isinstance(value, Unreadable):
        show_unreadable(value)
        if options != ImportOptions():  # their panel is hidden while the sheet is unreadable
            label, key = "Reset import options", f"read again {file.digest}"
            st.button(label, key=key, icon=":material/undo:", on_click=_forget_choices, args=(file.digest,))
        return None
    return value


def _choices(digest: str) -> SheetChoices:
    """What the user chose about how a file is read."""
    choices: SheetChoices = st.session_state.get(choices_key(digest), SheetChoices())
    return choices


def _forget_choices(digest: str) -> None:
    st.session_state.pop(choices_key(digest), None)


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
    """Draws the batches of this session, and the choices about the sheet where there is something to choose."""
    show_session_batches(read.batches)
    sheet = _choose_sheet(read)
    if sheet is None:
        return JoinOptions()
    if _is_loaded(sheet, read):
        _show_reading(sheet)
    return JoinOptions(sheet, match_choices(sheet))


def _choose_sheet(read: LoadedInputs) -> Sheet | None:
    """The only sheet; of several, those of batches composed here too, the chosen one: at first the best match."""
    sheets = [*read.composed_sheets, *read.sheets]
    if len(sheets) < 2:
        return sheets[0] if sheets else None
    names = [f"{number}. {sheet.name}{_origin(sheet, read)}" for number, sheet in enumerate(sheets, 1)]
    if st.session_state.get("sheets offered") != names:
        st.session_state["sheets offered"] = names
        st.session_state["results_sheet"] = names[best_sheet(sheets, _ids(read))]
    label = "Sheet the batch was made from"
    chosen = st.selectbox(label, names, key="results_sheet", persist_state="session")
    return sheets[names.index(chosen)]


def _origin(sheet: Sheet, read: LoadedInputs) -> str:
    return "" if _is_loaded(sheet, read) else " (composed here)"


def _is_loaded(sheet: Sheet, read: LoadedInputs) -> bool:
    return any(sheet is loaded for loaded in read.sheets)


def _ids(read: LoadedInputs) -> list[str]:
    sent = [custom_id for file in read.sent for custom_id in file.ids]
    return [*sent, *collect_field(read.results, "custom_id")]


def _show_reading(sheet: Sheet) -> None:
    """How the sheet is read, as on Compose: a sheet read in another way counts as edited. Nothing waits for a doubt."""
    # Names may be alike.
    digest = next(file.digest for file in loaded_files() if slot_value(f"file {file.digest}") is sheet)
    choices, change = _choices(digest), partial(_change, digest)
    if doubts := open_doubts(sheet, choices):
        label = f"{counted(len(doubts), 'open question')} about {plain(sheet.name)}"
        with st.expander(f":orange[{label}]", icon=":material/help:", key=f"doubts {digest}"):
            show_doubts(sheet, choices, change, "results")
    else:
        show_doubts(sheet, choices, change, "results")
    import_panel(sheet, choices, change, "results")
    show_notes([note for note in other_notes(sheet) if note.severity != "note"])


def _change(digest: str, change: Callable[[Sheet, SheetChoices], SheetChoices]) -> None:
    """Applies a change to the choices about a file; the next run reads it with them."""
    sheet = slot_value(f"file {digest}")
    if isinstance(sheet, Sheet):
        st.session_state[choices_key(digest)] = change(sheet, _choices(digest))


def join_inputs(read: LoadedInputs, options: JoinOptions, slot: str = "joined") -> tuple[Joined, str]:
    """The joined table and its digest; joined again only when something it depends on changed."""
    sheet = options.sheet
    # Where ids are in several batches, the prompts of those made from this sheet are shown.
    batches = sorted(read.used, key=lambda batch: sheet is None or batch.composition.sheet.digest != sheet.digest)
    sent = [*(batch.sent() for batch in batches), *read.sent]
    digest = digest_of(read.digest, sheet.digest if sheet else "", options.match)

    def make() -> Joined:
        with st.spinner(f"Joining {counted(sum(len(file.results) for file in read.results), 'result')}"):
            return join(read.results, sent, sheet, options.match)

    return derived(slot, digest, make, owner=FILES), digest
