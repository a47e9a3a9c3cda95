"""Requests of earlier batches that have a good answer, by what was sent."""

from collections import defaultdict
from collections.abc import Sequence

from lib.batch import InputFile
from lib.compose.answered_rows import AnsweredRequests
from lib.join.best_result import best_results
from lib.results import Results


def answered_requests(results: Sequence[Results], sent: Sequence[InputFile]) -> AnsweredRequests:
    """The requests whose answer is OK.

    An id under which different requests were sent proves nothing: its answer may be to any of them.
    """
    best = best_results(results)
    states = best.states()
    good = {custom_id for custom_id, number in best.best.items() if states[number] == "OK"}
    bodies: dict[str, set[int]] = defaultdict(set)
    contents: dict[str, set[int]] = defaultdict(set)
    for file in sent:
        for request, custom_id in enumerate(file.ids):
            if custom_id in good:
                bodies[custom_id].add(file.fingerprint(request))
        for custom_id, content in zip(file.ids, file.content_hashes(), strict=True):
            if custom_id in good:
                contents[custom_id].add(content)
    sent_ids = frozenset(custom_id for file in sent for custom_id in file.ids)
    return AnsweredRequests(_certain(bodies), _certain(contents), sent_ids)


def _certain(found: dict[str, set[int]]) -> frozenset[int]:
    return frozenset(next(iter(numbers)) for numbers in found.values() if len(numbers) == 1)
