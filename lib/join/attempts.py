"""Requests that were sent more than once: which attempt counts, what differs, and what became of each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple

from msgspec.structs import replace

from lib.batch import InputFile
from lib.batch.content import content_text
from lib.batch.positions import Position
from lib.batch.shorter_text import characters_cut
from lib.join.best_result import BestResults, positions
from lib.join.joined_table import JoinedRows
from lib.results import Result, Results

RetryOutcome = Literal["", "resolved", "still open", "answered twice", "answers differ"]

_RETRY = re.compile(r"_retry-(\d{1,6})(?!\d)")


def retry_number(name: str) -> int:
    """The number of the retry in a file's name; 0 for a file that is not a retry.

    >>> retry_number("reviews_retry-2_1f3c.jsonl"), retry_number("reviews_1f3c.jsonl")
    (2, 0)
    """
    return max((int(number) for number in _RETRY.findall(name)), default=0)


def counting_requests(sent: Sequence[InputFile]) -> dict[str, Position]:
    """The position of the request that counts for each id, in the order in which the ids were first sent.

    It is that of the latest retry, else that of the first file: only a retry says its number in its name.
    """
    ids = [custom_id for file in sent for custom_id in file.ids]
    requests = dict(zip(ids, positions(file.ids for file in sent), strict=True))
    if len(requests) == len(ids):
        return requests
    requests.clear()
    for file, input_file in enumerate(sent):
        number = retry_number(input_file.name)
        for request, custom_id in enumerate(input_file.ids):
            before = requests.setdefault(custom_id, (file, request))
            if number and number > retry_number(sent[before[0]].name):
                requests[custom_id] = (file, request)
    return requests


class Resubmitted(NamedTuple):
    """The ids of several requests whose bodies differ."""

    changed: AbstractSet[str]
    """Ids whose requests send the same content with other settings, as a retry may."""

    conflicts: AbstractSet[str]
    """Ids whose requests send different texts, images or files, so that an answer may be to any of them."""

    shortened: Mapping[str, int]
    """Ids that were sent again with a shorter text, with the number of characters that its marks count."""


def resubmitted(sent: Sequence[InputFile], requests: Mapping[str, Position]) -> Resubmitted:
    """The ids that were sent again with another body.

    Args:
        requests: the position of the request that counts for each id.
    """
    changed: set[str] = set()
    conflicts: set[str] = set()
    shortened: dict[str, int] = {}
    for custom_id, position in _differing(sent, requests):
        one, counting = _content(sent, position), _content(sent, requests[custom_id])
        if one == counting:
            changed.add(custom_id)
        elif cut := characters_cut(one, counting) or characters_cut(counting, one):
            shortened[custom_id] = cut
        else:
            conflicts.add(custom_id)
    shortened = {custom_id: cut for custom_id, cut in shortened.items() if custom_id not in conflicts}
    return Resubmitted(changed - conflicts - shortened.keys(), conflicts, shortened)


def _differing(sent: Sequence[InputFile], requests: Mapping[str, Position]) -> Iterator[tuple[str, Position]]:
    """Every request whose body differs from the one that counts for its id."""
    if len(requests) == sum(len(file.ids) for file in sent):  # each was sent once
        return
    for file, input_file in enumerate(sent):
        for request, custom_id in enumerate(input_file.ids):
            counting = requests[custom_id]
            if counting != (file, request) and not _are_equal(sent, counting, (file, request)):
                yield custom_id, (file, request)


def _are_equal(sent: Sequence[InputFile], *positions: Position) -> bool:
    """Whether requests have equal bodies, nearly always because their lines are equal."""
    lines = {sent[file].line(request) for file, request in positions}
    return len(lines) == 1 or len({sent[file].fingerprint(request) for file, request in positions}) == 1


def _content(sent: Sequence[InputFile], position: Position) -> str:
    file, request = position
    return content_text(sent[file].body(request))


def retry_outcomes(
    rows: JoinedRows, best: BestResults, sent: Sequence[InputFile], results: Sequence[Results]
) -> list[RetryOutcome]:
    """What became of the request of each row; empty for one that was sent and answered once."""
    retried = {custom_id for file in sent if retry_number(file.name) for custom_id in file.ids}
    if not retried and not best.repeated:
        return [""] * len(rows)
    return [_outcome(custom_id, best, custom_id in retried, results) for custom_id in rows.custom_ids]


def _outcome(custom_id: str, best: BestResults, is_retried: bool, results: Sequence[Results]) -> RetryOutcome:
    """What became of one request, by all its results."""
    if not is_retried and custom_id not in best.repeated:
        return ""
    every = (_whole(results[file], result) for file, result in best.positions(custom_id))
    good = [(result.answer, result.other_answers) for result in every if result.state == "OK"]
    if not good:
        return "still open"
    if len(good) > 1:
        return "answered twice" if len(set(good)) == 1 else "answers differ"
    return "resolved"


def _whole(file: Results, result: int) -> Result:
    """A result with its vectors as the answer, where its answer only describes them."""
    short = file.results[result]
    return replace(short, answer=file.full_answer(result)) if short.has_vectors else short
