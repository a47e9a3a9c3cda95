"""The contents of the files on Results, each read once in the role it has."""

import streamlit as st

from lib.batch import InputFile, read_requests
from lib.common import Unreadable
from lib.results import Results, read_results
from lib.sheets import ImportOptions, Sheet, read_sheet
from lib.sheets.doubts import SheetChoices
from pages.parts.shared.formatting import plain
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import choices_key, derived
from pages.parts.shared.uploads import LoadedFile


def file_value(file: LoadedFile) -> Results | InputFile | Sheet | Unreadable | None:
    """A file's contents; the error if it cannot be read in its role; None for a file without a use."""
    options = file_choices(file.digest).options
    form = "Sheet" if file.role == "Export" else file.role
    return derived(f"file {file.digest}", (form, options), lambda: _reading(file, options), owner=file.digest)


def file_choices(digest: str) -> SheetChoices:
    """What the user chose about how a file is read."""
    choices: SheetChoices = st.session_state.get(choices_key(digest), SheetChoices())
    return choices


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
        if file.role in ("Sheet", "Export"):
            return read_sheet(file.data, file.name, options)
    return None
