"""Brings the files of a batch into Results: answers, errors, and what was sent."""

from hashlib import sha256
from typing import Literal

import streamlit as st

from lib.common.phrasing import counted, listed_names
from lib.sending import CollectedFile, collect
from lib.sending.collecting import files_to_collect
from pages.parts.batches.batch_lines import BatchLine, batch_lines
from pages.parts.shared.account import ConnectedAccount
from pages.parts.shared.formatting import file_size, plain
from pages.parts.shared.sent_batches import use_for_results
from pages.parts.shared.uploads import LoadedFile, add_upload, loaded_files, report_missing, unload
from pages.parts.shared.waiting_batch import composed_here

_WANTED = "batch to collect"
"""The session's key for the batch whose files a person wants, and whether they replace the files on Results."""


def show_collect(number: int, line: BatchLine, account: ConnectedAccount) -> None:
    """The button that brings a batch into Results. If files are there already, a person decides about them."""
    ask = f"collect {line.key}"
    there = _answers_there()
    with st.container(key=f"batch_{number}_open", width="content"):
        if st.session_state.get(ask) and there:
            files = counted(len(there), "file")
            st.caption(
                f"Results has {files} of a batch already. Add to them what was sent again; replace them with another "
                "batch."
            )
            with st.container(horizontal=True):
                if st.button("Add to them", key=f"add {line.key}", type="primary"):
                    _want(line.key, replace=False)
                if st.button("Replace them", key=f"replace {line.key}"):
                    _want(line.key, replace=True)
                st.button("Back", key=f"leave {line.key}", type="tertiary", on_click=_set_asking, args=(ask, False))
            return
        label = "Bring into Results" if line.has_ended else "Bring what there is into Results"
        main: Literal["primary", "secondary"] = "primary" if line.has_ended else "secondary"
        is_pressed = st.button(
            label,
            key=f"open {line.key}",
            type=main,
            icon=":material/fact_check:",
            on_click=_set_asking,
            args=(ask, True),
        )
        if is_pressed and not there:
            _want(line.key, replace=False)


def _answers_there() -> list[LoadedFile]:
    """The files of batches that Results has; a sheet is none of them."""
    return [file for file in loaded_files() if file.role in ("Results", "Requests")]


def _set_asking(ask: str, is_asking: bool) -> None:
    st.session_state[ask] = is_asking


def _want(key: str, *, replace: bool) -> None:
    st.session_state.pop(f"collect {key}", None)
    st.session_state[_WANTED] = (key, replace)
    st.rerun()


def collect_wanted(account: ConnectedAccount) -> None:
    """Downloads the files of the batch that a person wants, and opens Results with them."""
    key, replace = st.session_state.pop(_WANTED, ("", False))
    line = next((line for line in batch_lines(account.courier) if line.key == key), None)
    if line is None or line.group is None:
        return
    files = _collected(line, account)
    came = [file for file in files if not file.problem]
    missed = [file for file in files if file.problem and not (file.role == "input" and composed_here(key))]
    if not any(file.role != "input" for file in came):
        _show_missed(missed)
        return
    _put(line, came, replace)
    if missed:
        report_missing(f"{_about_missed(missed)} Bring the batch into Results again.")
    else:
        account.courier.mark_collected(line.group)
    st.switch_page("pages/results.py")


def _collected(line: BatchLine, account: ConnectedAccount) -> list[CollectedFile]:
    assert line.group is not None
    wanted, place = files_to_collect(line.group), st.empty()

    def show(index: int, done: int, size: int) -> None:
        of = f" of {file_size(size)}" if size else ""
        text = f"Downloading file {index + 1} of {len(wanted)}: {file_size(done)}{of}"
        place.progress(min((index + (done / size if size else 0)) / len(wanted), 1.0), text=text)

    place.progress(0.0, text=f"Downloading {counted(len(wanted), 'file')}")
    files = list(collect(line.group, account.client, show))
    place.empty()
    return files


def _put(line: BatchLine, files: list[CollectedFile], replace: bool) -> None:
    """Loads the files on Results. A batch composed here serves as its own input, and brings its sheet.

    Args:
        replace: whether the files of other batches leave Results; a press there brings them back.
    """
    leaving = [file.digest for file in _answers_there()] if replace else []
    composition = composed_here(line.key)
    if composition:
        use_for_results(composition, alone=replace or not _answers_there())
    for file in files:
        if file.data and not (file.role == "input" and composition):
            add_upload(file.data, file.name)
    came = {sha256(file.data).hexdigest() for file in files}
    for digest in leaving:
        if digest not in came:
            unload(digest)


def _show_missed(missed: list[CollectedFile]) -> None:
    if missed:
        st.error(plain(_about_missed(missed)), icon=":material/error:")
    else:
        st.warning("The provider has no file of answers or errors for this batch.", icon=":material/info:")


def _about_missed(missed: list[CollectedFile]) -> str:
    """`reviews_errors.jsonl did not come: The connection to the provider broke. ...`"""
    return f"{listed_names([file.name for file in missed])} did not come: {missed[0].problem}"
