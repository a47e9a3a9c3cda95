"""The state of a batch in words for people who do not know the provider's."""

from datetime import datetime, timedelta

from lib.common.phrasing import counted
from lib.sending.batch_group import BatchGroup
from lib.sending.remote_batch import BatchState
from lib.sending.sending import PartState, SentPart

STANDSTILL = timedelta(minutes=10)
"""Without progress for so long, the page says since when."""

_STATES = {
    BatchState.VALIDATING: "The provider checks the file.",
    BatchState.RUNNING: "The provider answers.",
    BatchState.FINALIZING: "All requests are answered. The provider writes the files.",
    BatchState.COMPLETED: "Ended. The answers can be collected.",
    BatchState.FAILED: "The provider rejected the file.",
    BatchState.EXPIRED: "The time ran out. What was answered by then can be collected.",
    BatchState.CANCELLING: "The provider stops the batch. What is answered by then is kept.",
    BatchState.CANCELLED: "Stopped. What was answered by then can be collected.",
}

_PARTS = {
    PartState.READY: "Waits to be uploaded.",
    PartState.UPLOADING: "Batchdesk uploads the file.",
    PartState.UPLOADED: "Uploaded. Not started yet, so it costs nothing so far.",
    PartState.CREATING: "Batchdesk starts the batch.",
    PartState.UNKNOWN: "Batchdesk looks whether the provider started the batch. It is not started a second time.",
    PartState.TRACKED: "Started. The provider checks the file.",
    PartState.REJECTED: "The provider rejected the file. Nothing was answered.",
    PartState.ENDED: "Ended.",
    PartState.COLLECTED: "Collected.",
    PartState.GONE: "This key does not see it any more.",
}


def state_text(group: BatchGroup) -> str:
    """What a batch does, as a sentence or two."""
    text = _STATES[group.state]
    if group.state is BatchState.COMPLETED and not group.has_results:
        text = "Ended, without a file of answers."
    if group.state is BatchState.FAILED and group.has_results:
        text = "Ended with a fault. What was answered by then can be collected."
    if group.state is BatchState.RUNNING:
        text = _running(group)
    if group.missing_files:
        text += f" {counted(group.missing_files, 'file is', 'files are')} not started yet."
    return text


def _running(group: BatchGroup) -> str:
    """The sentence for a batch that is being answered; an unknown word of the provider is in it."""
    word = next(batch.status for batch in group.batches if batch.state is BatchState.RUNNING)
    if word.lower() != BatchState.RUNNING:
        return f"The provider works on it ({word or 'no word'})."
    requests = group.requests
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
