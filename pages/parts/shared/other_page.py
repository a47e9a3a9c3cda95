"""Files that belong on another page: each is carried there by a press, and need not be loaded again."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.join import read_upload
from lib.join.file_roles import FileKind, Role, Upload
from lib.json import to_utf8
from pages.parts.shared.formatting import plain
from pages.parts.shared.uploads import CHECKED, FIRST, LoadedFile, PageName, loaded_file, loaded_files, set_aside

_RESULTS = (FileKind.RESULTS, FileKind.BROKEN_RESULTS, FileKind.ANSWERS_BESIDE_REQUESTS)
_SHEETS = (FileKind.WORKBOOK, FileKind.PARQUET, FileKind.WEB_TABLE)
_WORDS_OF_A_BATCH = (b"custom_id", b"messages", b'"body"', b'"input"')
_SAMPLE_BYTES = 200_000
_USED_ON: dict[FileKind, PageName] = {FileKind.RECIPE: "Compose", FileKind.BARE_BODIES: "Check"}
_INSTEAD_OF_COMPOSE: dict[Role, PageName] = {"Results": "Results", "Requests": "Check"}
_STORES: dict[PageName, str] = {"Compose": "compose arrivals", "Check": CHECKED, "Results": FIRST}
_FILES: dict[PageName, str] = {"Compose": "pages/compose.py", "Check": "pages/check.py", "Results": "pages/results.py"}


def page_instead_of_check(upload: Upload) -> PageName | None:
    """The page for a file that is not a batch's input, however damaged; None if it may be one."""
    text = to_utf8(upload.data[:_SAMPLE_BYTES])
    if upload.kind in _RESULTS and b'"messages"' not in text:
        return "Results"
    if upload.kind is FileKind.RECIPE or upload.kind in _SHEETS:
        return "Compose"
    is_batch = any(word in text for word in _WORDS_OF_A_BATCH) or text.lstrip()[:1] in (b"{", b"[")
    return "Compose" if upload.kind is FileKind.TABLE and not is_batch else None


def sets_batch_files_aside(data: bytes, name: str, store: str) -> bool:
    """Sets an upload aside if it holds only results or requests of batches, which are never a sheet."""
    uploads, _ = read_upload(data, name)
    kinds = [upload.kind for upload in uploads]
    if not kinds or any(kind.role not in _INSTEAD_OF_COMPOSE or kind is FileKind.EMPTY for kind in kinds):
        return False
    set_aside(store)[:] = [(loaded_file(upload), _INSTEAD_OF_COMPOSE[upload.kind.role]) for upload in uploads]
    return True


def show_misplaced(store: str, use_here: Callable[[LoadedFile], None] | None = None) -> None:
    """Each file that belongs on another page, with the button that takes it there.

    Args:
        use_here: loads the file on this page all the same.
    """
    aside = set_aside(store)
    for number, (file, page) in enumerate(list(aside)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"misplaced {number}"):
            what = f"**{plain(file.name)}** is {plain(file.description)}."
            st.markdown(f":material/move_item: {what} It belongs in {page}.", width="content")
            if st.button(f"Open it in {page}", key=f"{store} carry {file.digest}", type="primary"):
                _carry([entry for entry in aside if entry[1] == page], store, page)
            if use_here and st.button("Use it here all the same", key=f"{store} keep {file.digest}"):
                aside.remove((file, page))
                use_here(file)
                st.rerun()
            st.button(
                "Close", key=f"{store} drop {file.digest}", type="tertiary", on_click=aside.remove, args=((file, page),)
            )


def offer_page(files: Sequence[LoadedFile], page: PageName, label: str, key: str) -> None:
    """A button that opens loaded files on another page too."""
    if st.button(label, key=key, icon=":material/arrow_forward:"):
        _add(files, page)
        st.switch_page(_FILES[page])


def offer_other_pages(files: Sequence[LoadedFile]) -> None:
    """A button for each file that Results has no use for, and another page has."""
    for file in files:
        page: PageName | None = _USED_ON.get(file.reason) if isinstance(file.reason, FileKind) else None
        if page and file.role == "Nothing":
            offer_page([file], page, f"Open {plain(file.name)} in {page}", f"{FIRST} open {file.digest}")


def take_arrivals() -> list[LoadedFile]:
    """The files that another page carried to Compose, each once."""
    arrivals = loaded_files(_STORES["Compose"])
    files, arrivals[:] = list(arrivals), []
    return files


def _carry(entries: Sequence[tuple[LoadedFile, PageName]], store: str, page: PageName) -> None:
    """Takes all files that belong on a page there."""
    _add([file for file, _ in entries], page)
    aside = set_aside(store)
    aside[:] = [entry for entry in aside if entry not in entries]
    st.switch_page(_FILES[page])


def _add(files: Sequence[LoadedFile], page: PageName) -> None:
    loaded = loaded_files(_STORES[page])
    present = {file.digest for file in loaded}
    loaded += [file for file in files if file.digest not in present]
