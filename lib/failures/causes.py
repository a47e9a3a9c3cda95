"""Why rows have no good answer: failures grouped by cause, with what to do about each."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.common.columns import numbered_name
from lib.failures.known_errors import HELPS, Helps, KnownCause, recognise
from lib.failures.request_changes import Change, limit_of
from lib.join import Joined

_MOST_UNKNOWN = 20
"""So many wordings that are not known have a group of their own; the rest share one."""

_TITLE = 120
_WORDS = 300
"""Characters of a message that tell it from others."""

_SAMPLE = 200
_FEW_TOKENS = 1_024


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause, and the rows it has."""

    key: str
    """The same for the same cause in any results: for filters and widgets."""

    kind: str
    """A slug: `missing`, `cut-short`, `refused`, `unknown`, or that of a known cause."""

    title: str
    happened: str
    helps: Helps
    """Whether retrying helps; `HELPS` says it in words."""

    advice: str
    fixes: tuple[Change, ...]
    """What may be changed in a retry; those that are not `ready` lack a choice of the user's."""

    rows: Sequence[int]
    """Indexes into the joined table, in its order."""

    words: str = ""
    """The provider's own, of the first row."""

    statuses: tuple[int, ...] = ()
    source: str = ""
    """Where a known cause is known from."""

    @property
    def retry(self) -> str:
        return HELPS[self.helps]


def causes(joined: Joined) -> list[Cause]:
    """Why rows have no good answer, the cause with the most rows first; every such row has one cause."""
    found = [*_failures(joined), *_by_state(joined)]
    return sorted(found, key=lambda cause: (-len(cause.rows), cause.rows[0]))


_LONG_ID = re.compile(r"[\w.-]*\d[\w.-]*")
_QUOTED = re.compile(r"\"[^\"]{41,}\"|`[^`]{41,}`|(?<!\w)'[^']{41,}'(?!\w)")


def blanked(words: str, custom_id: str = "") -> str:
    """A message without what differs from row to row: numbers, ids, long quotations.

    >>> blanked("Rate limit for org-a1b2 reached: 31 of 30.", "r7")
    'Rate limit for # reached: # of #'
    """
    if custom_id and not custom_id.isalpha():
        words = words.replace(custom_id, "#")
    return " ".join(_LONG_ID.sub("#", _QUOTED.sub("#", words)).split())[:_WORDS]


def _failures(joined: Joined) -> list[Cause]:
    groups: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    blanks: dict[str, str] = {}
    for at in joined.rows.in_states(("Failed",)):
        if result := joined.result(at):
            if result.error not in blanks:
                blanks[result.error] = blanked(result.error, result.custom_id)
            groups[result.status_code, blanks[result.error]].append(at)
    same: dict[str, list[Cause]] = defaultdict(list)
    for (status, blank), rows in groups.items():
        cause = _cause(joined, status, blank, rows)
        same[cause.key].append(cause)
    return [_filled(joined, cause) for cause in _gathered(list(map(_merged, same.values())))]


def _cause(joined: Joined, status: int | None, blank: str, rows: list[int]) -> Cause:
    """The cause of rows with the same status and the same message."""
    result = joined.result(rows[0])
    words = result.error if result else ""
    statuses = () if status is None else (status,)
    known = recognise(status, words)
    if known:
        cause, named = known
        return _known(cause, named, rows, words, statuses)
    title = words[:_TITLE] + ("…" if len(words) > _TITLE else "")
    happened = "The provider reports this, in its own words; nothing more is known about it here."
    advice = "Look at one of the rows: most often the words say what to change."
    said = f"{status} {blank}" if status is not None else blank
    return Cause(f"unknown:{said}", "unknown", title, happened, "unknown", advice, (), rows, words, statuses)


def _known(cause: KnownCause, named: dict[str, str], rows: list[int], words: str, statuses: tuple[int, ...]) -> Cause:
    named = {"param": named.get("bare", ""), "instead": "", "most": ""} | named
    told = named | {"param": named["param"] or "a parameter"}
    fixes = (_fix(fix, named) for fix in cause.fixes)
    return Cause(
        f"{cause.kind}:{named['param']}" if "{param}" in cause.title else cause.kind,
        cause.kind,
        cause.title.format_map(told),
        cause.happened.format_map(told),
        cause.helps,
        cause.advice.format_map(told),
        tuple(fix for fix in fixes if fix.ready or fix.kind not in ("drop", "rename")),
        rows,
        words,
        statuses,
        cause.source,
    )


def _fix(fix: Change, named: dict[str, str]) -> Change:
    value = fix.value.format_map(named) if isinstance(fix.value, str) else fix.value
    number = isinstance(value, str) and value.isdecimal() and len(value) < 10
    return replace(fix, name=fix.name.format_map(named), value=int(value) if number else value)


def _merged(same: Sequence[Cause]) -> Cause:
    """Several groups of one cause as one, in the words of its first row."""
    first = min(same, key=lambda cause: cause.rows[0])
    rows = sorted(at for cause in same for at in cause.rows)
    statuses = tuple(sorted({status for cause in same for status in cause.statuses}))
    return replace(first, rows=rows, statuses=statuses)


def _gathered(found: list[Cause]) -> list[Cause]:
    """Where messages hardly repeat, the rarest ones as one cause: nobody reads a thousand groups."""
    unknown = sorted((cause for cause in found if cause.kind == "unknown"), key=lambda cause: -len(cause.rows))
    rest = unknown[_MOST_UNKNOWN:]
    if len(rest) < 2:
        return found
    title = f"{len(rest):,} other messages"
    other = replace(_merged(rest), key="unknown:others", title=title, words="")
    return [cause for cause in found if cause.kind != "unknown"] + unknown[:_MOST_UNKNOWN] + [other]


def _filled(joined: Joined, cause: Cause) -> Cause:
    """The cause with the tokens that its fixes leave open, as far as its rows tell them."""
    fixes = [
        replace(fix, value=_more_tokens(joined, cause.rows)) if fix.kind == "raise-tokens" and not fix.ready else fix
        for fix in cause.fixes
    ]
    if cause.kind == "context-length" and (room := _room(joined, cause.rows)) > 0:
        fixes.insert(0, Change("lower-tokens", value=room))
    return replace(cause, fixes=tuple(fixes))


_SHARES = re.compile(r"length is (\d+) tokens.*?\((\d+) in the messages, \d+ in the completion\)", re.DOTALL)


def _room(joined: Joined, rows: Sequence[int]) -> int:
    """The most tokens for an answer that fit beside each row's prompt; 0 if any prompt alone is too long or untold."""
    told = [_SHARES.search(result.error) for at in rows if (result := joined.result(at))]
    return max(0, min((int(found[1]) - int(found[2]) if found else 0 for found in told), default=0))


def _more_tokens(joined: Joined, rows: Sequence[int]) -> int:
    """Twice the limit that the rows ran into, as far as their requests or answers tell."""
    limits = []
    for at in rows[:_SAMPLE]:
        place, result = joined.rows[at].request, joined.result(at)
        asked = limit_of(joined.sent[place[0]].body(place[1])) if place else None
        limits.append(asked or (result.completion_tokens if result else None) or 0)
    return 2 * max(limits) or _FEW_TOKENS


def _by_state(joined: Joined) -> list[Cause]:
    """What is no failure of the provider's, and still no good answer."""
    rows: dict[str, list[int]] = defaultdict(list)
    for at in joined.rows.in_states(_STATES):
        rows[joined.rows.states[at]].append(at)
    return [_filled(joined, replace(cause, rows=rows[state])) for state, cause in _STATES.items() if rows[state]]


_STATES = {
    "Missing": Cause(
        "missing",
        "missing",
        "No answer came",
        "These requests were sent, and are in none of the loaded files.",
        "yes",
        "First load all parts of the output, and the error file. Retry what is still missing then.",
        (),
        (),
    ),
    "Cut short": Cause(
        "cut-short",
        "cut-short",
        "Stopped by the length limit",
        "The model had more to say when the answer reached its max tokens.",
        "changed",
        "Raise the max tokens, or ask for shorter answers.",
        (Change("raise-tokens"),),
        (),
    ),
    "Refused": Cause(
        "refused",
        "refused",
        "The model would not answer",
        "The model declined, or a content filter stopped its answer.",
        "changed",
        "Read these prompts and reword them, or use another model.",
        (Change("set-model"),),
        (),
    ),
}


def cause_counts(causes: Sequence[Cause]) -> dict[str, int]:
    """The rows of each cause by its title, told apart by a number where two have the same."""
    counts: dict[str, int] = {}
    for cause in causes:
        counts[numbered_name(cause.title, counts)] = len(cause.rows)
    return counts
