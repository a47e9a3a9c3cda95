"""The replication file of a batch: its download, and the batch that a loaded one makes again."""

from functools import partial

import streamlit as st

from lib.batch import build
from lib.batch.bundle import plan
from lib.common import Unreadable
from lib.common.phrasing import counted, listed_names
from lib.compose import Composition, batch_of
from lib.compose.replication import Replication, read_replication, replication_of, write_replication
from lib.sheets import Sheet
from pages.parts.compose.loaded_sheet import LoadedSheet
from pages.parts.shared.formatting import plain
from pages.parts.shared.sent_batches import composed_batches, keep_composition
from pages.parts.shared.session import SHEET, derived, digest_of

REPLICATION = "replication"
"""The session's key for the text of the replication file that was loaded last."""


def keep_replication(data: bytes, name: str) -> Replication:
    """Reads a replication file into the session.

    Raises:
        Unreadable: it is damaged.
    """
    replication = read_replication(data, name)
    st.session_state[REPLICATION] = write_replication(replication).decode()
    return replication


def show_replication(loaded: LoadedSheet | None) -> None:
    """What the loaded replication file needs, or the batch that it gives with this sheet."""
    replication = _replication()
    if replication is None:
        return
    with st.container(border=True, gap="small"):
        name, requests = plain(replication.sheet_name), sum(file.requests for file in replication.files)
        batch = f"{counted(requests, 'request')} in {counted(len(replication.files), 'file')}"
        st.markdown(f":material/history: **A batch to make again**: {batch}, from the sheet {name}")
        if loaded is None:
            st.caption(f"Load the sheet {name} to make it.")
        elif loaded.sheet.digest != replication.sheet_digest:
            text = f"This is not the sheet that the batch was made from. Load {name} as it was then."
            st.warning(text, icon=":material/warning:")
        else:
            _show_batch(replication, loaded.sheet)
        st.button("Close", key="replication close", type="tertiary", icon=":material/close:", on_click=_close)


def _replication() -> Replication | None:
    text = st.session_state.get(REPLICATION)
    try:
        return read_replication(text.encode(), "") if text else None
    except Unreadable:  # a saved desk may hold anything
        return None


def _show_batch(replication: Replication, sheet: Sheet) -> None:
    key = digest_of(sheet.digest, st.session_state[REPLICATION])
    composition = derived("replicated", key, lambda: replication.compose(sheet), owner=SHEET)
    differing = derived("replicated differs", key, lambda: replication.differing(composition), owner=SHEET)
    if differing:
        names = plain(listed_names(differing))
        text = f"Made from this sheet, the batch is not the same any more. It differs in {names}."
        st.error(f"{text} Another version of Batchdesk may have made it.", icon=":material/error:")
        return
    st.success("This sheet gives the same files again, byte for byte.", icon=":material/verified:")
    package = plan(batch_of(composition))
    st.download_button(
        "Download it again",
        partial(_downloaded, composition, composed_batches()),
        package.file_name,
        package.mime,
        key="replication_download",
        on_click="ignore",
        icon=":material/download:",
    )


def _close() -> None:
    st.session_state.pop(REPLICATION, None)


def _downloaded(composition: Composition, downloaded: list[Composition]) -> bytes:
    """The file's bytes; Streamlit calls this outside a run of the page."""
    keep_composition(composition, downloaded)
    return build(batch_of(composition))


def show_replication_download(composition: Composition) -> None:
    """The button that saves everything but the sheet from which this batch can be made again."""
    st.markdown("**Replication file**")
    st.caption(
        "For your records, or for somebody who checks your work: the settings, the choice of rows, and digests of the "
        "sheet and the files. With the same sheet, Compose makes the same files again and says that they are the same."
    )
    st.download_button(
        "Download the replication file",
        partial(_written, composition),
        f"{batch_of(composition).stem}_replication.json",
        "application/json",
        key="compose_replication",
        on_click="ignore",
        icon=":material/history:",
    )


def _written(composition: Composition) -> bytes:
    return write_replication(replication_of(composition))
