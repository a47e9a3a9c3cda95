"""Every request in exactly one state, and numbers that add up.

Sent = OK + Failed + Cut short + Refused + Missing
result lines read = answered ids + unknown ids + repeats
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Word = Literal["OK", "Failed", "Cut short", "Refused", "Missing", "Unknown", "Not sent", "No answer"]

WORDS: tuple[Word, ...] = get_args(Word)
"""The words of the column `state`."""


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """The ledger; None where a count cannot be known."""

    sent: int | None
    ok: int
    failed: int
    cut_short: int
    refused: int
    missing: int | None
    duplicate: int
    """Ids with more than one result line."""

    unknown: int
    """Answered ids that were never sent."""

    unreadable: int
    """Non-blank lines, of any loaded file, that give no record."""

    lines: int
    """Result lines read."""

    answered: int
    """Sent ids with at least one result line (all ids with one, if Sent is not known)."""

    @property
    def repeats(self) -> int:
        """Result lines beyond the first of their id."""
        return self.lines - self.answered - self.unknown

    def metrics(self) -> dict[str, str]:
        """The nine counts by their labels: digits, or `unknown`."""
        counts = {
            "Sent": self.sent,
            "OK": self.ok,
            "Failed": self.failed,
            "Cut short": self.cut_short,
            "Refused": self.refused,
            "Missing": self.missing,
            "Duplicate": self.duplicate,
            "Unknown": self.unknown,
            "Unreadable": self.unreadable,
        }
        return {label: "unknown" if count is None else str(count) for label, count in counts.items()}


def count(states: Iterable[str], sent_known: bool, duplicate: int, unreadable: int, lines: int) -> RequestCounts:
    """The ledger of one state an id: those of the sent ids, and `Unknown` for each id never sent."""
    counted = Counter(states)
    ok, failed, cut, refused = (counted[word] for word in ("OK", "Failed", "Cut short", "Refused"))
    answered = ok + failed + cut + refused
    return RequestCounts(
        sent=answered + counted["Missing"] if sent_known else None,
        ok=ok,
        failed=failed,
        cut_short=cut,
        refused=refused,
        missing=counted["Missing"] if sent_known else None,
        duplicate=duplicate,
        unknown=counted["Unknown"],
        unreadable=unreadable,
        lines=lines,
        answered=answered,
    )
