"""When to look at the provider's list again: soon at first, then less often, and never after the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from lib.sending.remote_batch import RemoteBatch

FIRST_WAIT, FACTOR, LONGEST_WAIT = 3.0, 1.5, 60.0
"""Seconds before the first look, the factor between two waits, and the longest wait in seconds."""


@dataclass(frozen=True, slots=True)
class Polling:
    """The looks at one list so far, for all batches in it."""

    next_look: datetime | None = None
    """When to look again, in UTC; None if every batch is final."""

    wait: float = FIRST_WAIT
    """Seconds of the last wait."""

    changes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """What was last seen of each batch that is not final, and since when it is so."""

    def after_look(self, batches: Sequence[RemoteBatch], now: datetime) -> "Polling":
        """The same after a look that brought these batches. If one has changed, the next look is soon again."""
        running = [batch for batch in batches if not batch.is_final]
        if not running:
            return Polling()
        seen = {batch.id: _seen(batch) for batch in running}
        changes = {
            key: old if (old := self.changes.get(key)) and old[0] == word else (word, now) for key, word in seen.items()
        }
        is_changed = changes != self.changes
        wait = FIRST_WAIT if is_changed else min(self.wait * FACTOR, LONGEST_WAIT)
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
        return found[1] if found else None

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to look."""
        return self.next_look is not None and now >= self.next_look


def _seen(batch: RemoteBatch) -> str:
    return f"{batch.status} {batch.requests.done if batch.requests else ''}"
