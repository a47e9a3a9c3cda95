"""Failures for embeddings whose vectors are more or fewer than the texts in their request.

With another number of vectors it is unknown which text each vector belongs to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import repeat

from msgspec import structs

from lib.batch import InputFile
from lib.common.phrasing import counted
from lib.results.bodies.vectors import vector_count
from lib.results.result import Result
from lib.results.results_file import Results, collect_field


def fail_wrong_vector_counts(results: Sequence[Results], sent: Sequence[InputFile]) -> Sequence[Results]:
    """The results; one whose number of vectors fits no request with its custom_id becomes a failure."""
    if not any(any(file.texts) for file in sent):
        return results
    texts = _TextCounts()
    for file in sent:
        for custom_id, count in zip(file.ids, file.texts or repeat(0), strict=False):
            texts.add(custom_id, count)
    return [_with_failures(file, texts) for file in results]


@dataclass(slots=True)
class _TextCounts:
    """How many texts the requests with each custom_id have; 0 where that is unknown."""

    first: dict[str, int] = field(default_factory=dict)
    retries: set[tuple[str, int]] = field(default_factory=set)
    """Counts of later requests with the same custom_id that differ from the first."""

    def add(self, custom_id: str, count: int) -> None:
        if self.first.setdefault(custom_id, count) != count:
            self.retries.add((custom_id, count))

    def accepts(self, custom_id: str, count: int) -> bool:
        """Whether a request has so many texts, or a number that is unknown."""
        expected = self.first.get(custom_id, 0)
        return expected in (0, count) or (custom_id, count) in self.retries or (custom_id, 0) in self.retries


def _with_failures(file: Results, texts: _TextCounts) -> Results:
    failures = dict(_failures(file, texts))
    if not failures:
        return file
    vectors = {index: vectors for index, vectors in file.vectors.items() if index not in failures}
    return replace(file, results=file.results.replaced(failures), vectors=vectors)


def _failures(file: Results, texts: _TextCounts) -> Iterator[tuple[int, Result]]:
    """The results with a wrong number of vectors, as failures, by their index."""
    count_of = lru_cache(1_000)(vector_count)  # few descriptions differ
    names = ("has_vectors", "custom_id", "answer")
    columns = (collect_field([file], name) for name in names)
    for index, (has_vectors, custom_id, answer) in enumerate(zip(*columns, strict=True)):
        if not has_vectors or texts.accepts(custom_id, count := count_of(answer)):
            continue
        error = (
            f"The request has {counted(texts.first[custom_id], 'text')}, "
            f"the response {counted(count, 'vector')}: it is unknown which text each vector belongs to."
        )
        yield index, structs.replace(file.results[index], state="Failed", answer="", error=error, has_vectors=False)
