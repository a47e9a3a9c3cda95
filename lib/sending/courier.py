"""Sends to one account and follows its batches in the background, while pages only read how far everything is.

One look at the provider's list serves all batches. A sending has a thread of its own until every file is started or
has a problem; so it goes on while its person is on another page, or reloads the tab.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import NamedTuple

from lib.sending.answers import BatchList
from lib.sending.batch_group import BatchGroup, group_batches
from lib.sending.call_error import CallError
from lib.sending.client import BatchClient
from lib.sending.following import has_work, mark_collected, resend, stop_sending, update
from lib.sending.intent_lock import return_intent, take_intent
from lib.sending.part_files import PartFiles
from lib.sending.polling import FACTOR, FIRST_WAIT, LONGEST_WAIT, Polling
from lib.sending.remote_batch import RemoteBatch
from lib.sending.runner import run
from lib.sending.sending import PartState, Sending


class UploadProgress(NamedTuple):
    """How much of a file is handed to the network."""

    part: int
    """Number of the file, from 1."""

    done: int
    bytes: int


class _Closed(Exception):
    """The account was closed while a thread waited."""


class Courier:
    """The sendings and the batches of one account. Its values may be read from any thread."""

    def __init__(
        self,
        client: BatchClient,
        listed: BatchList,
        sendings: dict[str, Sending] | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Args:
        listed: the provider's list as connecting brought it.
        sendings: those of this account so far, by their intent. The courier goes on with them, and keeps the dict
            up to date, so that whoever holds it has every sending as it is.
        clock: the time, in UTC.
        """
        self.client = client
        self.problem: CallError | None = None
        """Why the last look at the list failed; None if it did not."""

        self._clock = clock or _now
        self._lock, self._closed = Lock(), Event()
        self._batches = {batch.id: batch for batch in listed.batches}
        self._sendings = {} if sendings is None else sendings
        self._files: dict[str, PartFiles] = {}
        self._progress: dict[str, UploadProgress] = {}
        self._at_work: set[str] = set()
        self._stopped: set[str] = set()
        self._is_looking = False
        self._polling = Polling().after_look(listed.batches, self._clock())
        self._take(listed)
        for sending in self.sendings:
            if self._waits(sending):
                self._start(sending.intent, again=False)

    def __repr__(self) -> str:
        return f"Courier({self.client!r})"

    @property
    def sendings(self) -> list[Sending]:
        """Every sending, the newest first."""
        return sorted(dict(self._sendings).values(), key=lambda sending: sending.started, reverse=True)

    @property
    def batches(self) -> list[RemoteBatch]:
        """The batches of the provider's list, as far as it was read, in its order."""
        return list(dict(self._batches).values())

    @property
    def groups(self) -> list[BatchGroup]:
        """The batches as a person thinks of them."""
        return group_batches(self.batches, self.sendings)

    @property
    def is_busy(self) -> bool:
        """Whether something may change without a person: a sending goes on, or a batch is not final."""
        return bool(self._at_work) or self._is_looking or self._polling.next_look is not None

    def is_at_work(self, intent: str) -> bool:
        """Whether a sending goes on."""
        return intent in self._at_work

    def progress(self, intent: str) -> UploadProgress | None:
        """The upload of a sending; None while nothing is uploaded."""
        return self._progress.get(intent)

    def files(self, intent: str) -> PartFiles | None:
        """The files of a sending; None if they are not at hand."""
        return self._files.get(intent)

    def unchanged_since(self, batch: RemoteBatch) -> datetime | None:
        """Since when a batch makes no progress, as far as it was looked at."""
        return self._polling.unchanged_since(batch)

    def send(self, sending: Sending, files: PartFiles | None, *, again: bool = False) -> None:
        """Starts a sending, or goes on with one that was kept.

        Args:
            files: the bytes of its files; None if they are not at hand.
            again: whether files may be sent although the provider has them from an earlier sending.
        """
        with self._lock:
            self._sendings[sending.intent] = sending
            if files:
                self._files[sending.intent] = files
        self._start(sending.intent, again)

    def go_on(self, intent: str, *, again: bool = False) -> None:
        """Goes on with a sending that had a problem, as a person chose."""
        sending = self._sendings.get(intent)
        if sending and not self.is_at_work(intent):
            parts = tuple(replace(part, problem="", problem_kind=None) for part in sending.parts)
            self.send(replace(sending, parts=parts), None, again=again)

    def send_rejected(self, intent: str, number: int) -> None:
        """Sends one rejected file again, as it is."""
        sending = self._sendings.get(intent)
        if sending and not self.is_at_work(intent):
            self.send(resend(sending, number, self._clock()), None)

    def discard(self, intent: str) -> None:
        """Forgets a sending of which no batch was started."""
        if not self.is_at_work(intent):
            with self._lock:
                self._sendings.pop(intent, None)
                self._files.pop(intent, None)

    def mark_collected(self, group: BatchGroup) -> None:
        """Notes that all files of a batch are here."""
        with self._lock:
            if sending := self._sendings.get(group.key):
                ids = {batch.id for batch in group.batches}
                self._sendings[group.key] = mark_collected(sending, ids, self._clock())

    def stop(self, group: BatchGroup) -> None:
        """Asks the provider to stop a batch; its files that are not started yet are not sent any more.

        Raises:
            CallError: of the first call that fails.
        """
        self.stop_sending(group.key)
        for batch in group.batches:
            if not batch.is_final:
                self._take(BatchList((self.client.cancel(batch.id),), False))
        self._look_soon()

    def stop_sending(self, intent: str) -> None:
        """Sends no file of a sending any more that is not started yet, and cancels a batch that starts meanwhile."""
        with self._lock:
            if intent in self._at_work:
                self._stopped.add(intent)
            elif sending := self._sendings.get(intent):
                self._sendings[intent] = stop_sending(sending, self._clock())

    def look_if_due(self) -> None:
        """Looks at the provider's list in the background, if it is time to."""
        with self._lock:
            if self._is_looking or self._closed.is_set() or not self._polling.is_due(self._clock()):
                return
            self._is_looking = True
        Thread(target=self._look, name="look at batches", daemon=True).start()

    def close(self) -> None:
        """Ends all work here. What the provider has goes on there."""
        self._closed.set()

    def _start(self, intent: str, again: bool) -> None:
        with self._lock:
            if intent in self._at_work or self._closed.is_set() or not take_intent(intent):
                return
            self._at_work.add(intent)
        Thread(target=self._deliver, args=(intent, again), name="send a batch", daemon=True).start()

    def _deliver(self, intent: str, again: bool) -> None:
        """Sends until every file is started, or one has a problem."""
        try:
            self._run(intent, again)
            wait = FIRST_WAIT
            while self._waits(self._sendings[intent]):
                self._sleep(wait)
                self._look()
                # Nothing else changes a sending that is at work, so its own thread brings it up to date.
                seen = BatchList(tuple(self.batches), False)
                self._sendings[intent] = update(self._sendings[intent], seen, self._clock())
                self._run(intent, again=True)
                wait = min(wait * FACTOR, LONGEST_WAIT)
            if intent in self._stopped:
                self._cancel_started(self._sendings[intent])
        except _Closed:
            pass
        finally:
            self._progress.pop(intent, None)
            self._stopped.discard(intent)
            return_intent(intent)
            self._at_work.discard(intent)
            self._look_soon()

    def _cancel_started(self, sending: Sending) -> None:
        """Cancels the batches that were started while their person stopped the sending."""
        for part in sending.parts:
            if part.state is PartState.TRACKED:
                try:
                    self._take(BatchList((self.client.cancel(part.batch_id),), False))
                except CallError as error:
                    self.problem = error

    def _run(self, intent: str, again: bool) -> None:
        def tick(part: int, done: int, size: int) -> None:
            self._progress[intent] = UploadProgress(part, done, size)

        steps = run(
            self._sendings[intent],
            self.client,
            self._files.get(intent),
            again=again,
            progress=tick,
            is_stopped=lambda: intent in self._stopped,
            clock=self._clock,
            sleep=self._sleep,
        )
        for sending in steps:
            self._sendings[intent] = sending
            if self._closed.is_set():
                raise _Closed

    def _waits(self, sending: Sending) -> bool:
        """Whether a file waits until the provider has checked the one before it."""
        return sending.is_unfinished and not any(part.problem for part in sending.parts if part.is_unfinished)

    def _sleep(self, seconds: float) -> None:
        if self._closed.wait(seconds):
            raise _Closed

    def _look(self) -> None:
        """Looks at the list, and starts what it lets go on."""
        try:
            listed = self.client.batches(self._running_ids())
        except CallError as error:
            self.problem = error
            self._polling = self._polling.after_failure(self._clock(), error.wait)
        else:
            self.problem = None
            self._take(listed)
            self._polling = self._polling.after_look(self.batches, self._clock())
        finally:
            self._is_looking = False
        for sending in self.sendings:
            if not self.is_at_work(sending.intent) and has_work(sending, self.client.service, self._clock()):
                self._start(sending.intent, again=True)

    def _running_ids(self) -> set[str]:
        tracked = {part.batch_id for sending in self.sendings for part in sending.parts if part.batch_id}
        known = self._batches
        return {batch.id for batch in self.batches if not batch.is_final} | (tracked - known.keys())

    def _take(self, listed: BatchList) -> None:
        """Puts batches of the list into what is known, and updates the sendings that are not at work."""
        found = {batch.id: batch for batch in listed.batches}
        with self._lock:
            older = {key: batch for key, batch in self._batches.items() if key not in found}
            self._batches = found if listed.is_complete else {**found, **older}
            for intent, sending in self._sendings.items():
                if intent not in self._at_work:
                    self._sendings[intent] = update(sending, listed, self._clock())

    def _look_soon(self) -> None:
        self._polling = replace(self._polling, next_look=self._clock(), wait=Polling().wait)


def _now() -> datetime:
    return datetime.now(UTC)
