"""A line of a batch file in a text area: Batchdesk checks it again after each change."""

from collections.abc import Iterable

import streamlit as st

from lib.check import CheckedFile
from lib.check.line_edits import Span, original_span
from lib.common.phrasing import counted
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import digest_of

LINE_EDITS = "check line edits"
"""The session's key for the edited lines of the loaded files."""

_MOST_CHARACTERS = 200_000
"""A longer line is too much for a text area."""


def line_edits(digest: str) -> dict[Span, bytes]:
    """The edited lines of a loaded file, by its digest."""
    edits: dict[Span, bytes] = st.session_state.setdefault(LINE_EDITS, {}).setdefault(digest, {})
    return edits


def edits_digest(digests: Iterable[str]) -> str:
    """A digest of all edited lines of these files; empty if there are none."""
    edits = sorted((digest, sorted(line_edits(digest).items())) for digest in digests if line_edits(digest))
    return digest_of(edits) if edits else ""


def forget_line_edits(digest: str) -> object:
    """Drops the edits of a file that is removed, and returns them."""
    return st.session_state.get(LINE_EDITS, {}).pop(digest, None)


def put_back_line_edits(digest: str, edits: object) -> None:
    """Brings back the edits of a file that was removed."""
    if edits is not None:
        st.session_state.setdefault(LINE_EDITS, {})[digest] = edits


def show_line_editor(checked: CheckedFile, digest: str, entry: int, is_open: bool) -> bool:
    """A text area with the line as it is in the file, and the way back if it was edited.

    Returns:
        Whether there is one: a very long line has none, nor one that shares its bytes with others.
    """
    edits = line_edits(digest)
    span = original_span(checked.starts[entry], checked.stops[entry], edits)
    written = edits.get(span, checked.raw(entry))
    if entry in checked.items or len(written) > _MOST_CHARACTERS:
        return False
    is_edited = span in edits
    key = f"check edit {digest} {span[0]} {checked.provider.name}"
    with st.expander("Edit this line", expanded=is_open or is_edited, key=f"check_edit_{span[0]}"):
        st.session_state.setdefault(key, written.decode("utf-8", "replace"))
        st.text_area(
            "The line as it is in the file",
            key=key,
            height=160,
            on_change=_edit,
            args=(digest, span, key, written),
            help="Batchdesk checks the line again when you leave the field. Your file on disk stays as it is.",
        )
        if is_edited:
            st.button(
                "Restore the original",
                key=f"check restore {digest} {span[0]}",
                icon=":material/undo:",
                on_click=_restore,
                args=(digest, span, key),
            )
    return True


def _edit(digest: str, span: Span, key: str, before: bytes) -> None:
    written = st.session_state[key].encode("utf-8", "replace")
    if written != before:
        line_edits(digest)[span] = written


def _restore(digest: str, span: Span, key: str) -> None:
    line_edits(digest).pop(span, None)
    st.session_state.pop(key, None)


def show_edits(names: dict[str, str]) -> None:
    """How many lines are edited, and the way back for all of them.

    Args:
        names: each loaded file's name by its digest.
    """
    edited = {digest: len(line_edits(digest)) for digest in names if line_edits(digest)}
    if not edited:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        files = ", ".join(f"{counted(count, 'line')} of {plain(names[digest])}" for digest, count in edited.items())
        st.caption(f"You edited {files}.", width="content")
        st.button("Restore all edited lines", key="check_restore", on_click=_restore_all, args=(list(edited),))


def _restore_all(digests: list[str]) -> None:
    for digest in digests:
        forget_line_edits(digest)
    for key in [key for key in st.session_state if str(key).startswith("check edit ")]:
        del st.session_state[key]
