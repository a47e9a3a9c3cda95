"""Request lines to parts that a provider takes as one file each."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.providers import Provider


@dataclass(frozen=True, slots=True)
class Part:
    """A run of requests that go into one file: `start` up to, not including, `stop`."""

    start: int
    stop: int
    bytes: int

    @property
    def requests(self) -> int:
        return self.stop - self.start


def split(lines: Iterable[bytes], provider: Provider) -> list[Part]:
    """The parts that request lines (line ends included) are sent in, order kept.

    A line that is larger than a whole file may be gets a part of its own; `compose` reports it.
    """
    return split_sizes(map(len, lines), provider)


def split_sizes(sizes: Iterable[int], provider: Provider) -> list[Part]:
    """As `split`, from the lines' sizes in bytes alone."""
    parts: list[Part] = []
    start, total, stop = 0, 0, 0
    for stop, size in enumerate(sizes):
        full = stop - start >= provider.requests or total + size > provider.bytes
        if full and stop > start:
            parts.append(Part(start, stop, total))
            start, total = stop, 0
        total += size
    return [*parts, Part(start, stop + 1, total)] if total else parts
