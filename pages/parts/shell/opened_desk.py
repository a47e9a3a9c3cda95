"""Opening a saved desk, which may be dropped into any inbox."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

import streamlit as st

from lib.batch import read_requests
from lib.common import Unreadable
from lib.common.phrasing import counted, listed_names
from lib.compose import Composition, Recipe, compose
from lib.compose.recipe import without_missing
from lib.compose.recipe_file import read_recipe
from lib.desk import Desk, DeskFile, Place, read_desk
from lib.join.file_roles import ROLES, FileKind, Role
from lib.json import codec
from lib.sheets.doubts import SheetChoices
from pages.parts.check.line_editor import edits_digest, line_edits
from pages.parts.compose.composed import composition_key, row_choices
from pages.parts.compose.loaded_sheet import LoadedSheet, load, loaded_sheet
from pages.parts.compose.recipe_widgets import recipe_in_widgets, show_recipe
from pages.parts.results.session_labels import note_saved_labels, session_labels
from pages.parts.results.session_marks import replace_marks, saved_marks
from pages.parts.shared.formatting import plain
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.saved_work import note_saved
from pages.parts.shared.sent_batches import composed_batches
from pages.parts.shared.session import COMPOSITION, RECIPE, SHEET, WAITING_DESK, choices_key, derived
from pages.parts.shared.uploads import CHECKED, FIRST, PAGES, LoadedFile, Reason, loaded_files, set_aside
from pages.parts.shell.desk import clear_desk
from pages.parts.shell.session_desk import ASIDES, KEPT, STORES, has_work

_OPENED, _IS_OPENING, _ERROR = "desk opened", "desk is opening", "desk error"

_WORDS: Mapping[Place, tuple[str, str]] = {
    "Sheet": ("sheet on Compose", "sheets on Compose"),
    "Batch": ("batch", "batches"),
    "Results": ("file on Results", "files on Results"),
    "Second run": ("file of a second run", "files of a second run"),
    "Check": ("file on Check", "files on Check"),
    "Aside on Compose": ("file for another page on Compose", "files for another page on Compose"),
    "Aside on Check": ("file for another page on Check", "files for another page on Check"),
}
"""What a file is called by its place, one and several."""

_SAMPLE = 20
"""Ids of a batch that are looked for in the results."""


class _Opened(NamedTuple):
    """The last opened file: its name, what it held, and what of it is damaged."""

    name: str
    about: str
    problems: tuple[str, ...]


def open_waiting_desk() -> None:
    """Opens a saved desk that was dropped into an inbox, before any widget is drawn. It asks first if work is here."""
    state = st.session_state
    waiting: tuple[bytes, str] | None = state.get(WAITING_DESK)
    if waiting and (state.get(_IS_OPENING) or not has_work(state.to_dict())):
        _open(*waiting)
    elif waiting:
        st.warning(
            f"{plain(waiting[1])} is a saved desk. Opening it closes everything that is here now.",
            icon=":material/inventory_2:",
        )
        with st.container(horizontal=True):
            # The callback must not hold the file: Streamlit keeps a callback's arguments even after Forget.
            st.button("Open it", key="desk_open", type="primary", on_click=_agree)
            st.button("Keep what is here", key="desk_keep", on_click=_forget, args=(WAITING_DESK,))
    if error := state.pop(_ERROR, None):
        show_unreadable(error)
    if opened := state.get(_OPENED):
        _show_opened(opened)


def _show_opened(opened: _Opened) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(f"{plain(opened.name)} is open: {opened.about}.", icon=":material/inventory_2:")
        st.button("Close", icon=":material/close:", type="tertiary", key="desk_read", on_click=_forget, args=(_OPENED,))
    for problem in opened.problems:
        st.warning(plain(problem), icon=":material/warning:")


def _forget(key: str) -> None:
    st.session_state.pop(key, None)


def _agree() -> None:
    st.session_state[_IS_OPENING] = WAITING_DESK in st.session_state


def _open(data: bytes, name: str) -> None:
    """Puts a saved desk in place of this one. The file waits until all of it is here: a click may stop this at any
    line, and the next run then starts it again. A fault ends it, or each later run would meet the same fault."""
    state = st.session_state
    try:
        desk = read_desk(data, name)
        clear_desk()
        state[_IS_OPENING], state[WAITING_DESK] = True, (data, name)
        state["framed"] = True
        _put_all(desk, name)
    except Unreadable as error:
        state[_ERROR] = error
        _end_opening()
    except Exception:
        _end_opening()
        raise
    else:
        _end_opening()


def _end_opening() -> None:
    _forget(WAITING_DESK)
    _forget(_IS_OPENING)


def _put_all(desk: Desk, name: str) -> None:
    state = st.session_state
    for file in desk.files:
        if file.place != "Batch":
            _put(file)
    damages = _put_settings(desk.settings) if desk.settings else []
    restored = KEPT.restored(desk.choices)
    state.update(dict(restored.values))
    with st.spinner("Opening the saved desk"):
        _compose(loaded_sheet(), state.get(RECIPE))
        _put_batches([file for file in desk.files if file.place == "Batch"], desk.settings)
    note_saved(edits_digest(file.digest for file in loaded_files(CHECKED)))
    replace_marks(desk.marks)
    saved_marks().update(desk.marks)
    note_saved_labels(session_labels())
    if restored.lost:
        damages.append(f"{counted(restored.lost, 'choice')} could not be read and must be made again.")
    state[_OPENED] = _Opened(name, _about(desk), (*desk.problems, *damages))


def _put(file: DeskFile) -> None:
    digest = sha256(file.data).hexdigest()
    if file.place == "Sheet":
        load(file.data, file.name, file.choices or SheetChoices())
        return
    loaded = LoadedFile(file.name, file.data, digest, _role(file), _reason(file))
    if file.place in ASIDES:
        set_aside(ASIDES[file.place]).extend((loaded, page) for page in PAGES if page == file.page)
        return
    loaded_files(STORES[file.place]).append(loaded)
    if file.choices:
        st.session_state[choices_key(digest)] = file.choices
    for start, stop, written in file.lines:
        line_edits(digest)[start, stop] = written


def _put_settings(settings: bytes) -> list[str]:
    """Sets Compose to the settings; returns what is wrong with them."""
    try:
        recipe, problems = read_recipe(settings, "settings.json")
    except Unreadable as error:
        return [str(error)]
    show_recipe(recipe)
    st.session_state[RECIPE] = recipe_in_widgets(loaded_sheet())
    return [str(problem) for problem in problems]


def _compose(loaded: LoadedSheet | None, recipe: Recipe | None) -> None:
    """The batch on Compose, which Results uses before anybody opens Compose."""
    if loaded and recipe and loaded_files(FIRST):
        choices = row_choices(loaded.sheet, recipe)
        key = composition_key(loaded.sheet, recipe, choices)
        derived(COMPOSITION, key, lambda: compose(loaded.sheet, recipe, choices), owner=SHEET)


def _put_batches(files: list[DeskFile], settings: bytes) -> None:
    """A batch that the sheet still gives is a batch composed here. Another one becomes a file of Results: used as what
    was sent if answers there have its ids, else not used until a person says so."""
    composed = composed_batches()
    for file in files:
        digest = sha256(file.data).hexdigest()
        if composition := _composed(file, file.settings or settings):
            composed.append(composition)
        elif all(other.digest != digest for other in loaded_files()):
            role: Role = "Requests" if _is_answered(file) else "Nothing"
            loaded_files().append(LoadedFile(file.name, file.data, digest, role, FileKind.REQUESTS))


def _composed(file: DeskFile, settings: bytes) -> Composition | None:
    """The batch as it is composed from the sheet, if that gives the same bytes."""
    loaded = loaded_sheet()
    if loaded is None or not settings:
        return None
    try:
        recipe, _ = read_recipe(settings, "settings.json")
    except Unreadable:
        return None
    composition = compose(loaded.sheet, without_missing(recipe, loaded.sheet.columns), file.rows)
    return composition if composition.ready and b"".join(composition.blocks()) == file.data else None


def _is_answered(batch: DeskFile) -> bool:
    ids = [codec.dumps(custom_id) for custom_id in islice(read_requests(batch.data, batch.name).ids, _SAMPLE)]
    results = [file.data for file in loaded_files(FIRST) if file.role == "Results"]
    return any(custom_id in data for data in results for custom_id in ids)


def _role(file: DeskFile) -> Role:
    return next((role for role in ROLES if role == file.role), "Nothing")


def _reason(file: DeskFile) -> Reason:
    return FileKind.__members__.get(file.reason) or ("from-check" if file.reason == "from-check" else "chosen")


def _about(desk: Desk) -> str:
    places = Counter(file.place for file in desk.files)
    parts = [counted(places[place], *words) for place, words in _WORDS.items() if places[place]]
    parts += [counted(len(desk.marks), "mark")] if desk.marks else []
    parts += [counted(len(labels), "label")] if (labels := session_labels()) else []
    return listed_names([*parts, "the settings"] if desk.settings else parts or ["nothing"])
