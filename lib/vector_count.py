"""Whether a response has a vector for each text that was sent: if not, nobody can tell whose each is."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import repeat

from lib.problems import counted
from lib.results import Results
from lib.sent import Sent
from lib.shapes.vectors import how_many


def with_counted_vectors(results: Sequence[Results], sent: Sequence[Sent]) -> Sequence[Results]:
    """The results, those failed whose vectors are more or fewer than the texts of every request under their id."""
    if not any(any(file.texts) for file in sent):
        return results
    texts: dict[str, int] = {}
    others: set[tuple[str, int]] = set()
    """What was sent again under an id, with another number of texts."""
    for file in sent:
        for custom_id, count in zip(file.ids, file.texts or repeat(0), strict=False):
            if texts.setdefault(custom_id, count) != count:
                others.add((custom_id, count))
    return [_counted(file, texts, others) for file in results]


def _counted(file: Results, texts: Mapping[str, int], others: Container[tuple[str, int]]) -> Results:
    wrong = dict(_wrong(file, texts, others))
    if not wrong:
        return file
    rows = list(file.rows)
    for at, said in wrong.items():
        rows[at] = rows[at]._replace(state="Failed", answer="", error=said, vectors=False)
    vectors = {at: vectors for at, vectors in file.vectors.items() if at not in wrong}
    return replace(file, rows=rows, vectors=vectors)


def _wrong(file: Results, texts: Mapping[str, int], others: Container[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """The places of the results with another number of vectors than texts, and what is said of each."""
    count = lru_cache(1_000)(how_many)  # few descriptions differ
    for at, row in enumerate(file.rows):
        if not row.vectors or not (asked := texts.get(row.custom_id)) or (got := count(row.answer)) == asked:
            continue
        if (row.custom_id, got) not in others and (row.custom_id, 0) not in others:
            said = f"The request has {counted(asked, 'text')}, the response {counted(got, 'vector')}"
            yield at, f"{said}: nobody can tell which text each is for."
