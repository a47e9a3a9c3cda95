"""Of all results for an id, the one that counts, and the positions of all."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, repeat

from lib.batch.positions import Position
from lib.results import Result, Results
from lib.results.results_file import collect_field

RANK = {"OK": 3, "Cut short": 2, "Refused": 1, "Failed": 0}
"""The best of several results for one id wins."""


@dataclass(frozen=True, slots=True)
class BestResults:
    """The results of all files, numbered from 0 in the order loaded, by their ids."""

    files: Sequence[Results]
    best: Mapping[str, int]
    """Number of the result that counts for each id, in the order the ids were first met."""

    repeated: Mapping[str, Sequence[int]]
    """Numbers of all results of each id that has several."""

    def positions(self, custom_id: str) -> list[Position]:
        """The positions of all results of one id, in the order loaded."""
        only = [self.best[custom_id]] if custom_id in self.best else []
        starts = list(accumulate((len(file.results) for file in self.files), initial=0))
        numbers = self.repeated.get(custom_id, only)
        files = [bisect_right(starts, number) - 1 for number in numbers]
        return [(file, number - starts[file]) for file, number in zip(files, numbers, strict=True)]

    def positions_of(self, numbers: Iterable[int | None]) -> list[Position | None]:
        """The position of each result by its number."""
        if len(self.files) == 1:  # a new tuple is faster to reach than one in a list
            return [None if number is None else (0, number) for number in numbers]
        every = list(positions(file.results for file in self.files))
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


def positions(files: Iterable[Sequence[object]]) -> Iterator[Position]:
    """The position of every record of every file."""
    for file, records in enumerate(files):
        yield from zip(repeat(file), range(len(records)), strict=False)


def _best(every: Sequence[Result], numbers: Sequence[int]) -> int:
    return max(numbers, key=lambda number: (RANK[every[number].state], every[number].created, number))
