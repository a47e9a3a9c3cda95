"""A batch of the requests worth sending again, under the same ids: unchanged, or with a change.

Its output can be loaded together with the first results. The better answer of each row counts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from lib.batch import Batch
from lib.batch.positions import Position
from lib.batch.request_line import body_of
from lib.failures.request_changes import Change, change_line
from lib.failures.shortening import cell_of
from lib.join import Joined
from lib.join.attempts import retry_number
from lib.json import codec
from lib.providers import Provider


@dataclass(frozen=True, slots=True)
class Pick:
    """Rows to send again, and the changes to make in their requests."""

    rows: Collection[int]
    """Indexes into the joined table, as in `Cause.rows`."""

    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Retry:
    """A batch of requests to send again."""

    batch: Batch
    changed: int
    """Number of changed requests; all others are byte for byte as they were sent."""

    without_request: int
    """Number of picked rows that cannot be sent again, since no loaded input file has their request."""


def retry(joined: Joined, picks: Sequence[Pick], stem: str, provider: Provider) -> Retry:
    """The requests of the picked rows in the table's order, each once. A row in several picks gets the changes of all.

    Raises:
        ValueError: a change is not ready.
    """
    changes = _changes_by_row(picks)
    rows = [row for row in sorted(changes) if joined.rows.requests[row] is not None]
    requests = _Requests(joined, rows, changes)
    digest = sha256(_limits(provider))
    sizes: list[int] = []
    models: list[str] = []
    changed = 0
    for index in range(len(rows)):
        line = requests.line(index)
        digest.update(line)
        sizes.append(len(line))
        changed += requests.is_changed(index, line)
        if provider.one_model:
            models.append(_model_of(line))
    name = f"{stem}_retry-{_next_attempt(joined)}_{digest.hexdigest()[:12]}"
    texts = list(map(requests.text_count, range(len(rows))))
    batch = Batch(name, provider, sizes, requests.lines, requests.row_number, inputs=texts, models=models or None)
    return Retry(batch, changed, without_request=len(changes) - len(rows))


def _changes_by_row(picks: Sequence[Pick]) -> dict[int, list[Change]]:
    changes: dict[int, list[Change]] = {}
    for pick in picks:
        for row in pick.rows:
            changes.setdefault(row, []).extend(change for change in pick.changes if change not in changes[row])
    return changes


@dataclass(frozen=True, slots=True)
class _Requests:
    """The requests to send again; they are read and changed one by one, since together they may not fit in memory."""

    joined: Joined
    rows: Sequence[int]
    """Row of each request in the joined table."""

    changes: Mapping[int, Sequence[Change]]
    """Changes to make, by row of the joined table."""

    def line(self, index: int) -> bytes:
        row = self.rows[index]
        return change_line(self._sent_line(index), [self._with_cell(change, row) for change in self.changes[row]])

    def lines(self, indexes: Iterable[int]) -> Iterable[bytes]:
        return map(self.line, indexes)

    def is_changed(self, index: int, line: bytes) -> bool:
        return bool(self.changes[self.rows[index]]) and line != self._sent_line(index)

    def text_count(self, index: int) -> int:
        """Number of texts that a request embeds; no change affects it."""
        file, request = self._position(index)
        texts = self.joined.sent[file].texts
        return texts[request] if texts else 0

    def row_number(self, index: int) -> int | str:
        """The row's number in the sheet; empty if it has no row there."""
        row, sheet = self.joined.rows.sheet_rows[self.rows[index]], self.joined.sheet
        return "" if row is None or sheet is None else sheet.numbers[row]

    def _with_cell(self, change: Change, row: int) -> Change:
        return change if change.kind != "shorten" else replace(change, cell=cell_of(self.joined, row, change.name))

    def _sent_line(self, index: int) -> bytes:
        file, request = self._position(index)
        return self.joined.sent[file].line(request)

    def _position(self, index: int) -> Position:
        position = self.joined.rows.requests[self.rows[index]]
        assert position is not None  # `rows` has only rows with a request
        return position


def _limits(provider: Provider) -> bytes:
    """The limits that decide how the batch is split, as a part of its digest."""
    limits = (provider.requests, provider.bytes, provider.embedding_inputs, provider.one_model, provider.tokens)
    return repr(limits).encode()


def _model_of(line: bytes) -> str:
    """The model of a request; empty if it names none."""
    body = body_of(codec.loads(line)[0])
    return str(body.get("model", "")) if isinstance(body, dict) else ""


def _next_attempt(joined: Joined) -> int:
    """One more than the highest retry number in the names of the loaded files."""
    names = [file.name for file in joined.sent] + [file.name for file in joined.results]
    return max(map(retry_number, names), default=0) + 1
