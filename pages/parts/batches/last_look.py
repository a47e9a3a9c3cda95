"""The last look before anything is paid: a dialog with what goes where, and its price."""

from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.common.phrasing import counted, listed
from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import PartFiles, Sending, begin_sending, part_files, sent_before
from pages.parts.batches.times import moment, window_words
from pages.parts.shared.account import ConnectedAccount
from pages.parts.shared.formatting import file_size, plain
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import derived
from pages.parts.shared.waiting_batch import LOOKED, WaitingBatch, forget_waiting, keep_sent, note_sample, waiting_batch

_OWNER = "waiting batch"
_NAME_WIDTH = 130
"""Pixels of the facts' names."""

_IS_OPEN = "last look is open"

Planned = tuple[Sending, PartFiles]


def show_last_look(account: ConnectedAccount) -> None:
    """Opens the dialog by itself for a batch that waits; after it was closed, a button opens it again."""
    waiting = waiting_batch()
    if waiting is None:
        return
    asked = (waiting.digest, account.client.address)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="batches_waiting"):
        st.markdown(f":material/outbox: **{plain(waiting.name)}** waits: {_what(waiting)}.", width="content")
        again = st.button("Look and send", key="batches_look", icon=":material/send:", type="primary")
        st.button(
            "Do not send", key="batches_forget", type="tertiary", icon=":material/close:", on_click=forget_waiting
        )
    if again or st.session_state.get(LOOKED) != asked:
        st.session_state[LOOKED] = asked
        st.session_state[_IS_OPEN] = True
    if st.session_state.get(_IS_OPEN):
        _dialog(account, waiting)


def show_waiting_note() -> None:
    """What waits, before an account is connected."""
    if waiting := waiting_batch():
        st.info(
            f"**{plain(waiting.name)}** waits to be sent: {_what(waiting)}. Connect your account; then you look once "
            "more before anything is sent.",
            icon=":material/outbox:",
        )


def _what(waiting: WaitingBatch) -> str:
    return counted(waiting.requests, "request")


def _close() -> None:
    st.session_state[_IS_OPEN] = False


@st.dialog("Send this batch?", width="medium", icon=":material/send:", on_dismiss=_close)
def _dialog(account: ConnectedAccount, waiting: WaitingBatch) -> None:
    planned = _planned(account, waiting)
    window = _show_facts(account, waiting, planned)
    if waiting.provider not in (account.provider, "Other") and account.provider != "Other":
        st.warning(
            f"These requests are made for {waiting.provider}. {account.provider} may reject them.",
            icon=":material/warning:",
        )
    was_sent = _show_sent_before(account, planned)
    if waiting.requests > waiting.sample_size and not waiting.is_sampled:
        st.caption(f"A sample is a batch of the first {waiting.sample_size} requests. The others go on waiting here.")
    _buttons(account, waiting, window, was_sent)


def _show_facts(account: ConnectedAccount, waiting: WaitingBatch, planned: Sequence[Planned]) -> str:
    """What goes where, and its price; returns the time within which it must be ready."""
    parts, size = sum(len(files.files) for _, files in planned), sum(files.bytes for _, files in planned)
    facts = {
        "To": f"{account.name} ({urlsplit(account.client.address).hostname})",
        "Model": listed(waiting.model_names, 3) or "unknown",
        "Requests": f"{waiting.requests:,} in {counted(parts, 'file')}, {file_size(size)}",
        "Tokens to read": waiting.tokens or "unknown",
        "Cost": waiting.cost or "unknown",
    }
    with st.container(gap="xsmall"):
        for name, value in facts.items():
            with _fact(name):
                st.markdown(f"**{plain(value)}**", width="stretch")
        with _fact("Ready within", "How long the provider may take. Longer can be cheaper."):
            return _window(account)


def _fact(name: str, about: str | None = None) -> DeltaGenerator:
    """A line with its name; the value goes behind it, on a phone too."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    line.markdown(f":gray[{name}]", width=_NAME_WIDTH, help=about)
    return line


def _window(account: ConnectedAccount) -> str:
    windows = BATCH_SERVICES[account.provider].windows
    if len(windows) == 1:
        st.markdown(f"**{window_words(windows[0])}**")
        return windows[0]
    return st.selectbox(
        "Ready within",
        windows,
        key="batches_window",
        format_func=window_words,
        label_visibility="collapsed",
        width=160,
    )


def _show_sent_before(account: ConnectedAccount, planned: Sequence[Planned]) -> bool:
    """Says whether the provider has one of the files already, and since when."""
    before = [found for sending, _ in planned for found in sent_before(sending, account.courier.batches)]
    for found in before[:3]:
        when = moment(found.batch.created) if found.batch.created else "earlier"
        st.warning(
            f"You sent this file before: {when}. Close this window to see that batch in the list, or send the file "
            "again and pay again.",
            icon=":material/history:",
        )
    return bool(before)


def _buttons(account: ConnectedAccount, waiting: WaitingBatch, window: str, was_sent: bool) -> None:
    size, again = waiting.sample_size, " again" if was_sent else ""
    rest = waiting.requests - size
    can_sample = rest > 0 and not waiting.is_sampled
    with st.container(horizontal=True):
        if waiting.is_sampled and st.button(
            f"Send the other {rest:,}", key="batches_rest", type="primary", icon=":material/send:"
        ):
            _send(account, waiting.rest(), window, again=False)
        if st.button(
            f"Send {counted(waiting.requests, 'request')}{again}",
            key="batches_confirm",
            type="secondary" if waiting.is_sampled or was_sent else "primary",
            icon=":material/send:",
        ):
            _send(account, waiting, window, again=was_sent)
        if can_sample and st.button(f"Send {size} as a sample", key="batches_sample", icon=":material/science:"):
            _send(account, waiting.sample(), window, again=False, is_sample=True)
        if st.button("Back", key="batches_cancel", type="tertiary"):
            _close()
            st.rerun()


def _planned(account: ConnectedAccount, waiting: WaitingBatch) -> list[Planned]:
    key = (waiting.digest, account.client.address)
    return derived("planned sending", key, lambda: _plan(account, waiting, ""), owner=_OWNER)


def _plan(account: ConnectedAccount, waiting: WaitingBatch, window: str) -> list[Planned]:
    """A sending of each batch, with its files; nothing is sent yet."""
    planned: list[Planned] = []
    for batch in waiting.batches:
        with progress_bar("Preparing requests") as tick:
            files = part_files(batch, account.client.service, tick)
        now, address = datetime.now(UTC), account.client.address
        planned.append((begin_sending(files, waiting.name, account.provider, address, window, now), files))
    return planned


def _send(
    account: ConnectedAccount, waiting: WaitingBatch, window: str, *, again: bool, is_sample: bool = False
) -> None:
    """Starts the sendings in the background, each with an intent of its own."""
    planned = _plan(account, waiting, window)
    for sending, files in planned:
        account.courier.send(sending, files, again=again)
    keep_sent(waiting, [sending.intent for sending, _ in planned])
    if is_sample:
        note_sample()
    else:
        forget_waiting()
    _close()
    st.rerun()
