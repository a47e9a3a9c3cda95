"""What is sent again, and how: by state and by cause, as it was or with a fix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.batch import build, plan
from lib.batch.bundle import Package
from lib.common.phrasing import counted
from lib.failures import Cause, Retry, retry
from lib.failures.request_changes import Change
from lib.failures.retry import RETRIED, Pick
from lib.providers import PROVIDERS
from lib.review.marks import Verdict, rows_marked
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, set_defaults, slot_value

_STATES = {"missing": "Missing", "cut-short": "Cut short", "refused": "Refused"}
"""The states that are causes of their own; all other causes are of what failed."""

_MARKED: dict[str, Verdict] = {"Marked wrong": "wrong", "Marked unsure": "unsure"}
_ASKED = {True: "Type the model's name.", False: "Type how many tokens an answer may have."}

_ROOM = 10_000_000
"""The most tokens an answer is asked for."""


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """What the user wants to send again."""

    picks: Sequence[Pick]
    key: tuple[object, ...]
    """Equal for equal plans."""

    waiting: Sequence[str]
    """Fixes that are asked for and lack what the user has to say."""

    provider: str

    hopeless: int
    """Requests that are sent as they were, though only a change helps, or nothing."""


def show_retry(table: TableData, stem: str) -> list[str]:
    """The download of the retry batch, beside the choice of what is in it; gives what is to be known about it."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        button = st.container(width="content")
        with st.popover("Choose what", type="tertiary", icon=":material/tune:", key="results_retry_choice"):
            chosen = _form(table)
    batch = derived(
        "retry",
        (table.digest, chosen.key, stem),
        lambda: _made(table, chosen, stem),
        owner=FILES,
    )
    with button:
        _draw(table, *batch, chosen)
    return [f"The retry batch waits: {chosen.waiting[0]}"] if chosen.waiting else _said(batch[0], chosen)


def _made(table: TableData, chosen: RetryPlan, stem: str) -> tuple[Retry, Package]:
    made = retry(table.joined, chosen.picks, stem, PROVIDERS[chosen.provider])
    return made, plan(made.batch)


def _draw(table: TableData, made: Retry, package: Package, chosen: RetryPlan) -> None:
    count = len(made.batch.sizes)
    st.download_button(
        f"Retry batch ({counted(count, 'request')})",
        partial(build, made.batch),
        package.file_name,
        package.mime,
        key="results_download_retry",
        on_click="ignore",
        disabled=not count or bool(chosen.waiting),
        icon=":material/replay:",
        help=_help(table, chosen),
    )


def _help(table: TableData, chosen: RetryPlan) -> str:
    if not table.joined.sent:
        return "Load the input file: only what was sent can be sent again."
    if chosen.waiting:
        return f"{chosen.waiting[0]} The choice beside this button asks for it."
    return "The requests to send again, under their custom_ids. Load what comes back together with these files."


def _said(made: Retry, chosen: RetryPlan) -> list[str]:
    said = []
    if chosen.hopeless and made.batch.sizes:
        requests = counted(chosen.hopeless, "request")
        said.append(f"In the retry batch {requests} will probably fail again without a change: see Choose what.")
    if made.changed:
        said.append(f"In the retry batch {counted(made.changed, 'request is', 'requests are')} changed as you chose.")
    if made.without_request:
        rows = counted(made.without_request, "row")
        said.append(f"{rows} cannot be sent again: no loaded input file has the request.")
    return said


def _form(table: TableData) -> RetryPlan:
    set_defaults({"results_retry_states": ["Failed", "Missing"], "results_retry_provider": _usual_provider()})
    states = st.pills(
        "Send again what is", RETRIED, selection_mode="multi", key="results_retry_states", persist_state="session"
    )
    picks: list[Pick] = []
    key: list[tuple[object, ...]] = []
    waiting, hopeless = [], 0
    for cause in table.causes:
        if _STATES.get(cause.kind, "Failed") in (states or ()) and _chosen(cause):
            fixes = list(_fixes(cause))
            waiting += [_ASKED[fix.kind == "set-model"] for fix in fixes if not fix.ready]
            ready = [fix for fix in fixes if fix.ready]
            picks.append(Pick(cause.rows, ready))
            key.append((cause.key, *ready))
            hopeless += len(cause.rows) if cause.helps in ("changed", "no") and not fixes else 0
    for name, rows in _bad_answers(table):
        picks.append(Pick(rows))
        key.append((name, table.version if name in _MARKED else ""))
    provider = st.selectbox(
        "Limits of",
        list(PROVIDERS),
        key="results_retry_provider",
        persist_state="session",
        help="What does not fit into one file of this provider becomes a zip of parts.",
    )
    return RetryPlan(picks, (*key, provider), waiting, provider, hopeless)


def _bad_answers(table: TableData) -> list[tuple[str, Sequence[int]]]:
    """Answers that came and are of no use, of the kinds that the user wants sent again."""
    offered = {**table.answers.flagged, **derived("marked", table.version, lambda: _marked(table), owner=FILES)}
    if not offered:
        return []
    key = "results_retry_answers"
    st.session_state[key] = [name for name in st.session_state.get(key) or () if name in offered]
    chosen = st.pills(
        "And answers that are",
        list(offered),
        selection_mode="multi",
        key=key,
        format_func=lambda name: f"{name} ({len(offered.get(name, ())):,})",
        persist_state="session",
        help="If the new answer of a row is OK, it then stands in the table: load the file of the retry last.",
    )
    return [(name, offered[name]) for name in chosen or ()]


def _marked(table: TableData) -> dict[str, Sequence[int]]:
    """The answers that a reader found wanting."""
    marks = table.review.marks
    found = {name: rows_marked(table.joined, marks, [verdict]) for name, verdict in _MARKED.items() if marks}
    return {name: rows for name, rows in found.items() if rows}


def _usual_provider() -> str:
    """The provider that the batch on the Compose page is for; else the strictest limits."""
    composed = slot_value("composition")
    name = composed.provider.name if composed is not None else "Other"
    return name if name in PROVIDERS else "Other"


def _chosen(cause: Cause) -> bool:
    """Whether this cause's rows are sent again."""
    key = f"retry {_short_key(cause)}"
    set_defaults({key: True})
    said = f"{counted(len(cause.rows), 'row')}: {plain(truncated(cause.title, 80))}"
    return st.checkbox(said, key=key, help=plain(f"{cause.retry} {cause.advice}"), persist_state="session")


def _fixes(cause: Cause) -> Iterator[Change]:
    """The fixes that are switched on, with what the user says about them."""
    for fix in cause.fixes:
        key = f"fix {fix.kind} {fix.parameter} {_short_key(cause)}"
        bare = replace(fix, value="") if fix.kind == "set-model" or fix.kind.endswith("-tokens") else fix
        if st.toggle(plain(str(bare)), key=key, persist_state="session"):
            yield _filled(fix, f"{key} value")


def _filled(fix: Change, key: str) -> Change:
    """The fix with its tokens or its model, as the user has it."""
    if fix.kind == "set-model":
        set_defaults({key: str(fix.value)})
        model = st.text_input("Model", key=key, persist_state="session", placeholder="The model's name")
        return replace(fix, value=(model or "").strip())
    if fix.kind.endswith("-tokens"):
        set_defaults({key: fix.value if isinstance(fix.value, int) else None})
        tokens = st.number_input("Max tokens", 1, _ROOM, None, key=key, persist_state="session", placeholder="A number")
        return replace(fix, value=int(tokens) if tokens else "")
    return fix


def _short_key(cause: Cause) -> str:
    return sha256(cause.key.encode()).hexdigest()[:10]
