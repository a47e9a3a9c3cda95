"""Work of libraries that release Python's lock, such as Arrow, on several processors."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import starmap
from typing import Any, TypeVar

_Result = TypeVar("_Result")

_THREADS = min(4, os.cpu_count() or 1)


def in_threads(work: Callable[..., _Result], *items: Iterable[Any]) -> Iterator[_Result]:
    """Like `map`. All items and results may be in memory at once, so let them be small."""
    calls = list(zip(*items, strict=True))
    if len(calls) < 2:  # a preview needs no threads
        yield from starmap(work, calls)
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        yield from pool.map(lambda call: work(*call), calls)
