"""Why the provider rejected a file: each fault with the sheet's row, and the way to repair it."""

import streamlit as st

from lib.sending import CallError, PartState
from lib.sending.following import is_rejected
from lib.sending.rejected_lines import RejectedLine, rejected_rows
from lib.sending.remote_batch import BatchState, RemoteBatch
from pages.parts.batches.batch_lines import BatchLine
from pages.parts.shared.account import ConnectedAccount
from pages.parts.shared.call_errors import show_call_error
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import derived
from pages.parts.shared.uploads import CHECKED, add_upload

_SHOWN = 5
_OWNER = "batches"


def show_rejected_lines(line: BatchLine, account: ConnectedAccount) -> None:
    """The faults of every rejected file of a batch."""
    if line.group is None:
        return
    for number, batch in zip(line.group.numbers, line.group.batches, strict=True):
        if is_rejected(batch) or (batch.state is BatchState.FAILED and batch.errors):
            _show(number, batch, line, account)


def _show(number: int, batch: RemoteBatch, line: BatchLine, account: ConnectedAccount) -> None:
    texts = [f"- {_place(found)}{plain(found.error.message)}" for found in _located(number, batch, line, account)]
    texts = texts or ["- It does not say why."]
    if len(texts) > _SHOWN:
        texts[_SHOWN:] = [f"- and {len(texts) - _SHOWN:,} more"]
    which = f" in file {number}" if line.files > 1 else ""
    with st.container(gap="xsmall"):
        st.markdown("\n".join([f"The provider found{which}:", *texts]))
        with st.container(horizontal=True, gap="small"):
            if st.button("Repair the file in Check", key=f"repair {batch.id}", icon=":material/rule:"):
                _open_in_check(batch, line, account)
            if _is_waiting(number, line) and st.button(
                "Send the file again", key=f"resend {batch.id}", icon=":material/refresh:"
            ):
                account.courier.send_rejected(line.key, number)
                st.rerun()


def _is_waiting(number: int, line: BatchLine) -> bool:
    """Whether this tab sent the file, so that it can send it again as it is."""
    return line.sending is not None and line.sending.part(number).state is PartState.REJECTED


def _located(number: int, batch: RemoteBatch, line: BatchLine, account: ConnectedAccount) -> list[RejectedLine]:
    """The faults with their rows, as far as the file is at hand."""
    files = account.courier.files(line.key)
    if files is None:
        return [RejectedLine(error) for error in batch.errors]
    slot, key = f"rejected {batch.id}", len(batch.errors)  # the list is drawn every few seconds
    return derived(slot, key, lambda: rejected_rows(batch.errors, files, number), owner=_OWNER)


def _place(found: RejectedLine) -> str:
    """`Row 14: `, where the file is at hand; else its line."""
    if found.row is not None:
        return f"**Row {found.row}**: "
    return f"**Line {found.error.line:,}** of the file: " if found.error.line is not None else ""


def _open_in_check(batch: RemoteBatch, line: BatchLine, account: ConnectedAccount) -> None:
    try:
        with st.spinner("Downloading the file"):
            data = b"".join(account.client.content(batch.input_file_id))
    except CallError as error:
        show_call_error(error)
        return
    add_upload(data, f"{line.name}.jsonl", CHECKED)
    st.switch_page("pages/check.py")
