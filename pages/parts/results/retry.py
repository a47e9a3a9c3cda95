"""The download of the retry batch: the chosen rows' requests, ready to send again."""

from collections.abc import Iterator
from functools import partial

import streamlit as st

from lib.batch import build, plan
from lib.batch.bundle import Package
from lib.common.phrasing import counted
from lib.failures import Retry, retry
from lib.providers import PROVIDERS
from pages.parts.results.retry_plan import RetryPlan, retry_plan
from pages.parts.results.table_data import TableData
from pages.parts.shared.session import FILES, derived
from pages.parts.shared.waiting_batch import WaitingBatch, send_button


def show_retry(table: TableData, stem: str) -> list[str]:
    """Draws the download of the retry batch; returns sentences about it."""
    wanted = retry_plan(table)
    key = (table.digest, wanted.key, stem)
    made, package = derived("retry", key, lambda: _make(table, wanted, stem), owner=FILES)
    _show_button(table, made, package, wanted)
    if len(made.batch.sizes) and not wanted.to_enter:
        send_button("results_send_retry", partial(_waiting, made, wanted, package, stem), label="Send again …")
    return [wanted.to_enter] if wanted.to_enter else list(_sentences(made, wanted))


def _make(table: TableData, wanted: RetryPlan, stem: str) -> tuple[Retry, Package]:
    made = retry(table.joined, [part.pick for part in wanted.parts], stem, PROVIDERS[wanted.provider])
    return made, plan(made.batch)


def _show_button(table: TableData, made: Retry, package: Package, wanted: RetryPlan) -> None:
    count = len(made.batch.sizes)
    row = f"{_state(wanted)} row".strip()
    st.download_button(
        f"Download {counted(count, row)} to send again" if count else "No rows to send again",
        partial(build, made.batch),
        package.file_name,
        package.mime,
        key="results_download_retry",
        on_click="ignore",
        disabled=not count or bool(wanted.to_enter),
        icon=":material/replay:",
        help=_help(table, wanted),
    )


def _waiting(made: Retry, wanted: RetryPlan, package: Package, stem: str) -> WaitingBatch:
    """The retry batch, to be sent from Batches."""
    return WaitingBatch(
        name=f"{stem}, sent again",
        digest=package.file_name,
        provider=wanted.provider,
        models=tuple(sorted(set(made.batch.models or ()))),
        batches=[made.batch],
    )


def _state(wanted: RetryPlan) -> str:
    """What all the rows are; empty if some have an answer."""
    kinds = {part.kind for part in wanted.parts}
    return "" if "answered" in kinds else " or ".join(sorted(kinds))


def _help(table: TableData, wanted: RetryPlan) -> str:
    if not table.joined.sent:
        return "Load the input file: only requests in it can be sent again."
    if wanted.to_enter:
        return f"{wanted.to_enter} The field is in the view Problems."
    return "A batch file with the requests of these rows. When its output comes back, load it beside these files."


def _sentences(made: Retry, wanted: RetryPlan) -> Iterator[str]:
    hopeless = sum(part.hopeless for part in wanted.parts)
    if hopeless and made.batch.sizes:
        requests = counted(hopeless, "request")
        yield f"In the retry batch, {requests} will probably fail again without a change: see Problems."
    if made.changed:
        yield f"Your fixes change {counted(made.changed, 'request')} of the retry batch."
    if made.without_request:
        yield f"{counted(made.without_request, 'row')} cannot be sent again: no loaded input file has the request."
