"""The sheet of the session: reading a file into it, changing how it is read, and removing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.common import Unreadable
from lib.common.memory import Compressed
from lib.compose.template import placeholder
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.doubts import SheetChoices
from pages.parts.shared.limits import HeldFile
from pages.parts.shared.removed import forget_removed, remember_removed
from pages.parts.shared.session import SHEET, choices_key, drop_owned

ERROR = "sheet error"
"""The session's key for the problem with the file that was loaded last."""


@dataclass(frozen=True, slots=True)
class LoadedSheet(HeldFile):
    """A sheet, the bytes of its file, and what the user chose about it."""

    sheet: Sheet
    file: Compressed
    choices: SheetChoices
    file_digest: str

    @property
    def name(self) -> str:
        """Name of its file."""
        return self.sheet.name

    @property
    def size(self) -> int:
        """Number of bytes of its file."""
        return self.file.size


def loaded_sheet() -> LoadedSheet | None:
    """The sheet that is loaded now."""
    loaded: LoadedSheet | None = st.session_state.get("sheet")
    return loaded


def wanted_choices() -> SheetChoices:
    """How the next file is read: as the applied settings say, else as Batchdesk detects."""
    return SheetChoices(st.session_state.get("wanted options", ImportOptions()))


def load(data: bytes, name: str, choices: SheetChoices) -> None:
    """Reads a file into the session; if that fails, the loaded sheet stays."""
    try:
        sheet = read_sheet(data, name, choices.options)
    except Unreadable as error:
        st.session_state[ERROR] = error
        return
    forget_removed(SHEET)
    _keep(LoadedSheet(sheet, Compressed.of(data), choices, sha256(data).hexdigest()))
    suggest_prompt(sheet)


def _keep(loaded: LoadedSheet) -> None:
    """Keeps the sheet in the session, and the choices about its file for Results too, which reads it the same way."""
    st.session_state["sheet"] = loaded
    st.session_state[choices_key(loaded.file_digest)] = loaded.choices


def remove_sheet() -> None:
    """Removes the sheet, which one press brings back, and what was made from it."""
    loaded: LoadedSheet | None = st.session_state.pop("sheet", None)
    if loaded:
        st.session_state.pop(choices_key(loaded.file_digest), None)
        remember_removed(SHEET, loaded.name, partial(_keep, loaded))
    drop_owned(SHEET)


def suggest_prompt(sheet: Sheet) -> None:
    """Fills the prompt from the sheet, unless the user wrote one."""
    suggested = st.session_state.get("suggested prompt", "")
    if st.session_state.get("compose_prompt", "") in ("", suggested):
        st.session_state["suggested prompt"] = st.session_state["compose_prompt"] = first_prompt(sheet)


def first_prompt(sheet: Sheet) -> str:
    """A placeholder for the column with the most letters; the digits of ids do not count."""
    return placeholder(max(sheet.columns, key=lambda name: _letters(sheet.column(name))))


def _letters(cells: Sequence[str]) -> int:
    """How many letters the first rows have."""
    return sum(map(str.isalpha, "".join(cell[:500] for cell in cells[:200])))


def want_options(options: ImportOptions) -> None:
    """Uses a recipe's import options for the loaded file and for the next ones; without any, the file stays as read."""
    st.session_state["wanted options"] = options
    if options != ImportOptions():
        change_choices(lambda sheet, choices: replace(choices, options=options))


def change_choices(change: Callable[[Sheet, SheetChoices], SheetChoices]) -> None:
    """Applies a change to the choices about the sheet, which is read again if its import options change."""
    loaded = loaded_sheet()
    if loaded is None:  # Streamlit keeps the arguments of a button's callback, even after Forget
        return
    choices = change(loaded.sheet, loaded.choices)
    if choices.options == loaded.choices.options:
        _keep(replace(loaded, choices=choices))
        return
    with st.spinner("Reading the sheet"):
        load(loaded.file.data, loaded.sheet.name, choices)
