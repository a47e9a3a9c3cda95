"""All results of all loaded files by their ids: which one counts, and where the others stand."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

from lib.batch.positions import Position
from lib.results import Result, Results
from lib.results.results_file import collect_field

RANK = {"OK": 3, "Cut short": 2, "Refused": 1, "Failed": 0}
"""Which of several results for one id wins; a better one resolves a worse."""


@dataclass(frozen=True, slots=True)
class BestResults:
    """The results of all files as one run of numbers, from 0 in the order loaded, and which ids they are for."""

    files: Sequence[Results]
    best: Mapping[str, int]
    """The result that counts for each id, in the order first met."""

    repeated: Mapping[str, Sequence[int]]
    """All results of each id with more than one."""

    def places(self, custom_id: str) -> list[Position]:
        """Where all results of one id stand, in the order loaded."""
        one = [self.best[custom_id]] if custom_id in self.best else []
        starts = list(accumulate((len(file.results) for file in self.files), initial=0))
        found = ((bisect_right(starts, number) - 1, number) for number in self.repeated.get(custom_id, one))
        return [(file, number - starts[file]) for file, number in found]

    def at(self, numbers: Iterable[int | None]) -> list[Position | None]:
        """Where each of many results stands."""
        if len(self.files) == 1:  # a new tuple is nearer than one of a list
            return [None if number is None else (0, number) for number in numbers]
        every = list(places(file.results for file in self.files))
        return [None if number is None else every[number] for number in numbers]

    def states(self) -> list[str]:
        """The state of every result."""
        return collect_field(self.files, "state")


def best_results(results: Sequence[Results]) -> BestResults:
    """The results of all files: of several for one id the best counts, then the newest, then the last loaded."""
    ids: list[str] = collect_field(results, "custom_id")
    best = dict(zip(ids, range(len(ids)), strict=True))
    if len(best) == len(ids):
        return BestResults(results, best, {})
    repeated: dict[str, list[int]] = {custom_id: [] for custom_id, times in Counter(ids).items() if times > 1}
    for number, custom_id in enumerate(ids):
        if custom_id in repeated:
            repeated[custom_id].append(number)
    every = list(chain.from_iterable(file.results for file in results))
    best |= {custom_id: _best(every, several) for custom_id, several in repeated.items()}
    return BestResults(results, best, repeated)


def places(files: Iterable[Sequence[object]]) -> Iterator[Position]:
    """The place of every record of every file."""
    for number, records in enumerate(files):
        yield from zip(repeat(number), range(len(records)), strict=False)


def _best(every: Sequence[Result], several: Sequence[int]) -> int:
    return max(several, key=lambda number: (RANK[every[number].state], every[number].created, number))
