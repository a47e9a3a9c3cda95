"""When to look at the provider's list again: soon at first, then less often, and never after the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from lib.sending.remote_batch import RemoteBatch

FIRST_WAIT, FACTOR, LONGEST_WAIT = 3.0, 1.5, 60.0
"""Seconds before the first look, the factor between two waits, and the longest wait in seconds."""


class Seen(NamedTuple):
    """What a look saw of a batch, and since when it is so."""

    status: str
    done: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Polling:
    """The looks at one list so far, for all batches in it."""

    next_look: datetime | None = None
    """When to look again, in UTC; None if every batch is final."""

    wait: float = FIRST_WAIT
    """Seconds of the last wait."""

    changes: Mapping[str, Seen] = field(default_factory=dict)
    """What was last seen of each batch that is not final, by its id."""

    def after_look(self, batches: Sequence[RemoteBatch], now: datetime) -> "Polling":
        """The same after a look that brought these batches. If the state of one is new, the next look is soon again."""
        changes = {batch.id: self._seen(batch, now) for batch in batches if not batch.is_final}
        if not changes:
            return Polling()
        is_same = _states(changes) == _states(self.changes)
        wait = min(self.wait * FACTOR, LONGEST_WAIT) if is_same else FIRST_WAIT
        return Polling(now + timedelta(seconds=wait), wait, changes)

    def after_failure(self, now: datetime, asked: float | None = None) -> "Polling":
        """The same after a look that failed.

        Args:
            asked: seconds to wait, as the provider asks.
        """
        wait = min(self.wait * FACTOR, LONGEST_WAIT)
        return replace(self, wait=wait, next_look=now + timedelta(seconds=max(wait, asked or 0)))

    def unchanged_since(self, batch: RemoteBatch) -> datetime | None:
        """Since when the state and the counts of a batch are as they are, as far as it was looked at; None if final."""
        found = self.changes.get(batch.id)
        return found.since if found else None

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to look."""
        return self.next_look is not None and now >= self.next_look

    def _seen(self, batch: RemoteBatch, now: datetime) -> Seen:
        old, done = self.changes.get(batch.id), batch.requests.done if batch.requests else 0
        is_same = old is not None and (old.status, old.done) == (batch.status, done)
        return old if old and is_same else Seen(batch.status, done, now)


def _states(changes: Mapping[str, Seen]) -> dict[str, str]:
    return {key: seen.status for key, seen in changes.items()}
