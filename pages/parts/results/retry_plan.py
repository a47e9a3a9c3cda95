"""What to send again, by cause and by what is wrong with an answer: the choices as the session has them.

The view Problems draws them; the download follows them in every view.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from lib.failures import Cause, Change, Pick
from lib.providers import PROVIDERS
from lib.review.marks import Verdict, rows_marked
from pages.parts.results.causes import cause_digest
from pages.parts.results.table_data import TableData
from pages.parts.shared.session import COMPOSITION, FILES, derived, digest_of, set_defaults, slot_value

MARKED: dict[str, Verdict] = {"Marked wrong": "wrong", "Marked unsure": "unsure"}
"""The kinds of bad answers that a person's marks name."""

_TO_ENTER = {"set-model": "Enter a model name", "shorten": "Choose a column and enter the characters to keep"}
_NOT_FAILED = ("cut-short", "refused")
"""Causes whose rows have an answer of some kind, so that only a person sends them again."""


@dataclass(frozen=True, slots=True)
class RetryPart:
    """The rows of one cause, or of one kind of bad answer, that the user wants to send again."""

    pick: Pick
    key: tuple[object, ...]
    """Equal for equal parts."""

    kind: Literal["failed", "missing", "answered"]
    """What the rows are: `answered` where they have an answer of some kind."""

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
            return f"{_TO_ENTER.get(change.kind, 'Enter the longest answer in tokens')} to build the retry batch."
        return ""


def retry_plan(table: TableData) -> RetryPlan:
    """What the user wants to send again: at first the failed and missing rows, unchanged."""
    set_defaults({"results_retry_provider": _default_provider()})
    parts = [*map(_failure_part, filter(is_sent_again, table.causes)), *_bad_answer_parts(table)]
    return RetryPlan(parts, st.session_state["results_retry_provider"])


def is_sent_again(cause: Cause) -> bool:
    """Whether the user wants to send the rows of a cause again; sets the default."""
    key = retry_key(cause)
    set_defaults({key: is_default(cause)})
    return bool(st.session_state[key])


def is_default(cause: Cause) -> bool:
    """Whether the rows of a cause are sent again unless the user says otherwise."""
    return cause.is_retried_by_default and cause.kind not in _NOT_FAILED


def retry_key(cause: Cause) -> str:
    """The session's key for whether the rows of a cause are sent again."""
    return f"retry {cause_digest(cause)}"


def change_key(cause: Cause, change: Change) -> str:
    """The session's key for whether a change is made in the requests of a cause; its value has one of its own."""
    return f"fix {change.kind} {change.parameter} {cause_digest(cause)}"


def value_key(cause: Cause, change: Change) -> str:
    """The session's key for the model or the number of a change; sets the suggested one."""
    key = f"{change_key(cause, change)} value"
    is_model = change.kind == "set-model"
    set_defaults({key: change.value if is_model or isinstance(change.value, int) else None})
    return key


def column_key(cause: Cause) -> str:
    """The session's key for the column that is shortened in the requests of a cause."""
    return f"fix shorten column {cause_digest(cause)}"


def needs_value(change: Change) -> bool:
    """Whether a change has a model or a number that the user may change."""
    return change.kind in ("set-model", "shorten") or change.kind.endswith("-tokens")


def bad_answer_key(name: str) -> str:
    """The session's key for whether one kind of bad answers is sent again."""
    return f"retry answers {digest_of(name)}"


def bad_answers(table: TableData) -> Mapping[str, Sequence[int]]:
    """Rows whose answer is of no use, by what is wrong with it."""
    marked = derived("marked", table.version, lambda: _marked_rows(table), owner=FILES)
    return {**table.answer_columns.flagged, **marked}


def _default_provider() -> str:
    """The provider of the batch on the Compose page; else the strictest limits."""
    composed = slot_value(COMPOSITION)
    name = composed.provider.name if composed is not None else "Other"
    return name if name in PROVIDERS else "Other"


def _failure_part(cause: Cause) -> RetryPart:
    changes = [
        _with_value(cause, change) for change in cause.changes if st.session_state.get(change_key(cause, change))
    ]
    ready = [change for change in changes if change.is_ready]
    return RetryPart(
        Pick(cause.rows, ready),
        key=(cause.key, *ready),
        kind="missing" if cause.kind == "missing" else "answered" if cause.kind in _NOT_FAILED else "failed",
        unfinished=[change for change in changes if not change.is_ready],
        hopeless=len(cause.rows) if cause.helps in ("changed", "no") and not changes else 0,
    )


def _with_value(cause: Cause, change: Change) -> Change:
    """The change with the model, the tokens or the characters that the user entered."""
    if not needs_value(change):
        return change
    value = st.session_state[value_key(cause, change)]
    if change.kind == "shorten":
        return replace(change, name=st.session_state.get(column_key(cause)) or "", value=value or "")
    return replace(change, value=value.strip() if isinstance(value, str) else value or "")


def _bad_answer_parts(table: TableData) -> Iterator[RetryPart]:
    for name, rows in bad_answers(table).items():
        if st.session_state.get(bad_answer_key(name)):
            yield RetryPart(Pick(rows), (name, table.version if name in MARKED else ""), kind="answered")


def _marked_rows(table: TableData) -> dict[str, Sequence[int]]:
    """The rows that a person marked as wrong or unsure."""
    marks = table.review.marks
    rows = {name: rows_marked(table.joined, marks, [verdict]) for name, verdict in MARKED.items() if marks}
    return {name: marked for name, marked in rows.items() if marked}
