"""The parts that a batch is sent in, each within the limits of a provider's file.

There are as few parts as possible, in the order of the requests, and about equally full.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lib.providers import Provider

Amounts = NDArray[np.integer[Any]]
"""What each request uses of one limit, in whole numbers."""

Requests = NDArray[np.int64]
"""Indexes of requests, ascending."""

TokenCounts = NDArray[np.float64]
"""Estimated tokens of each request."""


@dataclass(frozen=True, slots=True)
class Part:
    """The requests of one file."""

    indexes: Sequence[int]
    """Indexes of the requests, ascending: a range, or an array if the requests are not next to each other."""

    bytes: int
    model: str | None = None
    """The model of all its requests, if each model has its own parts."""

    @property
    def requests(self) -> int:
        return len(self.indexes)


def split_sizes(
    sizes: Sequence[int] | Amounts,
    provider: Provider,
    *,
    inputs: Sequence[int] | Amounts | None = None,
    tokens: Sequence[float] | TokenCounts | None = None,
    models: Sequence[str] | None = None,
) -> list[Part]:
    """The fewest parts within the provider's limits, in order, and about equally full.

    A request that exceeds a limit alone gets its own part; `compose` reports it. If a provider takes one model a
    file, each model gets its own parts, in the order in which the models first appear.

    Args:
        sizes: bytes of each request's line.
        inputs: number of texts that each request embeds; None: not limited.
        tokens: estimated tokens of each request, each rounded up; None: not limited.
        models: model of each request; None: the same for all.
    """
    measured = list(_measured(sizes, provider, inputs, tokens))
    parts: list[Part] = []
    for model, group in _groups(models if provider.one_model else None, len(sizes)):
        selected = slice(None) if group is None else group
        meters = [_Meter.of(amounts[selected], limit) for amounts, limit in measured]
        bytes_before = meters[0].running
        meters.insert(1, _Meter.of_requests(len(bytes_before) - 1, provider.requests))
        for start, stop in pairwise(_cuts(meters)):
            parts.append(Part(_indexes(group, start, stop), bytes_before[stop] - bytes_before[start], model))
    return parts


class _Meter(NamedTuple):
    """One limit, and how much of it the first n requests use, for every n from 0."""

    running: Sequence[int]
    limit: int

    @classmethod
    def of(cls, amounts: Amounts, limit: int) -> "_Meter":
        running = np.zeros(len(amounts) + 1, np.int64)
        np.cumsum(amounts, out=running[1:])
        # A memoryview, because reading one number of an array is slow, and a list is large.
        return cls(running.data, max(limit, 1))

    @classmethod
    def of_requests(cls, count: int, limit: int) -> "_Meter":
        return cls(range(count + 1), max(limit, 1))

    @property
    def files_needed(self) -> float:
        """The number of files that this limit alone would need, with a fraction for the last one."""
        return self.running[-1] / self.limit


def _measured(
    sizes: Sequence[int] | Amounts,
    provider: Provider,
    inputs: Sequence[int] | Amounts | None,
    tokens: Sequence[float] | TokenCounts | None,
) -> Iterator[tuple[Amounts, int]]:
    """What each request uses of every limit but that of requests, with the limit; bytes come first."""
    yield np.asarray(sizes), provider.bytes
    if inputs is not None and provider.embedding_inputs is not None:
        yield np.asarray(inputs), provider.embedding_inputs
    if tokens is not None and provider.tokens is not None:
        yield np.ceil(np.asarray(tokens, np.float64)).astype(np.int64), provider.tokens


def _groups(models: Sequence[str] | None, count: int) -> list[tuple[str | None, Requests | None]]:
    """Each model with its requests; one group (None, None) for all requests if they share a model.

    Without requests there is no group, so that an empty batch has no parts.
    """
    numbers: dict[str, int] = {}
    model_numbers = np.fromiter((numbers.setdefault(model, len(numbers)) for model in models or ()), np.int32)
    if len(numbers) < 2:
        return [(None, None)] if count else []
    order = np.argsort(model_numbers, kind="stable")
    ends = np.cumsum(np.bincount(model_numbers))
    return list(zip(numbers, np.split(order, ends[:-1]), strict=True))


def _cuts(meters: Sequence[_Meter]) -> list[int]:
    """The boundaries between parts, from 0 to the number of requests.

    The backward pass fills every part. It gives the fewest parts, and the earliest place where each may end.
    The forward pass ends each part as near to an equal share as the limits allow, measured by the limit that needs
    most files.
    """
    earliest = [len(meters[0].running) - 1]
    while earliest[-1]:
        earliest.append(_earliest(meters, earliest[-1]))
    earliest.reverse()
    fullest, parts = max(meters, key=lambda meter: meter.files_needed), len(earliest) - 1
    cuts = [0]
    for number, lowest in enumerate(earliest[1:-1], 1):
        share = _nearest(fullest.running, fullest.running[-1] * number / parts)
        share = min(max(share, lowest, cuts[-1] + 1), earliest[-1] - (parts - number))
        cuts.append(min(share, _latest(meters, cuts[-1])))
    return [*cuts, earliest[-1]]


def _latest(meters: Sequence[_Meter], start: int) -> int:
    """The latest end of a part that begins here; it holds at least one request."""
    fits = min(bisect_right(running, running[start] + limit) - 1 for running, limit in meters)
    return max(fits, start + 1)


def _earliest(meters: Sequence[_Meter], stop: int) -> int:
    """The earliest start of a part that ends here; it holds at least one request."""
    fits = max(bisect_left(running, running[stop] - limit) for running, limit in meters)
    return min(fits, stop - 1)


def _nearest(running: Sequence[int], target: float) -> int:
    after = bisect_left(running, target)
    return after - 1 if after and target - running[after - 1] < running[after] - target else after


def _indexes(group: Requests | None, start: int, stop: int) -> Sequence[int]:
    """The requests of a part of a group, as a range if they are next to each other."""
    if group is None:
        return range(start, stop)
    part = group[start:stop]
    first, last = int(part[0]), int(part[-1])
    return range(first, last + 1) if last - first < stop - start else array("q", part.tobytes())
