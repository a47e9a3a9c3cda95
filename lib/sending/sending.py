"""A sending: the files of one batch on their way to a provider, as values that outlive a reload and a restart.

Its intent, a random id, is in the metadata of each batch and in each file's name. So the provider's list alone tells
what became of it. No value here holds a key.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from lib.batch.bundle import stem_of
from lib.common.phrasing import shorten
from lib.sending.call_error import ErrorKind

INTENT, PART, REQUESTS = "batchdesk_intent", "batchdesk_part", "batchdesk_requests"
SHA256, WHOLE, NAME = "batchdesk_sha256", "batchdesk_whole", "batchdesk_name"
"""Keys of the metadata: the intent, `1 of 2`, the file's number of requests, its digest, and the sheet's name."""

_MOST_NAME = 200


class PartState(StrEnum):
    """How far one file is."""

    READY = "ready"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    CREATING = "creating"
    UNKNOWN = "unknown"
    """The batch may have been created: the provider's list decides."""

    TRACKED = "tracked"
    """The batch exists; the provider checks it, waits or answers."""

    REJECTED = "rejected"
    """The provider rejected the file, and nothing was answered."""

    ENDED = "ended"
    """The batch completed, expired, was cancelled or failed: what there is can be collected."""

    COLLECTED = "collected"
    GONE = "gone"
    """The provider's list does not have the batch any more, or this key does not see it."""

    STOPPED = "stopped"
    """A person stopped the sending before the batch was created: it costs nothing."""


@dataclass(frozen=True, slots=True)
class SentPart:
    """One file of a sending."""

    number: int
    """From 1."""

    file_name: str
    requests: int
    bytes: int
    sha256: str
    endpoint: str
    """As OpenAI names it."""

    state: PartState = PartState.READY
    since: datetime | None = None
    """When it came into this state, in UTC."""

    file_id: str = ""
    batch_id: str = ""
    status: str = ""
    """The provider's last word about the batch."""

    is_accepted: bool = False
    """Whether the provider has checked the file and accepted it."""

    is_queue_full: bool = False
    """Whether the provider rejected it because too many tokens wait in its queue."""

    rejected_ids: tuple[str, ...] = ()
    """Batches of this file that the provider rejected."""

    problem: str = ""
    """What stopped it, as sentences; empty if nothing did."""

    problem_kind: ErrorKind | None = None
    words: str = ""
    """What the provider wrote about the problem; may be empty."""

    @property
    def is_unfinished(self) -> bool:
        """Whether its batch is not created yet, or whether it is not clear that it is."""
        return self.state in _BEFORE_TRACKED

    def in_state(self, state: PartState, now: datetime, problem: str = "", kind: ErrorKind | None = None) -> "SentPart":
        """The same file in another state, with what stopped it."""
        return replace(self, state=state, since=now, problem=problem, problem_kind=kind, words="")


@dataclass(frozen=True, slots=True)
class Sending:
    """Files that are one batch to a person, and how far each is."""

    intent: str
    name: str
    """The sheet's name, for people."""

    provider: str
    address: str
    window: str
    started: datetime
    parts: tuple[SentPart, ...]
    sha256: str = ""
    """Digest of all files together, which another split does not change."""

    @property
    def is_unfinished(self) -> bool:
        """Whether a file is not created yet, or whether it is not clear that it is."""
        return any(part.is_unfinished for part in self.parts)

    @property
    def requests(self) -> int:
        return sum(part.requests for part in self.parts)

    def part(self, number: int) -> SentPart:
        """The file of that number, from 1."""
        return self.parts[number - 1]

    def with_part(self, part: SentPart) -> "Sending":
        """The same sending with one file changed."""
        return replace(self, parts=tuple(part if old.number == part.number else old for old in self.parts))

    def metadata(self, part: SentPart) -> dict[str, str]:
        """The metadata of the batch of one file."""
        return {
            INTENT: self.intent,
            PART: f"{part.number} of {len(self.parts)}",
            REQUESTS: str(part.requests),
            SHA256: part.sha256,
            WHOLE: self.sha256,
            NAME: shorten(self.name, _MOST_NAME),
        }


_BEFORE_TRACKED = frozenset(
    (PartState.READY, PartState.UPLOADING, PartState.UPLOADED, PartState.CREATING, PartState.UNKNOWN)
)


def new_intent() -> str:
    """A random id for one press of Send."""
    return uuid4().hex


def remote_name(file_name: str, intent: str) -> str:
    """The name of a file at the provider: its own name and the beginning of the intent.

    >>> remote_name("reviews_3f2a_part-01-of-02.jsonl", "6f1c0a9b2d3e")
    'reviews_3f2a_part-01-of-02_6f1c0a9b.jsonl'
    """
    return f"{stem_of(file_name)}_{intent[:8]}.jsonl"
