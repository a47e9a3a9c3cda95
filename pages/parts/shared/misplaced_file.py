"""A batch's own file in an inbox for sheets: what it is, and the press that carries it to its page."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from lib.join import read_upload
from lib.join.file_roles import FileKind
from pages.parts.shared.formatting import plain
from pages.parts.shared.uploads import CHECKED, FIRST, add_upload


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A file of a batch that was dropped where a sheet belongs."""

    name: str
    data: bytes
    kind: FileKind
    """What the file is, by the first of its files if it is an archive."""


def misplaced(data: bytes, name: str) -> Misplaced | None:
    """The file, if it holds only results or requests of batches, which are never a sheet of prompts."""
    uploads, _ = read_upload(data, name)
    kinds = [upload.kind for upload in uploads]
    if not kinds or any(kind.role not in ("Results", "Requests") or kind is FileKind.EMPTY for kind in kinds):
        return None
    return Misplaced(name, data, kinds[0])


def show_misplaced(found: Misplaced, leave: Callable[[], None]) -> None:
    """What the file is, and a button for each page that it may be for; `leave` forgets the file."""
    with st.container(gap="xsmall", key="misplaced"):
        st.warning(f"{plain(found.name)} holds {found.kind.description}, not a sheet.", icon=":material/signpost:")
        with st.container(horizontal=True):
            _carry(found, "Open it in Results", "pages/results.py", FIRST, leave)
            if found.kind.role == "Requests":
                _carry(found, "Check and fix it", "pages/check.py", CHECKED, leave)
            st.button("Close", icon=":material/close:", key="misplaced close", type="tertiary", on_click=leave)


def _carry(found: Misplaced, label: str, page: str, store: str, leave: Callable[[], None]) -> None:
    """A button that loads the file on another page and opens that page."""
    if st.button(label, key=f"misplaced {store}", icon=":material/arrow_forward:"):
        leave()
        add_upload(found.data, found.name, store)
        st.switch_page(page)
