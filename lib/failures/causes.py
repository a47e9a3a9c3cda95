"""Why rows have no good answer: rows grouped by cause, with what to do about each."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.common.own_columns import numbered_name
from lib.failures.known_cause import RETRY_ADVICE, KnownCause, RetryHelps
from lib.failures.known_errors import recognise
from lib.failures.request_changes import Change
from lib.failures.suggestions import suggest_values
from lib.join import Joined
from lib.sheets import take_cells

_MOST_UNKNOWN = 20
"""Most unknown messages with a cause of their own; the rest share one."""

_TITLE_CHARACTERS = 120
_PATTERN_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause, and its rows."""

    key: str
    """Equal for the same cause in any results, for filters and widgets."""

    kind: str
    """A slug: `missing`, `cut-short`, `refused`, `unknown`, or the kind of a known cause."""

    title: str
    explanation: str
    helps: RetryHelps
    advice: str
    changes: tuple[Change, ...] = ()
    """Changes that a retry can make; those that are not ready need a choice of the user."""

    rows: Sequence[int] = ()
    """Indexes into the joined table, in its order."""

    message: str = ""
    """The provider's message for the first row."""

    statuses: tuple[int, ...] = ()
    source: str = ""
    """The source of a known cause."""

    @property
    def is_retried_by_default(self) -> bool:
        """Whether a retry includes these rows unless the user says otherwise."""
        return self.kind != "not-understood"

    @property
    def retry_advice(self) -> str:
        return RETRY_ADVICE[self.helps]


def causes(joined: Joined) -> list[Cause]:
    """The causes of all rows without a good answer, the one with the most rows first. Each row has one cause."""
    found = [
        replace(cause, changes=suggest_values(joined, cause.kind, cause.changes, cause.rows))
        for cause in (*_failures(joined), *_other_states(joined))
    ]
    return sorted(found, key=lambda cause: (-len(cause.rows), cause.rows[0]))


def cause_counts(causes: Sequence[Cause]) -> dict[str, int]:
    """The number of rows of each cause by title; a number tells equal titles apart."""
    counts: dict[str, int] = {}
    for cause in causes:
        counts[numbered_name(cause.title, counts)] = len(cause.rows)
    return counts


_LONG_QUOTATION = re.compile(r"\"[^\"]{41,}\"|`[^`]{41,}`|(?<!\w)'[^']{41,}'(?!\w)")
_ID_OR_NUMBER = re.compile(r"[\w.-]*\d[\w.-]*")


def message_pattern(message: str, custom_id: str = "") -> str:
    """A message with # for what differs from row to row: numbers, ids, long quotations.

    >>> message_pattern("Rate limit for org-a1b2 reached: 31 of 30.", "r7")
    'Rate limit for # reached: # of #'
    """
    if custom_id and not custom_id.isalpha():
        message = message.replace(custom_id, "#")
    return " ".join(_ID_OR_NUMBER.sub("#", _LONG_QUOTATION.sub("#", message)).split())[:_PATTERN_CHARACTERS]


def _failures(joined: Joined) -> list[Cause]:
    by_key: dict[str, list[Cause]] = defaultdict(list)
    for (status, pattern), rows in _rows_by_message(joined).items():
        result = joined.result(rows[0])
        cause = _cause(status, pattern, result.error if result else "")
        by_key[cause.key].append(replace(cause, rows=rows))
    return _limit_unknown(list(map(_merged, by_key.values())))


def _rows_by_message(joined: Joined) -> Mapping[tuple[int | None, str], list[int]]:
    """The failed rows by their status and the pattern of their message."""
    groups: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    patterns: dict[str, str] = {}
    rows = joined.rows.in_states(("Failed",))
    names = ("status_code", "error", "custom_id")
    fields: list[Sequence[Any]] = [take_cells(joined.field(name), rows) for name in names]
    for row, status, error, custom_id in zip(rows, *fields, strict=True):
        if error not in patterns:
            patterns[error] = message_pattern(error, custom_id)
        groups[status, patterns[error]].append(row)
    return groups


def _cause(status: int | None, pattern: str, message: str) -> Cause:
    """The cause of failures with this status and message."""
    if known := recognise(status, message):
        cause = _known(*known)
    else:
        cause = Cause(
            key=f"unknown:{pattern}" if status is None else f"unknown:{status} {pattern}",
            kind="unknown",
            title=message[:_TITLE_CHARACTERS] + ("…" if len(message) > _TITLE_CHARACTERS else ""),
            explanation="Batchdesk does not know this error. The words are the provider's.",
            helps="unknown",
            advice="The message often says what to change.",
        )
    return replace(cause, message=message, statuses=() if status is None else (status,))


def _known(known: KnownCause, named: Mapping[str, str]) -> Cause:
    """A known cause with what the provider named in its texts."""
    named = {"param": named.get("bare", ""), "instead": "", "most": "", **named}
    texts = {**named, "param": named["param"] or "a parameter"}
    changes = (_complete(change, named) for change in known.changes)
    return Cause(
        key=f"{known.kind}:{named['param']}" if "{param}" in known.title else known.kind,
        kind=known.kind,
        title=known.title.format_map(texts),
        explanation=known.explanation.format_map(texts),
        helps=known.helps,
        advice=known.advice.format_map(texts),
        changes=tuple(change for change in changes if change.is_ready or change.kind not in ("drop", "rename")),
        source=known.source,
    )


def _complete(change: Change, named: Mapping[str, str]) -> Change:
    value = change.value.format_map(named) if isinstance(change.value, str) else change.value
    is_number = isinstance(value, str) and value.isdecimal() and len(value) < 10
    return replace(change, name=change.name.format_map(named), value=int(value) if is_number else value)


def _merged(same: Sequence[Cause]) -> Cause:
    """Several groups of one cause as one, with the message of its first row."""
    first = min(same, key=lambda cause: cause.rows[0])
    rows = sorted(row for cause in same for row in cause.rows)
    statuses = tuple(sorted({status for cause in same for status in cause.statuses}))
    return replace(first, rows=rows, statuses=statuses)


def _limit_unknown(causes: list[Cause]) -> list[Cause]:
    """The causes, with the rarest unknown ones as one: messages that hardly repeat would make thousands."""
    unknown = sorted((cause for cause in causes if cause.kind == "unknown"), key=lambda cause: -len(cause.rows))
    rest = unknown[_MOST_UNKNOWN:]
    if len(rest) < 2:
        return causes
    others = replace(_merged(rest), key="unknown:others", title=f"{len(rest):,} other messages", message="")
    return [cause for cause in causes if cause.kind != "unknown"] + unknown[:_MOST_UNKNOWN] + [others]


def _other_states(joined: Joined) -> list[Cause]:
    """The rows that did not fail, but have no good answer either."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row in joined.rows.in_states(_STATE_CAUSES):
        rows[joined.rows.states[row]].append(row)
    return [replace(cause, rows=rows[state]) for state, cause in _STATE_CAUSES.items() if rows[state]]


_STATE_CAUSES = {
    "Missing": Cause(
        key="missing",
        kind="missing",
        title="No answer in the loaded files",
        explanation="These requests were sent, but the loaded files have no result for them.",
        helps="yes",
        advice="First load all parts of the output, and the error file. Then retry the rows still missing.",
    ),
    "Cut short": Cause(
        key="cut-short",
        kind="cut-short",
        title="Stopped by the length limit",
        explanation="The answers reached their length limit before they were complete.",
        helps="changed",
        advice="Raise the length limit, or ask for shorter answers.",
        changes=(Change("raise-tokens"),),
    ),
    "Refused": Cause(
        key="refused",
        kind="refused",
        title="The model refused to answer",
        explanation="The model declined, or a content filter stopped its answer.",
        helps="changed",
        advice="Reword these prompts, or use another model.",
        changes=(Change("set-model"),),
    ),
}
