"""The list of an account's batches, which keeps itself up to date while it is looked at."""

from datetime import UTC, datetime

import streamlit as st

from lib.common.phrasing import counted
from lib.sending import BatchGroup, CallError, Courier, ErrorKind, PartState
from lib.sending.remote_batch import BatchState
from pages.parts.batches.batch_lines import BatchLine, batch_lines, no_progress_since, state_words
from pages.parts.batches.collecting import show_collect
from pages.parts.batches.rejected_lines import show_rejected_lines
from pages.parts.batches.times import moment, since
from pages.parts.shared.account import ConnectedAccount
from pages.parts.shared.call_errors import provider_wrote, show_call_error
from pages.parts.shared.formatting import file_size, plain

_UPLOADING, _RUNNING = 1.0, 3.0
"""Seconds between two drawings of the list; the provider is asked less often."""

_TEXT_WIDTH = 720
"""Pixels of the words about a batch."""

_SHOWN = 20
"""Batches shown at first."""

_CLOCK = "batches clock"

_BADGES = {
    BatchState.COMPLETED: ("green", "Ended"),
    BatchState.FAILED: ("red", "Rejected"),
    BatchState.EXPIRED: ("orange", "Time ran out"),
    BatchState.CANCELLED: ("gray", "Stopped"),
    BatchState.CANCELLING: ("gray", "Stopping"),
}
"""Color and word of a state; every other one is running."""


def show_batches(account: ConnectedAccount) -> None:
    """The list. It draws itself again while something may change."""
    st.session_state[_CLOCK] = seconds = _seconds(account.courier)
    st.fragment(_draw, run_every=seconds)(account)


def _seconds(courier: Courier) -> float | None:
    """How often the list is drawn; None if nothing changes by itself."""
    if _at_work(courier):
        return _UPLOADING
    return _RUNNING if courier.is_busy else None


def _at_work(courier: Courier) -> bool:
    """Whether a file is on its way."""
    return any(courier.is_at_work(sending.intent) for sending in courier.sendings)


def _draw(account: ConnectedAccount) -> None:
    courier = account.courier
    courier.look_if_due()
    lines = batch_lines(courier)
    _show_problem(courier.problem)
    _show_title(lines)
    if not lines:
        st.markdown(":gray[This key has no batches yet. Make one on Compose or Check, and press Send there.]")
    most = len(lines) if st.session_state.get("batches all") else _SHOWN
    for number, line in enumerate(lines[:most], 1):
        with st.container(border=True, gap="xsmall", key=f"batch_{number}"):
            _show_line(number, line, account)
    if len(lines) > most:
        st.toggle(f"Show all {len(lines):,} batches", key="batches all")
    if any(line.sending and line.group and not line.group.is_final for line in lines) and not _at_work(courier):
        st.caption(":material/info: You may close this tab: the provider goes on. Come back with the same key.")
    if st.session_state.get(_CLOCK) != _seconds(courier):
        st.rerun()  # the whole page, with another clock


def _show_problem(problem: CallError | None) -> None:
    if problem is None:
        return
    hint = "What you see is from the last look that succeeded."
    st.warning(f"{plain(problem.message)} {plain(problem.hint)} {hint}", icon=":material/cloud_off:")


def _show_title(lines: list[BatchLine]) -> None:
    """The tab's title says how far the batches are that this tab sent."""
    sent = [line for line in lines if line.sending]
    if not sent:
        return
    done = sum(line.has_ended for line in sent)
    mark = "✓ " if done == len(sent) else ""
    st.set_page_config(page_title=f"{mark}{done}/{len(sent)} done · Batchdesk")


def _show_line(number: int, line: BatchLine, account: ConnectedAccount) -> None:
    courier = account.courier
    is_at_work = courier.is_at_work(line.key)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        with st.container(width=_TEXT_WIDTH, gap=None):  # on a phone, the buttons go below it
            st.markdown(f"**{plain(line.name)}** :gray[{_size(line)}]")
            st.markdown(f"{_badge(line)} {plain(state_words(line, is_at_work))}")
            st.caption(" · ".join(_facts(line, account)))
        if line.group and (line.has_ended or line.group.has_results):
            show_collect(number, line, account)
        if line.group and line.can_stop:
            _show_stop(number, line.group, account)
    _show_upload(line, account)
    if line.sending and not is_at_work:
        _show_stopped(number, line, account)
    if line.group:
        show_rejected_lines(line, account)


def _badge(line: BatchLine) -> str:
    """The state as a coloured word."""
    color, word = _BADGES.get(line.group.state, ("blue", "Running")) if line.group else ("blue", "Sending")
    if line.sending and any(part.problem for part in line.sending.parts):
        color, word = "orange", "Needs you"
    return f":{color}-badge[{word}]"


def _size(line: BatchLine) -> str:
    parts = [counted(line.requests, "request")] if line.requests else []
    parts += [counted(line.files, "file")] if line.files > 1 else []
    return ", ".join(parts)


def _facts(line: BatchLine, account: ConnectedAccount) -> list[str]:
    """Counts and times, as far as they are known."""
    group = line.group
    if group is None:
        return [f"pressed Send {moment(line.sending.started)}"] if line.sending else []
    facts = [_counts(group)] if group.requests else []
    if group.created and group.is_final:
        facts.append(f"sent {moment(group.created)}")
    elif group.created:
        facts.append(f"running for {since(group.created)}")
    if group.deadline:
        late = "deadline passed" if group.deadline < datetime.now(UTC) else "deadline"
        facts.append(f"{late} {moment(group.deadline)}")
    if stands := no_progress_since(line, account.courier):
        facts.append(f"no progress since {moment(stands)}")
    return [*facts, *([] if group.is_ours else ["sent elsewhere"])]


def _counts(group: BatchGroup) -> str:
    """`141 of 295 answered, 3 failed`"""
    requests = group.requests
    if requests is None:
        return ""
    failed = f", {requests.failed:,} failed" if requests.failed else ""
    return f"{requests.completed:,} of {requests.total:,} answered{failed}"


def _show_upload(line: BatchLine, account: ConnectedAccount) -> None:
    if progress := account.courier.progress(line.key):
        share = min(progress.done / max(progress.bytes, 1), 1.0)
        text = f"Uploading file {progress.part}: {file_size(progress.done)} of {file_size(progress.bytes)}"
        st.progress(share, text=text)


def _show_stop(number: int, group: BatchGroup, account: ConnectedAccount) -> None:
    with st.container(key=f"batch_{number}_stop", width="content"):
        wish = f"stop {group.key}"
        if not st.session_state.get(wish):
            st.button(
                "Stop …",
                key=f"ask stop {group.key}",
                icon=":material/stop_circle:",
                on_click=_set_wish,
                args=(wish, True),
            )
            return
        st.caption("What is answered by now is paid, and can be collected. The rest is not answered.")
        with st.container(horizontal=True):
            if st.button("Stop it", key=f"do stop {group.key}", type="primary"):
                del st.session_state[wish]
                _stop(group, account)
            st.button("Let it run", key=f"no stop {group.key}", type="tertiary", on_click=_set_wish, args=(wish, False))


def _set_wish(wish: str, is_wished: bool) -> None:
    st.session_state[wish] = is_wished


def _stop(group: BatchGroup, account: ConnectedAccount) -> None:
    try:
        account.courier.stop(group)
    except CallError as error:
        show_call_error(error)
    else:
        st.rerun()


def _show_stopped(number: int, line: BatchLine, account: ConnectedAccount) -> None:
    """What stopped a file, and what a person can do about it."""
    sending, courier = line.sending, account.courier
    if sending is None:
        return
    stopped = [part for part in sending.parts if part.problem]
    listed = {batch.id for batch in line.group.batches} if line.group else set()
    for part in stopped:
        if part.state is PartState.REJECTED and part.batch_id in listed:
            continue  # its faults and what to do about them are listed
        where = f"File {part.number}: " if len(sending.parts) > 1 else ""
        st.warning(f"{where}{plain(part.problem)}{provider_wrote(part.words)}", icon=":material/warning:")
        if part.state is PartState.REJECTED and st.button(
            f"Send file {part.number} again", key=f"resend {sending.intent} {part.number}", icon=":material/refresh:"
        ):
            courier.send_rejected(sending.intent, part.number)
            st.rerun()
    if not any(part.is_unfinished for part in stopped):
        return
    is_known = any(part.problem_kind is ErrorKind.ALREADY_SENT for part in stopped)
    with st.container(horizontal=True):
        label = "Send it again and pay again" if is_known else "Try again"
        if st.button(label, key=f"batch {number} again", icon=":material/refresh:"):
            courier.go_on(sending.intent, again=is_known)
            st.rerun()
        if all(not part.batch_id and part.state is not PartState.UNKNOWN for part in sending.parts) and st.button(
            "Do not send", key=f"batch {number} discard", type="tertiary", icon=":material/close:"
        ):
            courier.discard(sending.intent)
            st.rerun()
