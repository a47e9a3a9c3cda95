"""A batch as the provider describes it, read tolerantly: no field is certain but the id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from lib.common.phrasing import shorten


class BatchState(StrEnum):
    """What a batch does, whatever its provider calls it."""

    VALIDATING = "validating"
    RUNNING = "in_progress"
    FINALIZING = "finalizing"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing changes any more."""
        return self in _FINAL


_FINAL = (BatchState.COMPLETED, BatchState.FAILED, BatchState.EXPIRED, BatchState.CANCELLED)
_SPELLINGS = {"canceled": BatchState.CANCELLED, "canceling": BatchState.CANCELLING}
_LINE_IN_MESSAGE = re.compile(r"line (\d{1,9}):", re.IGNORECASE)
_MOST_ERRORS, _MOST_TEXT = 1_000, 1_000


class RequestProgress(NamedTuple):
    """How many requests of a batch are done."""

    total: int
    completed: int
    failed: int

    @property
    def done(self) -> int:
        return self.completed + self.failed


class LineError(NamedTuple):
    """Why the provider rejects a file, or one line of it."""

    line: int | None
    """Number of the line in the file as the provider counts, usually from 1; None if the whole file is meant."""

    message: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class RemoteBatch:
    """One batch of the provider's list. Ids are empty where the provider has none; times are UTC."""

    id: str
    status: str
    """The provider's own word."""

    state: BatchState
    """`RUNNING` for every word that Batchdesk does not know."""

    input_file_id: str = ""
    output_file_id: str = ""
    error_file_id: str = ""
    endpoint: str = ""
    window: str = ""
    requests: RequestProgress | None = None
    """None if the provider does not count."""

    created: datetime | None = None
    started: datetime | None = None
    """When the provider began to answer."""

    ended: datetime | None = None
    """When it completed, failed, expired or was cancelled."""

    deadline: datetime | None = None
    """When it expires."""

    metadata: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[LineError, ...] = ()
    """Why the provider rejects the file; at most 1,000."""

    @property
    def is_final(self) -> bool:
        """Whether nothing changes any more."""
        return self.state.is_final

    @property
    def result_file_ids(self) -> tuple[str, ...]:
        """The files with answers and with errors, as far as there are any."""
        return tuple(file_id for file_id in (self.output_file_id, self.error_file_id) if file_id)


def parse_batch(value: Any) -> RemoteBatch | None:
    """The batch in a JSON value; None if the value has no id."""
    if not isinstance(value, dict) or not _text(value.get("id")):
        return None
    status = _text(value.get("status"))
    ended = [_time(value.get(f"{word}_at")) for word in ("completed", "failed", "expired", "cancelled")]
    return RemoteBatch(
        id=_text(value["id"]),
        status=status,
        state=_state(status),
        input_file_id=_text(value.get("input_file_id")),
        output_file_id=_text(value.get("output_file_id")),
        error_file_id=_text(value.get("error_file_id")),
        endpoint=_text(value.get("endpoint")),
        window=_text(value.get("completion_window")),
        requests=_progress(value.get("request_counts")),
        created=_time(value.get("created_at")),
        started=_time(value.get("in_progress_at")),
        ended=next((time for time in ended if time), None),
        deadline=_time(value.get("expires_at")),
        metadata=_metadata(value.get("metadata")),
        errors=_errors(value.get("errors")),
    )


def _state(status: str) -> BatchState:
    word = status.strip().lower().replace("-", "_").replace(" ", "_")
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    return BatchState(word) if word in list(BatchState) else BatchState.RUNNING


def _text(value: Any) -> str:
    """A text or a whole number as text; everything else is empty."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def _progress(value: Any) -> RequestProgress | None:
    """The counts; None if there are none, or if nothing was counted yet."""
    if not isinstance(value, dict) or not _count(value.get("total")):
        return None
    return RequestProgress(_count(value["total"]), _count(value.get("completed")), _count(value.get("failed")))


def _time(value: Any) -> datetime | None:
    """A time in seconds since 1970, or as ISO text; None if it is neither, or 0."""
    try:
        if isinstance(value, str) and not value.isdigit():
            time = datetime.fromisoformat(value)
            return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
        seconds = 0.0 if isinstance(value, bool) else float(value or 0)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC) if seconds > 0 else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _metadata(value: Any) -> dict[str, str]:
    items = value.items() if isinstance(value, dict) else ()
    return {key: _text(text) for key, text in items if isinstance(key, str) and _text(text)}


def _errors(value: Any) -> tuple[LineError, ...]:
    """The errors of a list, or of the list in `data`; a single error, or its text, is a list of one."""
    if isinstance(value, dict):
        value = value.get("data", [value] if "message" in value else [])
    entries = value if isinstance(value, list) else [value]
    found = [_error(entry) for entry in entries[:_MOST_ERRORS]]
    return tuple(error for error in found if error)


def _error(entry: Any) -> LineError | None:
    if isinstance(entry, str) and entry:
        return LineError(None, shorten(entry, _MOST_TEXT))
    if not isinstance(entry, dict):
        return None
    code = _text(entry.get("code"))
    message = _text(entry.get("message")) or code
    return LineError(_line(entry.get("line"), message), shorten(message, _MOST_TEXT), code) if message else None


def _line(line: Any, message: str) -> int | None:
    """The number of a line, also where only the message begins with it (AIBrix: `Line 3: ...`)."""
    if isinstance(line, int) and not isinstance(line, bool) and line >= 0:
        return line
    named = _LINE_IN_MESSAGE.match(message)
    return int(named[1]) if named else None
