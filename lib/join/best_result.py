"""Of all results for an id, the one that counts, and the positions of all."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat

import numpy as np

from lib.batch.positions import Position
from lib.join.row_results import RowResults
from lib.results import Results
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
        numbers = np.array(self.repeated.get(custom_id, only), np.int64)
        return [position for position in RowResults(numbers, self._starts()) if position]

    def of_rows(self, ids: Sequence[str]) -> RowResults:
        """The result that counts for each id; none for an id without one."""
        numbers = np.fromiter(map(self.best.get, ids, repeat(-1)), np.int64, len(ids))
        return RowResults(numbers, self._starts())

    def _starts(self) -> list[int]:
        """The number of the first result of each file."""
        return list(accumulate((len(file.results) for file in self.files), initial=0))

    def states(self) -> list[str]:
        """The state of every result."""
        return collect_field(self.files, "state")


def best_results(results: Sequence[Results]) -> BestResults:
    """The results of all files: of several for one id the best counts, then the newest, then the last loaded."""
    ids = [custom_id for file in results for custom_id in file.results.ids]
    best = dict(zip(ids, range(len(ids)), strict=True))
    if len(best) == len(ids):
        return BestResults(results, best, {})
    repeated: dict[str, list[int]] = {custom_id: [] for custom_id, times in Counter(ids).items() if times > 1}
    for number, custom_id in enumerate(ids):
        if custom_id in repeated:
            repeated[custom_id].append(number)
    states, created = collect_field(results, "state"), collect_field(results, "created")
    worth = [(RANK[state], time, number) for number, (state, time) in enumerate(zip(states, created, strict=True))]
    best |= {custom_id: max(several, key=worth.__getitem__) for custom_id, several in repeated.items()}
    return BestResults(results, best, repeated)


def positions(files: Iterable[Sequence[object]]) -> Iterator[Position]:
    """The position of every record of every file."""
    for file, records in enumerate(files):
        yield from zip(repeat(file), range(len(records)), strict=False)
