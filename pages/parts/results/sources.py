"""The joined table of the loaded files, with the choices about which sheet to use and how to match its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from lib.common import Problem
from lib.common.phrasing import counted
from lib.join import Joined, MatchChoices, join
from lib.join.sheet_choice import best_sheet
from lib.results.results_file import collect_field
from lib.sheets import Sheet
from lib.sheets.doubts import SheetChoices, keep_sheet, open_doubts, other_notes
from lib.sheets.reader import OWN_EXPORT
from pages.parts.results.inputs import LoadedInputs
from pages.parts.results.matching_panel import match_choices
from pages.parts.results.session_batches import show_session_batches
from pages.parts.shared.doubts import show_doubts
from pages.parts.shared.file_contents import file_choices
from pages.parts.shared.formatting import plain
from pages.parts.shared.import_panel import import_panel
from pages.parts.shared.session import FILES, choices_key, derived, digest_of, slot_value
from pages.parts.shared.uploads import loaded_files, set_role


@dataclass(frozen=True, slots=True)
class JoinOptions:
    """The user's choices about the join."""

    sheet: Sheet | None = None
    match: MatchChoices = field(default_factory=MatchChoices)


def join_options(read: LoadedInputs) -> JoinOptions:
    """The choices as they are now, before their widgets are drawn."""
    sheet = _chosen_sheet(read)
    return JoinOptions() if sheet is None else JoinOptions(sheet, match_choices(sheet))


def show_sources(read: LoadedInputs, options: JoinOptions) -> None:
    """Draws the batches of this session, and the choices about the sheet where there is something to choose."""
    show_session_batches(read.batches)
    if len(names := _sheet_names(read)) > 1:
        st.selectbox("Sheet the batch was made from", names, key="results_sheet", persist_state="session")
    if options.sheet is not None and _is_loaded(options.sheet, read):
        _show_reading(options.sheet)


def show_sheet_questions(read: LoadedInputs, options: JoinOptions) -> list[Problem]:
    """Draws the open questions about how the sheet is read; returns what else is notable. Nothing waits for a doubt."""
    sheet = options.sheet
    if sheet is None or not _is_loaded(sheet, read):
        return []
    digest, choices = _choices_about(sheet)
    if doubts := open_doubts(sheet, choices):
        label = f"{counted(len(doubts), 'open question')} about {plain(sheet.name)}"
        with st.expander(f":orange[{label}]", icon=":material/help:", key=f"doubts {digest}"):
            show_doubts(sheet, choices, partial(_change, digest), "results")
    return [note for note in other_notes(sheet) if note.severity != "note"]


def use_as_sheet(digest: str) -> None:
    """Takes an earlier export for the sheet, as a person chose."""
    st.session_state[choices_key(digest)] = keep_sheet(file_choices(digest), [OWN_EXPORT])
    set_role(digest, "Sheet", "chosen")


def _chosen_sheet(read: LoadedInputs) -> Sheet | None:
    """The only sheet; of several, those of batches composed here too, the chosen one: at first the best match."""
    sheets, names = [*read.composed_sheets, *read.sheets], _sheet_names(read)
    if len(sheets) < 2:
        return sheets[0] if sheets else None
    if st.session_state.get("sheets offered") != names or st.session_state.get("results_sheet") not in names:
        st.session_state["sheets offered"] = names
        st.session_state["results_sheet"] = names[best_sheet(sheets, _ids(read))]
    return sheets[names.index(st.session_state["results_sheet"])]


def _sheet_names(read: LoadedInputs) -> list[str]:
    sheets = [*read.composed_sheets, *read.sheets]
    return [f"{number}. {sheet.name}{_origin(sheet, read)}" for number, sheet in enumerate(sheets, 1)]


def _origin(sheet: Sheet, read: LoadedInputs) -> str:
    return "" if _is_loaded(sheet, read) else " (composed here)"


def _is_loaded(sheet: Sheet, read: LoadedInputs) -> bool:
    return any(sheet is loaded for loaded in read.sheets)


def _ids(read: LoadedInputs) -> list[str]:
    sent = [custom_id for file in read.sent for custom_id in file.ids]
    return [*sent, *collect_field(read.results, "custom_id")]


def _show_reading(sheet: Sheet) -> None:
    """How the sheet is read, as on Compose: a sheet read in another way counts as edited."""
    digest, choices = _choices_about(sheet)
    if not open_doubts(sheet, choices):
        show_doubts(sheet, choices, partial(_change, digest), "results")
    import_panel(sheet, choices, partial(_change, digest), "results")


def _choices_about(sheet: Sheet) -> tuple[str, SheetChoices]:
    """The digest of a loaded sheet's file, since names may be alike, and the choices about how it is read."""
    digest = next(file.digest for file in loaded_files() if slot_value(f"file {file.digest}") is sheet)
    return digest, file_choices(digest)


def _change(digest: str, change: Callable[[Sheet, SheetChoices], SheetChoices]) -> None:
    """Applies a change to the choices about a file; the next run reads it with them."""
    sheet = slot_value(f"file {digest}")
    if isinstance(sheet, Sheet):
        st.session_state[choices_key(digest)] = change(sheet, file_choices(digest))


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
