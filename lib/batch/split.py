"""Requests to parts that a provider takes as one file each."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.providers import Provider

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """The requests that go into one file."""

    at: Sequence[int]
    """Which requests, ascending: a range, or an array where a file's requests are not next to each other."""

    bytes: int
    model: str | None = None
    """The model of all its requests, where parts were made by model."""

    @property
    def requests(self) -> int:
        return len(self.at)


def split(lines: Iterable[bytes], provider: Provider) -> list[Part]:
    """The parts that request lines (line ends included) are sent in, by their number and bytes alone.

    A line that is larger than a whole file may be gets a part of its own; `compose` reports it.
    """
    return split_sizes(list(map(len, lines)), provider)


def split_sizes(
    sizes: Sequence[int],
    provider: Provider,
    *,
    inputs: Sequence[int] | None = None,
    tokens: Sequence[float] | NDArray[np.float64] | None = None,
    models: Sequence[str] | None = None,
) -> list[Part]:
    """The fewest parts within the provider's limits, in order, and about equally full.

    For each request: `sizes` its line's bytes, `inputs` its texts to embed, `tokens` its estimated tokens (a part of
    a token counts as one), `models` its model. What is not given is not limited. A request that is over a limit
    gets a part of its own. Where a provider takes one model a file, each model's requests are gathered, the models
    in order of first appearance.
    """
    measured = list(_measured(sizes, provider, inputs, tokens))
    parts: list[Part] = []
    for model, at in _groups(models if provider.one_model else None, len(sizes)):
        chosen = slice(None) if at is None else at
        meters = [_Meter.of(amounts[chosen], limit) for amounts, limit in measured]
        by_size, cuts = meters[0].running, _cuts(meters)
        for start, stop in pairwise(cuts):
            parts.append(Part(_indexes(at, start, stop), by_size[stop] - by_size[start], model))
    return parts


class _Meter(NamedTuple):
    """One limit, and how much of it the first n requests use, for n from 0 up."""

    running: "memoryview[int]"
    limit: int

    @classmethod
    def of(cls, amounts: Whole, limit: int) -> "_Meter":
        # A view, because looking up one number in an array is slow, and a list of them is large.
        return cls(np.concatenate(([0], np.cumsum(amounts))).data, max(limit, 1))

    @property
    def files(self) -> float:
        """How many files this limit alone would fill."""
        return self.running[-1] / self.limit


def _measured(
    sizes: Sequence[int],
    provider: Provider,
    inputs: Sequence[int] | None,
    tokens: Sequence[float] | NDArray[np.float64] | None,
) -> Iterator[tuple[Whole, int]]:
    """What each request uses of every limit, bytes first."""
    yield np.asarray(sizes, np.int64), provider.bytes
    yield np.ones(len(sizes), np.int64), provider.requests
    if inputs is not None and provider.embedding_inputs is not None:
        yield np.asarray(inputs, np.int64), provider.embedding_inputs
    if tokens is not None and provider.tokens is not None:
        yield np.ceil(np.asarray(tokens, np.float64)).astype(np.int64), provider.tokens


def _groups(models: Sequence[str] | None, count: int) -> list[tuple[str | None, Whole | None]]:
    """Each model with its requests, ascending; all requests as one group if they share a model."""
    numbers: dict[str, int] = {}
    of = [numbers.setdefault(model, len(numbers)) for model in models or ()]
    if len(numbers) < 2:
        return [(None, None)] if count else []
    order = np.argsort(np.asarray(of, np.int64), kind="stable")
    ends = np.cumsum(np.bincount(of))
    return list(zip(numbers, np.split(order, ends[:-1]), strict=True))


def _cuts(meters: Sequence[_Meter]) -> list[int]:
    """Where parts begin and end, from 0 to the number of requests.

    Going backwards, filling every part, gives the fewest parts and the earliest that each may end. Going forwards,
    each then ends as near to its equal share as the limits let it, measured in what fills most files.
    """
    earliest = [len(meters[0].running) - 1]
    while earliest[-1]:
        earliest.append(_earliest(meters, earliest[-1]))
    earliest.reverse()
    fullest, parts = max(meters, key=lambda meter: meter.files), len(earliest) - 1
    cuts = [0]
    for number, lowest in enumerate(earliest[1:-1], 1):
        share = _nearest(fullest.running, fullest.running[-1] * number / parts)
        share = min(max(share, lowest, cuts[-1] + 1), earliest[-1] - (parts - number))
        cuts.append(min(share, _latest(meters, cuts[-1])))
    return [*cuts, earliest[-1]]


def _latest(meters: Sequence[_Meter], start: int) -> int:
    """Where a part that begins here must end; it holds at least one request."""
    fits = min(bisect_right(running, running[start] + limit) - 1 for running, limit in meters)
    return max(fits, start + 1)


def _earliest(meters: Sequence[_Meter], stop: int) -> int:
    """Where a part that ends here may begin; it holds at least one request."""
    fits = max(bisect_left(running, running[stop] - limit) for running, limit in meters)
    return min(fits, stop - 1)


def _nearest(running: "memoryview[int]", target: float) -> int:
    after = bisect_left(running, target)
    return after - 1 if after and target - running[after - 1] < running[after] - target else after


def _indexes(at: Whole | None, start: int, stop: int) -> Sequence[int]:
    if at is None:
        return range(start, stop)
    chosen = at[start:stop]
    first, last = int(chosen[0]), int(chosen[-1])
    return range(first, last + 1) if last - first < stop - start else array("q", chosen.tobytes())
