"""The files of a batch, made for sending: each with its size and digest, and its bytes when they are needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from lib.batch import Batch, plan
from lib.batch.bundle import part_name
from lib.batch.request_line import body_of
from lib.common import Tick
from lib.json import codec
from lib.providers import CHAT
from lib.providers.batch_services import BatchService
from lib.providers.endpoints import endpoint_of_body, endpoint_of_url
from lib.sending.sending import Sending, SentPart, new_intent

SAMPLE_REQUESTS = 20
"""Requests of a sample."""

_LINES = 1_000
"""Lines of one piece."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file to send."""

    name: str
    indexes: Sequence[int]
    """Indexes of its requests in the batch."""

    bytes: int
    sha256: str
    endpoint: str
    """The endpoint of its first request, as OpenAI names it."""


@dataclass(frozen=True, slots=True)
class PartFiles:
    """All files of a batch, in order."""

    batch: Batch
    files: tuple[PartFile, ...]
    sha256: str
    """Digest of all files together."""

    def chunks(self, number: int) -> Iterator[bytes]:
        """The bytes of a file, by its number from 1, in pieces of 1,000 lines."""
        return _chunks(self.batch, self.files[number - 1].indexes)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)


def part_files(batch: Batch, service: BatchService, progress: Tick | None = None) -> PartFiles:
    """The files that a batch is sent as, within the limits of its provider and of the service.

    Every line is written once, for the digests.

    Args:
        progress: receives, after each file, the requests written so far, and all.
    """
    provider = batch.provider
    requests, size = service.requests or provider.requests, service.bytes or provider.bytes
    provider = replace(provider, requests=min(provider.requests, requests), bytes=min(provider.bytes, size))
    batch = replace(batch, provider=provider)
    parts = plan(batch).parts
    files: list[PartFile] = []
    done, whole = 0, sha256()
    for number, part in enumerate(parts, 1):
        name = part_name(batch.stem, number, len(parts)) if len(parts) > 1 else f"{batch.stem}.jsonl"
        digest = sha256()
        for chunk in _chunks(batch, part.indexes):
            digest.update(chunk)
            whole.update(chunk)
        done += part.requests
        if progress:
            progress(done, len(batch.sizes))
        files.append(PartFile(name, part.indexes, part.bytes, digest.hexdigest(), _endpoint(batch, part.indexes)))
    return PartFiles(batch, tuple(files), whole.hexdigest())


def begin_sending(
    files: PartFiles, name: str, provider: str, address: str, window: str, now: datetime, intent: str = ""
) -> Sending:
    """A sending of these files, with a new intent if none is given; nothing is sent yet.

    Args:
        name: the sheet's name, for people.
        now: the time, in UTC.
    """
    parts = tuple(
        SentPart(number, file.name, len(file.indexes), file.bytes, file.sha256, file.endpoint, since=now)
        for number, file in enumerate(files.files, 1)
    )
    return Sending(intent or new_intent(), name, provider, address, window, now, parts, files.sha256)


def _chunks(batch: Batch, indexes: Sequence[int]) -> Iterator[bytes]:
    for start in range(0, len(indexes), _LINES):
        yield b"".join(batch.lines(indexes[start : start + _LINES]))


def _endpoint(batch: Batch, indexes: Sequence[int]) -> str:
    value, _ = codec.loads(next(iter(batch.lines(indexes[:1]))))
    url = value.get("url") if isinstance(value, dict) else None
    known = endpoint_of_url(url) if isinstance(url, str) else None
    return known or endpoint_of_body(body_of(value), batch.provider) or CHAT
