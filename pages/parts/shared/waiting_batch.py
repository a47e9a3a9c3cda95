"""A batch that waits on the Batches page, and the button that takes it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lib.batch import Batch
from lib.batch.bundle import some_requests
from lib.batch.request_line import body_of
from lib.compose import Composition, batch_of
from lib.compose.downloads import some_requests_of
from lib.json import codec
from lib.sending.part_files import SAMPLE_REQUESTS
from pages.parts.shared.sending_policy import can_send
from pages.parts.shared.sent_batches import composed_batches, keep_composition

_WAITING = "waiting batch"
LOOKED = "last look"
"""The session's key for the waiting batch whose last look opened by itself already."""

SENT = "sent compositions"
"""The session's key for the digest of what each sending was composed of, by its intent."""


@dataclass(frozen=True, slots=True)
class WaitingBatch:
    """What a person is about to send."""

    name: str
    """The sheet's or the file's name, for people."""

    digest: str
    """Digest of what the requests are made from."""

    provider: str
    """The provider that the requests are made for."""

    models: tuple[str, ...]
    batches: Sequence[Batch]
    """Each becomes a batch of its own, in as many files as its provider needs."""

    tokens: str = ""
    """Estimated tokens to read, as a range in words; empty if they are not known."""

    cost: str = ""
    """Estimated cost, as a range in words; empty if it is not known."""

    composition: Composition | None = None
    """What the requests were composed of; None if they come from Check."""

    is_sampled: bool = False
    """Whether the first requests were sent as a sample."""

    @property
    def sample_size(self) -> int:
        """Requests of its sample, which is taken from the first of several files."""
        return min(SAMPLE_REQUESTS, len(self.batches[0].sizes))

    def sample(self) -> "WaitingBatch":
        """Its first requests, as a batch of its own."""
        name, size = f"{self.name}, sample of {self.sample_size}", self.sample_size
        if self.composition:
            return self._composed(name, some_requests_of(self.composition, 0, size))
        batch = some_requests(self.batches[0], 0, size)
        return replace(self, name=name, digest=batch.stem, batches=[batch])

    def rest(self) -> "WaitingBatch":
        """All requests but the sample."""
        size, first = self.sample_size, self.batches[0]
        if self.composition:
            return self._composed(self.name, some_requests_of(self.composition, size, len(first.sizes)))
        others = [some_requests(first, size, len(first.sizes))] if size < len(first.sizes) else []
        return replace(self, digest=f"{self.digest} without its sample", batches=[*others, *self.batches[1:]])

    def _composed(self, name: str, some: Composition) -> "WaitingBatch":
        return replace(self, name=name, digest=some.digest, batches=[batch_of(some)], composition=some)

    @property
    def model_names(self) -> tuple[str, ...]:
        """The models, as they are known; else that of the first request."""
        if self.models:
            return self.models
        value, _ = codec.loads(next(iter(self.batches[0].lines([0]))))
        body = body_of(value)
        model = body.get("model") if isinstance(body, dict) else None
        return (model,) if isinstance(model, str) else ()

    @property
    def requests(self) -> int:
        return sum(len(batch.sizes) for batch in self.batches)


def waiting_batch() -> WaitingBatch | None:
    """The batch that waits to be sent."""
    waiting: WaitingBatch | None = st.session_state.get(_WAITING)
    return waiting


def note_sample() -> None:
    """Notes that the first requests of the waiting batch were sent as a sample."""
    if waiting := waiting_batch():
        st.session_state[_WAITING] = replace(waiting, is_sampled=True)


def keep_sent(waiting: WaitingBatch, intents: Sequence[str]) -> None:
    """Keeps what was sent for Results, which then knows the row of each request."""
    if waiting.composition:
        keep_composition(waiting.composition, composed_batches())
        st.session_state.setdefault(SENT, {}).update(dict.fromkeys(intents, waiting.composition.digest))


def composed_here(intent: str) -> Composition | None:
    """The whole batch of a sending as it was composed; None if this session does not have it."""
    digest = st.session_state.get(SENT, {}).get(intent)
    return next((batch for batch in composed_batches() if batch.digest == digest), None)


def forget_waiting() -> None:
    """Nothing waits any more."""
    st.session_state.pop(_WAITING, None)


def send_button(key: str, make: Callable[[], WaitingBatch] | None, *, reason: str = "", label: str = "Send …") -> None:
    """The button that opens Batches with a batch waiting. It sends nothing by itself.

    Args:
        make: gives the batch at the press; None if nothing can be sent yet.
        reason: why nothing can be sent yet.
    """
    if not can_send():
        return
    pressed = st.button(label, key=key, icon=":material/send:", disabled=make is None, help=reason or None)
    if pressed and make:
        st.session_state[_WAITING] = make()
        st.session_state.pop(LOOKED, None)
        st.switch_page("pages/batches.py")
