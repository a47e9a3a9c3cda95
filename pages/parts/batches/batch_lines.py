"""A line for each batch: what this tab is sending, and what the provider's list has."""

from dataclasses import dataclass
from datetime import UTC, datetime

from lib.sending import BatchGroup, Courier, Sending
from lib.sending.remote_batch import BatchState
from lib.sending.state_text import part_text, standstill, state_text


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch for a person: the provider's view of it, this tab's sending of it, or both."""

    key: str
    """The intent, or the id of a batch that was made elsewhere."""

    group: BatchGroup | None
    """None before the provider's list has it."""

    sending: Sending | None
    """None if another tab sent it."""

    @property
    def name(self) -> str:
        if self.sending:
            return self.sending.name
        return self.group.name if self.group else ""

    @property
    def requests(self) -> int | None:
        """Number of its requests; None if the provider does not say."""
        if self.sending:
            return self.sending.requests
        counts = self.group.requests if self.group else None
        return counts.total if counts else None

    @property
    def files(self) -> int:
        if self.sending:
            return len(self.sending.parts)
        return self.group.files if self.group else 0

    @property
    def has_ended(self) -> bool:
        """Whether every file has a batch that is final."""
        is_sent = self.sending is None or not self.sending.is_unfinished
        return self.group is not None and self.group.is_final and is_sent

    @property
    def can_stop(self) -> bool:
        """Whether one of its batches runs, or is not made yet, and the provider does not stop them already."""
        if self.group is None or self.group.is_final:
            return False
        is_unsent = self.sending is not None and self.sending.is_unfinished
        return is_unsent or any(
            not batch.is_final and batch.state is not BatchState.CANCELLING for batch in self.group.batches
        )


def batch_lines(courier: Courier) -> list[BatchLine]:
    """The batches of an account: those that are not in the provider's list yet first, then ours, each newest first."""
    groups = courier.groups
    listed = {group.key for group in groups}
    sendings = {sending.intent: sending for sending in courier.sendings}
    unlisted = [BatchLine(key, None, sending) for key, sending in sendings.items() if key not in listed]
    return [*unlisted, *(BatchLine(group.key, group, sendings.get(group.key)) for group in groups)]


def state_words(line: BatchLine, is_at_work: bool) -> str:
    """What the batch does, as a sentence or two."""
    sending = line.sending
    if line.group and (sending is None or not is_at_work):
        return state_text(line.group)
    if sending is None:
        return ""
    unfinished = [part for part in sending.parts if part.is_unfinished]
    part = unfinished[0] if unfinished else sending.parts[-1]
    number = f"File {part.number} of {len(sending.parts)}: " if len(sending.parts) > 1 else ""
    return f"{number}{part_text(part)}"


def no_progress_since(line: BatchLine, courier: Courier, now: datetime | None = None) -> datetime | None:
    """Since when none of its running files made progress, if that is long enough to be worth a word."""
    running = [batch for batch in line.group.batches if not batch.is_final] if line.group else []
    moments = [courier.unchanged_since(batch) for batch in running]
    if not moments or None in moments:
        return None
    return standstill(max(moment for moment in moments if moment), now or datetime.now(UTC))
