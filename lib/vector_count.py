"""Whether a response has a vector for each text that was sent: if not, nobody can tell whose each is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from lib.problems import counted
from lib.results import Result, Results
from lib.sent import Sent
from lib.shapes.vectors import how_many
from lib.table import Place


def with_counted_vectors(
    results: Sequence[Results], sent: Sequence[Sent], requests: Mapping[str, Place]
) -> Sequence[Results]:
    """The results, those failed whose vectors are more or fewer than the texts of their request.

    Args:
        requests: where the request of each custom_id stands in what was sent.
    """
    if not any(any(file.texts) for file in sent):
        return results
    return [_counted(file, sent, requests) for file in results]


def _counted(file: Results, sent: Sequence[Sent], requests: Mapping[str, Place]) -> Results:
    wrong = dict(_wrong(file, sent, requests))
    if not wrong:
        return file
    rows = list(file.rows)
    for at, said in wrong.items():
        rows[at] = rows[at]._replace(state="Failed", answer="", error=said, vectors=False)
    vectors = {at: vectors for at, vectors in file.vectors.items() if at not in wrong}
    return replace(file, rows=rows, vectors=vectors)


def _wrong(file: Results, sent: Sequence[Sent], requests: Mapping[str, Place]) -> Iterator[tuple[int, str]]:
    """The places of the results with another number of vectors than texts, and what is said of each."""
    count = lru_cache(1_000)(how_many)  # few descriptions differ
    for at, row in enumerate(file.rows):
        if row.vectors and (texts := _texts(row, sent, requests)) and (vectors := count(row.answer)) != texts:
            asked, got = counted(texts, "text"), counted(vectors, "vector")
            yield at, f"The request has {asked}, the response {got}: nobody can tell which text each is for."


def _texts(row: Result, sent: Sequence[Sent], requests: Mapping[str, Place]) -> int:
    """How many texts were sent for a result; 0 if nobody knows."""
    place = requests.get(row.custom_id)
    return sent[place[0]].texts[place[1]] if place and sent[place[0]].texts else 0
