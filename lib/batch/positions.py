"""Where records stand: in which of the files, and where in the bytes of it, held tightly."""

from array import array
from collections.abc import Iterable, Sequence
from typing import overload

Position = tuple[int, int]
"""A record's file and its place in that file, both from 0."""

Extent = tuple[int, int, int]
"""Start, stop and item, as `jsonl.value_at` takes them."""


class Positions(Sequence[Extent]):
    """Extents in the order of their records; a big file's take a fifth of the room of tuples.

    Args:
        numbers: start, stop and item of the first record, then of the second, and so on.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers = array("q", numbers)

    def __len__(self) -> int:
        return len(self._numbers) // 3

    @overload
    def __getitem__(self, at: int) -> Extent: ...
    @overload
    def __getitem__(self, at: slice) -> list[Extent]: ...
    def __getitem__(self, at: int | slice) -> Extent | list[Extent]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        first = range(len(self))[at] * 3
        start, stop, item = self._numbers[first : first + 3]
        return start, stop, item
