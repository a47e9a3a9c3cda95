"""Sends the files of a sending: uploads each, creates its batch once, and finds out what an unclear answer meant.

Creating a batch costs money, so it is never done again before the provider's list has shown that it was not done.
Uploads cost nothing and are repeated. Each state is handed out before the call that it is about: whoever keeps the
last one can start again from it after any interruption.
"""

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from lib.providers import PROVIDERS
from lib.providers.endpoints import request_url
from lib.sending.answers import BatchList
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.client import BatchClient
from lib.sending.following import find_batch, followed, sent_before, stop_sending, waits_for_queue, with_queue_retries
from lib.sending.part_files import PartFiles
from lib.sending.patience import LONGEST_WAIT, patient
from lib.sending.remote_batch import RemoteBatch
from lib.sending.sending import PartState, Sending
from lib.sending.upload import PartProgress, upload_part, wait_until_processed

CREATE_TIME = timedelta(seconds=120)
"""For so long, a call that was interrupted may still create its batch."""

_LOOKS = 3
"""Looks at lists that must not have the batch before it counts as not created."""

_BETWEEN_LOOKS = 4.0
"""Seconds between two looks."""

_FRESH = timedelta(seconds=5)
_NOT_UPLOADED = (PartState.READY, PartState.UPLOADING)
_OF_ONE_FILE = (ErrorKind.REJECTED, ErrorKind.TOO_LARGE)
_SENT_BEFORE = CallError(
    ErrorKind.ALREADY_SENT,
    "This file was sent before.",
    "Open that batch, or send it again and pay again.",
)
_LIST_TOO_LONG = CallError(
    ErrorKind.UNCLEAR,
    "The provider's list is too long to find out whether the batch exists.",
    "Look for the file's name on the provider's page before you continue.",
)
_MAY_BE_OLD = CallError(
    ErrorKind.ALREADY_SENT,
    "The provider's list is too long to find out whether this file was sent before.",
    "Look for the file's name on the provider's page. If it is not there, send the file.",
)

Steps = Generator[Sending, None, bool]
"""Hands out states, and returns whether to go on with the next file."""


def run(
    sending: Sending,
    client: BatchClient,
    files: PartFiles | None = None,
    *,
    again: bool = False,
    progress: PartProgress | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Sending]:
    """Does everything that can be done now, and hands out the sending after each change. Keep the last one.

    Start it from any state, also from one that was kept when the process ended. It ends when every file is tracked,
    when a file has a `problem`, or when the provider must check a file before the next one may go (`has_work` tells
    when to call it again). It raises nothing of its own. Run it once at a time for an intent.

    Args:
        files: the bytes of the files; needed only for those that are not uploaded yet.
        again: whether files may be sent although the list has them under another intent.
        progress: receives what of a file was handed to the network.
        is_stopped: whether a person has stopped the sending; asked before each upload and each create. What has no
            batch by then is `STOPPED`.
        clock: the time, in UTC.
    """
    yield from _Run(sending, client, files, again, progress, is_stopped, clock, sleep).steps()


@dataclass(slots=True)
class _Run:
    sending: Sending
    client: BatchClient
    files: PartFiles | None
    again: bool
    progress: PartProgress | None
    is_stopped: Callable[[], bool]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    uploaded: set[int] = field(default_factory=set)
    """Numbers of the files that were uploaded in this run, so that no other process has created their batches."""

    def steps(self) -> Iterator[Sending]:
        self.sending = with_queue_retries(self.sending, self.clock())
        for step in (self._settle, self._compare, self._upload, self._create):
            for number in range(1, len(self.sending.parts) + 1):
                if self.is_stopped():
                    self.sending = stop_sending(self.sending, self.clock())
                    yield self.sending
                if not (yield from step(number)):
                    return

    def _settle(self, number: int) -> Steps:
        """Finds out whether the batch of a file exists, if that is not clear."""
        part = self.sending.part(number)
        if part.state is PartState.CREATING:
            yield self._move(number, PartState.UNKNOWN)
            return (yield from self._look_for(number, (part.since or self.clock()) + CREATE_TIME))
        if part.state is PartState.UNKNOWN:
            return (yield from self._look_for(number, self.clock()))
        return True

    def _look_for(self, number: int, earliest: datetime) -> Steps:
        """Looks for the batch of a file until it is listed, or until three looks from `earliest` on do not show it."""
        looks = 0
        while looks < _LOOKS:
            try:
                listed = patient(self.client.batches, self.sleep)
            except CallError as error:
                yield self._stop(number, PartState.UNKNOWN, error)
                return False
            if (yield from self._adopt(number, listed)):
                return True
            if not listed.is_complete:
                yield self._stop(number, PartState.UNKNOWN, _LIST_TOO_LONG)
                return False
            looks += self.clock() >= earliest
            self.sleep(_BETWEEN_LOOKS if looks < _LOOKS else 0)
        yield self._move(number, PartState.UPLOADED if self.sending.part(number).file_id else PartState.READY)
        return True

    def _adopt(self, number: int, listed: BatchList) -> Steps:
        """Takes the batch of a file from the list, if it is there; returns whether it is."""
        part = self.sending.part(number)
        batch = find_batch(self.sending, part, listed.batches)
        if batch is None:
            return False
        yield self._track(number, batch)
        return True

    def _compare(self, number: int) -> Steps:
        """Before a file is uploaded: takes over what another process created of it, or stops if it was sent before."""
        if number > 1 or not any(part.state in _NOT_UPLOADED for part in self.sending.parts):
            return True
        try:
            listed = patient(self.client.batches, self.sleep)
        except CallError as error:
            waiting = next(part for part in self.sending.parts if part.state in _NOT_UPLOADED)
            yield self._stop(waiting.number, PartState.READY, error)
            return False
        for part in self.sending.parts:
            if part.is_unfinished:
                yield from self._adopt(part.number, listed)
        is_new = all(part.state is PartState.READY for part in self.sending.parts)
        before = sent_before(self.sending, listed.batches) if is_new and not self.again else []
        for number, _ in before:
            yield self._stop(number, PartState.READY, _SENT_BEFORE)
        return not before

    def _upload(self, number: int) -> Steps:
        part = self.sending.part(number)
        if part.state not in _NOT_UPLOADED:
            return True
        yield self._move(number, PartState.UPLOADING)
        try:
            file_id = upload_part(self.client, self.sending, part, self.files, self.progress, self.sleep)
        except CallError as error:
            yield self._stop(number, PartState.READY, error)
            return False
        self.sending = self.sending.with_part(replace(part, file_id=file_id))
        self.uploaded.add(number)
        yield self._move(number, PartState.UPLOADED)
        return True

    def _create(self, number: int) -> Steps:
        """Creates the batch of an uploaded file, unless another process has done it."""
        if self.sending.part(number).state is not PartState.UPLOADED:
            return True
        if waits_for_queue(self.sending, self.client.service):
            return False
        try:
            wait_until_processed(self.client, self.sending.part(number), self.sleep)
            listed = patient(self.client.batches, self.sleep)
        except CallError as error:
            is_unusable = error.kind is ErrorKind.REJECTED  # then the next run uploads the file again
            yield self._stop(number, PartState.READY if is_unusable else PartState.UPLOADED, error)
            return False
        if (yield from self._adopt(number, listed)):
            return True
        if not listed.is_complete and not self.again and number not in self.uploaded:
            yield self._stop(number, PartState.UPLOADED, _MAY_BE_OLD)
            return False
        return (yield from self._create_once(number))

    def _create_once(self, number: int) -> Steps:
        """Creates the batch. If the provider asks to wait a little, it waits and asks once more."""
        error = None
        for _ in range(2):
            yield self._move(number, PartState.CREATING)
            while self._is_old(number):
                yield self._move(number, PartState.CREATING)
            if self.is_stopped():
                yield self._move(number, PartState.STOPPED)
                return True
            try:
                batch = self.client.create(*self._order(number))
            except CallError as failed:
                error = failed
            else:
                yield self._track(number, batch)
                return True
            if error.kind is not ErrorKind.RATE_LIMITED or error.wait is None or error.wait > LONGEST_WAIT:
                break
            yield self._stop(number, PartState.UPLOADED, error)
            self.sleep(error.wait)
        return True if error is None else (yield from self._not_created(number, error))

    def _is_old(self, number: int) -> bool:
        """Whether the state was held back on its way, so that another process may take the call for an old one."""
        since = self.sending.part(number).since
        return since is not None and self.clock() - since > _FRESH

    def _order(self, number: int) -> tuple[str, str, str, dict[str, str]]:
        """File id, endpoint, window and metadata of the batch to create."""
        part, known = self.sending.part(number), PROVIDERS.get(self.sending.provider)
        usual = request_url(known, part.endpoint) if known else part.endpoint
        endpoint = self.client.service.endpoints.get(part.endpoint, usual)
        return part.file_id, endpoint, self.sending.window, self.sending.metadata(part)

    def _not_created(self, number: int, error: CallError) -> Steps:
        """What an error of a create means: a rejected file, a stop, or a look at the list."""
        if not error.may_have_happened:
            one_file = error.kind in _OF_ONE_FILE
            yield self._stop(number, PartState.REJECTED if one_file else PartState.UPLOADED, error)
            return one_file
        yield self._move(number, PartState.UNKNOWN)
        if not (yield from self._look_for(number, self.clock())):
            return False
        if self.sending.part(number).is_unfinished:
            yield self._stop(number, PartState.UPLOADED, error)
            return False
        return True

    def _track(self, number: int, batch: RemoteBatch) -> Sending:
        part = self.sending.part(number).in_state(PartState.TRACKED, self.clock())
        self.sending = self.sending.with_part(followed(part, batch, self.clock()))
        return self.sending

    def _move(self, number: int, state: PartState) -> Sending:
        self.sending = self.sending.with_part(self.sending.part(number).in_state(state, self.clock()))
        return self.sending

    def _stop(self, number: int, state: PartState, error: CallError) -> Sending:
        """The file in a state with the problem that stopped it: the sentences, and what the provider wrote."""
        part = self.sending.part(number).in_state(state, self.clock(), str(error), error.kind)
        self.sending = self.sending.with_part(replace(part, words=error.words))
        return self.sending
