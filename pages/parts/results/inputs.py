"""The contents of the loaded files, each read once in the role it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import streamlit as st

from lib.batch import InputFile
from lib.common import Unreadable
from lib.join.file_roles import FileKind
from lib.results import Results
from lib.review.label_file import is_own_label_file
from lib.sheets import ImportOptions, Sheet
from pages.parts.results.session_batches import SessionBatch, session_batches
from pages.parts.shared.file_contents import file_choices, file_value
from pages.parts.shared.problem_list import show_unreadable
from pages.parts.shared.session import choices_key
from pages.parts.shared.uploads import LoadedFile, set_role


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """The contents of all loaded files."""

    digest: str
    """Digest of the files, their roles, and the batches of this session that are used."""

    results: Sequence[Results]
    sent: Sequence[InputFile]
    sheets: Sequence[Sheet]
    exports: Sequence[Sheet] = ()
    """Tables that Results exported earlier: they bring marks or labels back, and no answer is matched to their rows."""

    batches: Sequence[SessionBatch] = ()
    """The batches of this session, those too that no answer matches."""

    @property
    def are_useful(self) -> bool:
        """Whether any file has something to show."""
        return bool(self.results or self.sent or self.sheets)

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


def read_inputs(files: Sequence[LoadedFile]) -> LoadedInputs:
    """Reads each file once, in the role it has."""
    results, sent, sheets, exports = _read_each(files)
    batches = session_batches(results, sent)
    used = [batch.composition.digest for batch in batches if batch.answers]
    parts = [*_made_from(files), *used, *(sheet.digest for sheet in sheets)]
    return LoadedInputs(_digest(parts), results, sent, sheets, exports, batches)


def read_second_run(files: Sequence[LoadedFile]) -> LoadedInputs:
    """The results and requests of a second run, without sheets: it shares the sheet of the first run."""
    results, sent, *_ = _read_each([file for file in files if file.role in ("Results", "Requests")])
    return LoadedInputs(_digest(_made_from(files)), results, sent, ())


def _made_from(files: Sequence[LoadedFile]) -> list[str]:
    return [f"{file.digest} {file.role}" for file in files]


def _digest(parts: Sequence[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _read_each(
    files: Sequence[LoadedFile],
) -> tuple[list[Results], list[InputFile], list[Sheet], list[Sheet]]:
    """The contents of the files by their role; an export is recognised as one by its contents."""
    values = [(file, _read(file)) for file in list(files)]
    sheets = [(_is_export(file, value), value) for file, value in values if isinstance(value, Sheet)]
    return (
        [value for _, value in values if isinstance(value, Results)],
        [value for _, value in values if isinstance(value, InputFile)],
        [sheet for is_export, sheet in sheets if not is_export],
        [sheet for is_export, sheet in sheets if is_export],
    )


def _is_export(file: LoadedFile, sheet: Sheet) -> bool:
    """Whether a sheet is an earlier export, which its role then says; a person may have said otherwise."""
    is_ours = sheet.is_export or is_own_label_file(sheet)
    if file.role == "Sheet" and file.reason != "chosen" and is_ours:
        set_role(file.digest, "Export", FileKind.EXPORT)
        return True
    return file.role == "Export"


def _read(file: LoadedFile) -> Results | InputFile | Sheet | None:
    """One file's contents; for a file that cannot be read in its role, None and an error on the page."""
    value = file_value(file)
    if isinstance(value, Unreadable):
        show_unreadable(value)
        if file_choices(file.digest).options != ImportOptions():  # their panel is hidden while it is unreadable
            label, key = "Reset import options", f"read again {file.digest}"
            st.button(label, key=key, icon=":material/undo:", on_click=_forget_choices, args=(file.digest,))
        return None
    return value


def _forget_choices(digest: str) -> None:
    st.session_state.pop(choices_key(digest), None)
