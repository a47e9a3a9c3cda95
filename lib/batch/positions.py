"""Positions of records: in which file, and where among its bytes, in little memory."""

from array import array
from collections.abc import Iterable

Position = tuple[int, int]
"""Index of a file and index of a record in it, both from 0."""

Extent = tuple[int, int, int]
"""Start, stop and item of a record, as `lib.json.value_at` takes them."""


class Positions:
    """Extents in the order of their records, in a fifth of the memory that tuples need.

    Args:
        numbers: start, stop and item of the first record, then of the second, and so on.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        self._numbers = array("q", numbers)

    def __len__(self) -> int:
        return len(self._numbers) // 3

    def __getitem__(self, index: int) -> Extent:
        first = range(len(self))[index] * 3
        start, stop, item = self._numbers[first : first + 3]
        return start, stop, item
