"""The provider's list as a person thinks of it: all files of one sending are one batch, their counts summed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from lib.sending.following import is_rejected
from lib.sending.remote_batch import BatchState, RemoteBatch, RequestProgress
from lib.sending.sending import INTENT, NAME, PART, REQUESTS, Sending

_LEAST_DONE = (
    BatchState.VALIDATING,
    BatchState.RUNNING,
    BatchState.FINALIZING,
    BatchState.CANCELLING,
    BatchState.FAILED,
    BatchState.EXPIRED,
    BatchState.CANCELLED,
    BatchState.COMPLETED,
)
"""The state of several files is the first of these that one of them has."""


@dataclass(frozen=True, slots=True)
class BatchGroup:
    """One batch for a person: the batches of one intent, or a single batch that was made elsewhere."""

    key: str
    """The intent, or the id of the single batch: the same in every look."""

    name: str
    """The sheet's name; else the batch's id."""

    batches: tuple[RemoteBatch, ...]
    """In the order of the files. A batch that the provider rejected is left out if its file was sent again."""

    numbers: tuple[int, ...]
    """The number of each batch's file, from 1."""

    files: int
    """Number of files that belong to it, also those without a batch."""

    is_ours: bool
    """Whether Batchdesk sent it."""

    @property
    def state(self) -> BatchState:
        """The state of the file that is least far."""
        states = {batch.state for batch in self.batches}
        return next(state for state in _LEAST_DONE if state in states)

    @property
    def is_final(self) -> bool:
        """Whether nothing changes any more, as far as these batches go."""
        return all(batch.is_final for batch in self.batches)

    @property
    def requests(self) -> RequestProgress | None:
        """The sum of all counts; None if the provider counts none of them."""
        if not any(batch.requests for batch in self.batches):
            return None
        counts = [batch.requests or RequestProgress(sent_requests(batch), 0, 0) for batch in self.batches]
        return RequestProgress(*(sum(count[index] for count in counts) for index in range(3)))

    @property
    def created(self) -> datetime | None:
        """When its first batch was created."""
        return min((batch.created for batch in self.batches if batch.created), default=None)

    @property
    def deadline(self) -> datetime | None:
        """When the last batch that still works expires."""
        return max((batch.deadline for batch in self.batches if batch.deadline and not batch.is_final), default=None)

    @property
    def missing_files(self) -> int:
        """Number of its files that have no batch in the list."""
        return max(self.files - len(set(self.numbers)), 0)

    @property
    def has_results(self) -> bool:
        """Whether there is a file with answers or errors."""
        return any(batch.result_file_ids for batch in self.batches)


def group_batches(batches: Sequence[RemoteBatch], sendings: Collection[Sending] = ()) -> list[BatchGroup]:
    """The batches of a list, ours first, then newest first.

    Args:
        sendings: the sendings of this tab. They tell which batch is whose, also where a service keeps no metadata.
    """
    known = {part.batch_id: (sending, part.number) for sending in sendings for part in sending.parts if part.batch_id}
    members: dict[str, list[tuple[int, RemoteBatch]]] = {}
    about: dict[str, tuple[str, int]] = {}
    for batch in batches:
        if batch.id in known:
            sending, number = known[batch.id]
            key, name, files = sending.intent, sending.name, len(sending.parts)
        else:
            key, name = batch.metadata.get(INTENT, ""), batch.metadata.get(NAME, "")
            number, files = _part(batch.metadata.get(PART, ""))
        if key:
            about[key] = (name or about.get(key, ("", 0))[0], max(files, about.get(key, ("", 0))[1]))
        members.setdefault(key or batch.id, []).append((number, batch))
    groups = [_group(key, found, about.get(key)) for key, found in members.items()]
    return sorted(groups, key=_order)


def sent_requests(batch: RemoteBatch) -> int:
    """Requests in the file of a batch that Batchdesk sent; 0 if it is unknown."""
    text = batch.metadata.get(REQUESTS, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _group(key: str, found: list[tuple[int, RemoteBatch]], about: tuple[str, int] | None) -> BatchGroup:
    sent_again = {number for number, batch in found if not is_rejected(batch)}
    kept = [(number, batch) for number, batch in found if number not in sent_again or not is_rejected(batch)]
    kept.sort(key=lambda item: (item[0], _seconds(item[1].created)))
    numbers, batches = zip(*kept, strict=True)
    name, files = about or ("", 1)
    return BatchGroup(key, name or batches[0].id, batches, numbers, max(files, len(set(numbers))), about is not None)


def _order(group: BatchGroup) -> tuple[bool, float]:
    return not group.is_ours, -_seconds(group.created)


def _seconds(time: datetime | None) -> float:
    return time.timestamp() if time else 0.0


def _part(text: str) -> tuple[int, int]:
    """Number and count in `1 of 2`; 1 and 1 if the text is another."""
    number, _, count = text.partition(" of ")
    if number.isdecimal() and count.isdecimal() and text.isascii() and len(text) < 20:
        return int(number), int(count)
    return 1, 1
