"""The user's choice of what to send again: by state, by cause, and by what is wrong with an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lib.common.phrasing import counted
from lib.failures import Cause, Change, Pick
from lib.failures.retry import RETRY_STATES
from lib.providers import PROVIDERS
from lib.review.marks import Verdict, rows_marked
from pages.parts.results.causes import cause_digest
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, set_defaults, slot_value

_STATES = {"missing": "Missing", "cut-short": "Cut short", "refused": "Refused"}
"""The state of each cause that is a state of its own; all other causes are of failed rows."""

_MARKED: dict[str, Verdict] = {"Marked wrong": "wrong", "Marked unsure": "unsure"}
_MOST_TOKENS = 10_000_000


@dataclass(frozen=True, slots=True)
class RetryPart:
    """The rows of one cause, or of one kind of bad answer, that the user wants to send again."""

    pick: Pick
    key: tuple[object, ...]
    """Equal for equal parts."""

    is_failure: bool
    """Whether the rows failed or are missing, so have no answer at all."""

    unfinished: Sequence[Change] = ()
    """Changes that still lack the user's model or number."""

    hopeless: int = 0
    """Number of requests that stay unchanged although only a change helps, or nothing."""


@dataclass(frozen=True, slots=True)
class RetryPlan:
    """Everything that the user wants to send again."""

    parts: Sequence[RetryPart]
    provider: str

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal plans."""
        return (*(part.key for part in self.parts), self.provider)

    @property
    def to_enter(self) -> str:
        """What the user must enter before the batch can be built; empty if nothing is missing."""
        for change in (change for part in self.parts for change in part.unfinished):
            missing = "a model name" if change.kind == "set-model" else "the longest answer in tokens"
            return f"Enter {missing} to build the retry batch."
        return ""


def show_retry_form(table: TableData) -> RetryPlan:
    """Draws the choice by state, by cause and by kind of answer, with the changes of each cause."""
    set_defaults({"results_retry_states": ["Failed", "Missing"], "results_retry_provider": _default_provider()})
    states = st.pills(
        "Rows to send again",
        RETRY_STATES,
        selection_mode="multi",
        key="results_retry_states",
        persist_state="session",
    )
    parts = [*_failure_parts(table, states or ()), *_bad_answer_parts(table)]
    provider = st.selectbox(
        "Provider to send to",
        list(PROVIDERS),
        key="results_retry_provider",
        persist_state="session",
        help="If the batch is over this provider's limits, the download is a zip of parts.",
    )
    return RetryPlan(parts, provider)


def _default_provider() -> str:
    """The provider of the batch on the Compose page; else the strictest limits."""
    composed = slot_value("composition")
    name = composed.provider.name if composed is not None else "Other"
    return name if name in PROVIDERS else "Other"


def _failure_parts(table: TableData, states: Sequence[str]) -> Iterator[RetryPart]:
    """The ticked causes among the chosen states, with their changes."""
    for cause in table.causes:
        state = _STATES.get(cause.kind, "Failed")
        if state not in states or not _show_checkbox(cause):
            continue
        changes = list(_show_changes(cause))
        ready = [change for change in changes if change.is_ready]
        yield RetryPart(
            Pick(cause.rows, ready),
            key=(cause.key, *ready),
            is_failure=state in ("Failed", "Missing"),
            unfinished=[change for change in changes if not change.is_ready],
            hopeless=len(cause.rows) if cause.helps in ("changed", "no") and not changes else 0,
        )


def _show_checkbox(cause: Cause) -> bool:
    """Whether the rows of this cause are ticked."""
    key = f"retry {cause_digest(cause)}"
    set_defaults({key: cause.is_retried_by_default})
    label = f"{counted(len(cause.rows), 'row')}: {plain(truncated(cause.title, 80))}"
    return st.checkbox(label, key=key, help=plain(f"{cause.retry_advice} {cause.advice}"), persist_state="session")


def _show_changes(cause: Cause) -> Iterator[Change]:
    """The changes that are switched on, with the user's model or number."""
    for change in cause.changes:
        key = f"fix {change.kind} {change.parameter} {cause_digest(cause)}"
        has_value = change.kind == "set-model" or change.kind.endswith("-tokens")
        label = str(replace(change, value="") if has_value else change)
        if st.toggle(plain(label), key=key, persist_state="session"):
            yield _show_value(change, f"{key} value") if has_value else change


def _show_value(change: Change, key: str) -> Change:
    """The change with the model or the tokens that the user enters."""
    if change.kind == "set-model":
        set_defaults({key: str(change.value)})
        model = st.text_input("Model", key=key, persist_state="session", placeholder="Model name")
        return replace(change, value=(model or "").strip())
    set_defaults({key: change.value if isinstance(change.value, int) else None})
    tokens = st.number_input(
        "Longest answer in tokens", 1, _MOST_TOKENS, None, key=key, persist_state="session", placeholder="A number"
    )
    return replace(change, value=int(tokens) if tokens else "")


def _bad_answer_parts(table: TableData) -> Iterator[RetryPart]:
    """Rows whose answer is of no use, of the kinds that the user chose."""
    offered = {
        **table.answer_columns.flagged,
        **derived("marked", table.version, lambda: _marked_rows(table), owner=FILES),
    }
    if not offered:
        return
    for name in _show_bad_answers(offered):
        yield RetryPart(Pick(offered[name]), (name, table.version if name in _MARKED else ""), is_failure=False)


def _show_bad_answers(offered: Mapping[str, Sequence[int]]) -> Sequence[str]:
    key = "results_retry_answers"
    st.session_state[key] = [name for name in st.session_state.get(key) or () if name in offered]
    chosen = st.pills(
        "Answers to send again",
        list(offered),
        selection_mode="multi",
        key=key,
        format_func=lambda name: f"{plain(name)} ({len(offered.get(name, ())):,})",
        persist_state="session",
        help="If a row's new answer is OK, it replaces the old one in the table. Load the retry's output last.",
    )
    return chosen or ()


def _marked_rows(table: TableData) -> dict[str, Sequence[int]]:
    """The rows that a reviewer marked as wrong or unsure."""
    marks = table.review.marks
    rows = {name: rows_marked(table.joined, marks, [verdict]) for name, verdict in _MARKED.items() if marks}
    return {name: marked for name, marked in rows.items() if marked}
