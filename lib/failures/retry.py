"""The requests worth sending again, under the same custom_ids: as they were sent, or with a fix.

What comes back can be loaded together with the first results: the better answer counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lib.batch import Batch
from lib.batch.positions import Position
from lib.batch.request_line import body_of
from lib.failures.request_changes import Change, fixed
from lib.join import Joined
from lib.join.attempts import try_of
from lib.join.request_counts import Word
from lib.json import codec
from lib.providers import Provider

RETRIED: tuple[Word, ...] = ("Failed", "Missing", "Cut short", "Refused")
"""The states that another try may change."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Rows to send again, and what to change in their requests."""

    rows: Collection[int]
    """Indexes into the joined table, as `Cause.rows` has them."""

    fixes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Retry:
    """A batch of requests to send again."""

    batch: Batch
    changed: int
    """Requests that a fix changed; all others are byte for byte as they were sent."""

    without_request: int
    """Picked rows that stand in no loaded input, and so cannot be sent again."""


def retry(joined: Joined, picks: Sequence[Pick], stem: str, provider: Provider) -> Retry:
    """The picked rows' requests in the table's order, each once; a row in several picks gets the fixes of all.

    Raises:
        ValueError: a fix is not `ready`.
    """
    fixes: dict[int, list[Change]] = {}
    for pick in picks:
        for at in pick.rows:
            fixes.setdefault(at, []).extend(fix for fix in pick.fixes if fix not in fixes[at])
    picked = sorted(fixes)
    places = [(at, place) for at in picked if (place := joined.rows.requests[at]) is not None]

    def line(at: int) -> bytes:
        row, place = places[at]
        return fixed(_sent_line(joined, place), fixes[row])

    limits = (provider.requests, provider.bytes, provider.embedding_inputs, provider.one_model, provider.tokens)
    digest, sizes, changed = sha256(repr(limits).encode()), [], 0
    models: list[str] = []
    for at, (row, place) in enumerate(places):
        written = line(at)
        digest.update(written)
        sizes.append(len(written))
        changed += bool(fixes[row]) and written != _sent_line(joined, place)
        if provider.one_model:
            models.append(_model_of(written))
    texts = [_texts(joined, place) for _, place in places]
    numbers = joined.sheet.numbers if joined.sheet else []

    def number(at: int) -> int | str:
        row = joined.rows.sheet_rows[places[at][0]]
        return "" if row is None else numbers[row]

    name = f"{stem}_retry-{_next_try(joined)}_{digest.hexdigest()[:12]}"
    batch = Batch(name, provider, sizes, lambda at: map(line, at), number, inputs=texts, models=models or None)
    return Retry(batch, changed, len(picked) - len(places))


def _model_of(line: bytes) -> str:
    """The model of a request; empty if it does not say."""
    body = body_of(codec.loads(line)[0])
    return str(body.get("model", "")) if isinstance(body, dict) else ""


def _texts(joined: Joined, place: Position) -> int:
    """How many texts a request embeds: no change changes them."""
    texts = joined.sent[place[0]].texts
    return texts[place[1]] if texts else 0


def _sent_line(joined: Joined, place: Position) -> bytes:
    return joined.sent[place[0]].line(place[1])


def _next_try(joined: Joined) -> int:
    """One more than the highest number in the names of the files that are loaded."""
    names = [file.name for file in joined.sent] + [file.name for file in joined.results]
    return max(map(try_of, names), default=0) + 1
