"""The state of a batch in words for people who do not know the provider's."""

from collections import Counter
from datetime import datetime, timedelta

from lib.common.phrasing import counted, shorten_line
from lib.sending.batch_group import BatchGroup
from lib.sending.following import is_rejected
from lib.sending.remote_batch import BatchState, RemoteBatch
from lib.sending.sending import PartState, SentPart

STANDSTILL = timedelta(minutes=10)
"""Without progress for so long, the page says since when."""

_STATES = {
    BatchState.VALIDATING: "The provider checks the file.",
    BatchState.RUNNING: "The provider answers.",
    BatchState.FINALIZING: "All requests are answered. The provider writes the files.",
    BatchState.COMPLETED: "The answers can be collected.",
    BatchState.FAILED: "The provider rejected the file.",
    BatchState.EXPIRED: "The time ran out. What was answered by then can be collected.",
    BatchState.CANCELLING: "The provider stops the batch. What is answered by then is kept.",
    BatchState.CANCELLED: "What was answered before the stop can be collected.",
}

_PARTS = {
    PartState.READY: "Waits to be uploaded.",
    PartState.UPLOADING: "Batchdesk uploads the file.",
    PartState.UPLOADED: "Uploaded. Not started yet, so it costs nothing so far.",
    PartState.CREATING: "Batchdesk starts the batch.",
    PartState.UNKNOWN: "Batchdesk checks whether the provider started the batch. Meanwhile it starts nothing.",
    PartState.TRACKED: "Started. The provider checks the file.",
    PartState.REJECTED: "The provider rejected the file. Nothing was answered.",
    PartState.ENDED: "Ended.",
    PartState.COLLECTED: "Collected.",
    PartState.GONE: "This key does not see the batch. Use the key that sent it, or the provider deleted it.",
    PartState.STOPPED: "Stopped before it started. It costs nothing.",
}


def state_text(group: BatchGroup) -> str:
    """What a batch does, as a sentence or two."""
    texts = Counter(map(batch_text, group.batches))
    if len(texts) == 1 and not group.missing_files:
        return next(iter(texts))
    parts = [f"{counted(count, 'file')}: {text}" for text, count in texts.items()]
    if group.missing_files:
        parts.append(f"{counted(group.missing_files, 'file')}: Not started.")
    return " ".join(parts)


def batch_text(batch: RemoteBatch) -> str:
    """What the batch of one file does, as a sentence or two."""
    if batch.state is BatchState.COMPLETED and not batch.result_file_ids:
        return "Ended, without a file of answers."
    if batch.state is BatchState.FAILED and not is_rejected(batch):
        return "Ended with a fault. What was answered by then can be collected."
    if batch.state is BatchState.RUNNING:
        return _running(batch)
    return _STATES[batch.state]


def _running(batch: RemoteBatch) -> str:
    """The sentence for a batch that is being answered; a word of the provider that is not known is in it."""
    if batch.status.strip().lower() != BatchState.RUNNING:
        return f"The provider works on it ({shorten_line(batch.status) or 'without a word about its state'})."
    requests = batch.requests
    if requests and requests.done >= requests.total > 0:
        return _STATES[BatchState.FINALIZING]
    return _STATES[BatchState.RUNNING]


def part_text(part: SentPart) -> str:
    """How far a file is, as a sentence, or what stopped it."""
    if part.problem:
        return part.problem
    if part.state is PartState.TRACKED and part.is_accepted:
        return "Started. The provider accepted the file."
    return _PARTS[part.state]


def standstill(unchanged_since: datetime | None, now: datetime) -> datetime | None:
    """Since when there is no progress, if that is long enough to be worth a word."""
    if unchanged_since is None or now - unchanged_since < STANDSTILL:
        return None
    return unchanged_since
