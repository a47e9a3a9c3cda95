"""What the provider's list says about a sending: which batch belongs to which file, and how far each is."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from lib.providers.batch_services import BatchService
from lib.sending.answers import BatchList
from lib.sending.call_error import ErrorKind
from lib.sending.remote_batch import BatchState, RemoteBatch
from lib.sending.sending import INTENT, PART, SHA256, WHOLE, PartState, Sending, SentPart

_QUEUE_FULL = re.compile(r"token_limit|enqueued|queue", re.IGNORECASE)
_FOLLOWED = frozenset((PartState.TRACKED, PartState.ENDED, PartState.GONE))
_NOT_CREATED = frozenset((PartState.READY, PartState.UPLOADING, PartState.UPLOADED, PartState.REJECTED))
_LISTED_AFTER = timedelta(minutes=2)
"""A new batch may be missing in a list for so long."""


class SentBefore(NamedTuple):
    """A file that was sent before, under another intent."""

    part: int
    """Number of the file in the new sending."""

    batch: RemoteBatch


def update(sending: Sending, listed: BatchList, now: datetime) -> Sending:
    """The sending after a look at the provider's list: what was accepted, rejected or ended is so here too.

    A batch that a complete list does not have is `GONE`, until a list has it again.
    """
    known = {batch.id: batch for batch in listed.batches}
    for part in sending.parts:
        batch = known.get(part.batch_id)
        if part.state in _FOLLOWED and batch:
            sending = sending.with_part(followed(part, batch, now))
        elif part.state is PartState.TRACKED and listed.is_complete and _is_old(part, now):
            sending = sending.with_part(part.in_state(PartState.GONE, now))
    return sending


def _is_old(part: SentPart, now: datetime) -> bool:
    return part.since is not None and now - part.since > _LISTED_AFTER


def followed(part: SentPart, batch: RemoteBatch, now: datetime) -> SentPart:
    """A file whose batch is known, as that batch is now."""
    accepted = part.is_accepted or batch.state not in (BatchState.VALIDATING, BatchState.FAILED)
    part = replace(part, batch_id=batch.id, status=batch.status, is_accepted=accepted)
    if is_rejected(batch):
        error = batch.errors[0] if batch.errors else None
        words = error.message if error else "The provider does not say why."
        full = bool(error and _QUEUE_FULL.search(f"{error.code} {error.message}"))
        return replace(part, is_queue_full=full).in_state(PartState.REJECTED, now, words, ErrorKind.REJECTED)
    state = PartState.ENDED if batch.is_final else PartState.TRACKED
    return part if state is part.state else part.in_state(state, now)


def is_rejected(batch: RemoteBatch) -> bool:
    """Whether the provider rejected the file as a whole, so that nothing was answered and nothing is paid."""
    done = batch.requests.done if batch.requests else 0
    return batch.state is BatchState.FAILED and not done and not batch.result_file_ids


def find_batch(sending: Sending, part: SentPart, batches: Sequence[RemoteBatch]) -> RemoteBatch | None:
    """The batch of a file in the provider's list, by the id of the uploaded file or by its metadata; None if absent.

    Batches that the provider rejected before are not meant. Of several, the first one created counts.
    """
    number = str(part.number)
    found = [
        batch
        for batch in batches
        if batch.id not in part.rejected_ids
        and (
            (part.file_id and batch.input_file_id == part.file_id)
            or (batch.metadata.get(INTENT) == sending.intent and batch.metadata.get(PART, "").split(" ")[0] == number)
        )
    ]
    return min(found, key=lambda batch: batch.created.timestamp() if batch.created else 0, default=None)


def sent_before(sending: Sending, batches: Sequence[RemoteBatch]) -> list[SentBefore]:
    """The files that the list has under another intent, each with its newest batch: the same file, or a file of the
    same requests in another split.

    Files that the provider rejected do not count: nothing was paid for them.
    """
    newest: dict[str, RemoteBatch] = {}
    for batch in batches:
        if batch.metadata.get(INTENT) == sending.intent or is_rejected(batch):
            continue
        for digest in filter(None, map(batch.metadata.get, (SHA256, WHOLE))):
            other = newest.get(digest)
            if other is None or (batch.created and other.created and batch.created > other.created):
                newest[digest] = batch
    digests = {part.number: part.sha256 if part.sha256 in newest else sending.sha256 for part in sending.parts}
    return [SentBefore(number, newest[digest]) for number, digest in digests.items() if digest in newest]


def resend(sending: Sending, number: int, now: datetime) -> Sending:
    """The sending with one rejected file to be sent again, as it is."""
    part = next(part for part in sending.parts if part.number == number)
    state = PartState.UPLOADED if part.file_id else PartState.READY
    rejected = (*part.rejected_ids, part.batch_id) if part.batch_id else part.rejected_ids
    again = replace(part, batch_id="", status="", is_accepted=False, is_queue_full=False, rejected_ids=rejected)
    return sending.with_part(again.in_state(state, now))


def stop_sending(sending: Sending, now: datetime) -> Sending:
    """The sending in which no file is sent any more that has no batch yet.

    A file whose batch may exist stays as it is: `run` finds it, then it can be cancelled.
    """
    for part in sending.parts:
        if part.state in _NOT_CREATED:
            sending = sending.with_part(part.in_state(PartState.STOPPED, now))
    return sending


def mark_collected(sending: Sending, batch_ids: Collection[str], now: datetime) -> Sending:
    """The sending in which the files of these ended batches are collected."""
    for part in sending.parts:
        if part.state is PartState.ENDED and part.batch_id in batch_ids:
            sending = sending.with_part(part.in_state(PartState.COLLECTED, now))
    return sending


def with_queue_retries(sending: Sending, now: datetime) -> Sending:
    """The sending in which files that found the queue full are sent again, one at a time, once another file ended."""
    if any(part.state is PartState.TRACKED for part in sending.parts):
        return sending
    for part in sending.parts:
        if part.state is PartState.REJECTED and part.is_queue_full and _has_room(sending, part):
            return resend(sending, part.number, now)
    return sending


def _has_room(sending: Sending, rejected: SentPart) -> bool:
    """Whether another file ended after this one was rejected, so that its tokens left the queue."""
    ended = (PartState.ENDED, PartState.COLLECTED)
    return any(
        part.state in ended and part.since and rejected.since and part.since >= rejected.since for part in sending.parts
    )


def waits_for_queue(sending: Sending, service: BatchService) -> bool:
    """Whether the next file waits until the provider has checked the one before it."""
    return service.queue_limited and any(
        part.state is PartState.TRACKED and not part.is_accepted for part in sending.parts
    )


def has_work(sending: Sending, service: BatchService, now: datetime) -> bool:
    """Whether `run` would do something now. What stopped with a problem waits for a person."""
    sending = with_queue_retries(sending, now)
    open_parts = [part for part in sending.parts if part.is_unfinished]
    if not open_parts or any(part.problem for part in open_parts):
        return False
    waits = waits_for_queue(sending, service)
    return any(part.state is not PartState.UPLOADED or not waits for part in open_parts)
