"""Requests sent more than once: which try a file belongs to, what differs, and what came of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from msgspec.structs import replace

from lib.batch import InputFile
from lib.batch.conversation import content_of
from lib.batch.positions import Position
from lib.join.best_result import BestResults
from lib.join.best_result import places as record_places
from lib.join.joined_table import JoinedRows
from lib.json.codec import fingerprint
from lib.results import Result, Results

RetryOutcome = Literal["", "resolved", "still open", "answered twice", "answers differ"]

_TRY = re.compile(r"_retry-(\d{1,6})(?!\d)")


def try_of(name: str) -> int:
    """Which try a file's name says it is: 0 for the first, n for `retry-n`.

    >>> try_of("reviews_retry-2_1f3c.jsonl"), try_of("reviews_1f3c.jsonl")
    (2, 0)
    """
    return max((int(found) for found in _TRY.findall(name)), default=0)


def first_requests(sent: Sequence[InputFile]) -> dict[str, Position]:
    """Where the request that counts for each id stands, in the order in which the ids were first met.

    It is that of the latest try. Only a retry says its number in its name, so of other files the first one counts.
    """
    ids = [custom_id for requests in sent for custom_id in requests.ids]
    places = dict(zip(ids, record_places(requests.ids for requests in sent), strict=True))
    if len(places) == len(ids):
        return places
    places.clear()
    for file, requests in enumerate(sent):
        number = try_of(requests.name)
        for at, custom_id in enumerate(requests.ids):
            before = places.setdefault(custom_id, (file, at))
            if number and number > try_of(sent[before[0]].name):
                places[custom_id] = (file, at)
    return places


def is_part(file: InputFile, whole: InputFile) -> bool:
    """Whether an input file has some of the requests of a batch, with the very same bodies, and nothing else."""
    places = {custom_id: at for at, custom_id in enumerate(whole.ids)}
    if len(file.ids) >= len(places) or not places.keys() >= set(file.ids):
        return False
    told = zip(file.ids, file.fingerprints, strict=True)
    return all(fingerprint(whole.body(places[custom_id])) == said for custom_id, said in told)


class Resubmitted(NamedTuple):
    """The ids that stand in several requests whose bodies differ."""

    changed: AbstractSet[str]
    """What they ask is the same: a retry may ask it with other parameters."""

    conflicts: AbstractSet[str]
    """Texts, images or files differ too, so that nobody can tell which of them an answer is to."""


def resubmitted(sent: Sequence[InputFile], requests: Mapping[str, Position]) -> Resubmitted:
    """What was sent again otherwise.

    Args:
        requests: where the request that counts for each id stands.
    """
    changed: set[str] = set()
    conflicts: set[str] = set()
    for custom_id, place in _differing(sent, requests):
        alike = _asked(sent, place) == _asked(sent, requests[custom_id])
        (changed if alike else conflicts).add(custom_id)
    return Resubmitted(changed - conflicts, conflicts)


def _differing(sent: Sequence[InputFile], requests: Mapping[str, Position]) -> Iterator[tuple[str, Position]]:
    """Every request whose body is not that of the one that counts for its id."""
    if len(requests) == sum(len(read.ids) for read in sent):  # each was sent once
        return
    for file, read in enumerate(sent):
        for at, (custom_id, said) in enumerate(zip(read.ids, read.fingerprints, strict=False)):
            counting, place = requests[custom_id]
            if sent[counting].fingerprints and sent[counting].fingerprints[place] != said:
                yield custom_id, (file, at)


def _asked(sent: Sequence[InputFile], place: Position) -> int:
    """What stands for all that one request asks, without its parameters."""
    file, at = place
    return fingerprint(content_of(sent[file].body(at)))


def retry_outcomes(
    rows: JoinedRows, came: BestResults, sent: Sequence[InputFile], results: Sequence[Results]
) -> list[RetryOutcome]:
    """What came of each row's request; empty for one that was sent and answered once."""
    retried = {custom_id for file in sent if try_of(file.name) for custom_id in file.ids}
    if not retried and not came.repeated:
        return [""] * len(rows)
    return [_fate(custom_id, came, custom_id in retried, results) for custom_id in rows.custom_ids]


def _fate(custom_id: str, came: BestResults, retried: bool, results: Sequence[Results]) -> RetryOutcome:
    """What came of one request, of all its results.

    Args:
        retried: it stands in an input file that is a retry by name.
    """
    if not retried and custom_id not in came.repeated:
        return ""
    every = (_with_all_it_says(results[file], at) for file, at in came.places(custom_id))
    good = [(result.answer, result.other_answers) for result in every if result.state == "OK"]
    if not good:
        return "still open"
    if len(good) > 1:
        return "answered twice" if len(set(good)) == 1 else "answers differ"
    return "resolved"


def _with_all_it_says(file: Results, at: int) -> Result:
    """A result whose answer is the vectors themselves, where they are only described."""
    result = file.results[at]
    return replace(result, answer=file.full_answer(at)) if result.has_vectors else result
