"""What a benchmark measures: a work beside the least it needs, in the same run."""

import time
from collections.abc import Callable
from typing import NamedTuple

TITLES = ("work", "beside", "that", "here", "ratio", "goal")


class Row(NamedTuple):
    """One line of the table: a figure of ours, and one of what it is compared with."""

    work: str
    beside: str
    floor: float
    here: float
    goal: str
    unit: str = "s"

    def cells(self) -> tuple[str, ...]:
        """The line's texts."""
        ratio = self.here / self.floor
        said = f"{ratio:.2f}x" if ratio > 0.1 else f"1/{1 / ratio:.0f}"
        return self.work, self.beside, f"{self.floor:.2f} {self.unit}", f"{self.here:.2f} {self.unit}", said, self.goal


def by_turns(*works: Callable[[], object], times: int = 5) -> list[float]:
    """Seconds of each work, the best of a few, taken by turns: what else the machine does only ever adds."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, seen in zip(works, taken, strict=True):
            start = time.perf_counter()
            work()
            seen.append(time.perf_counter() - start)
    return list(map(min, taken))


def show(cells: tuple[str, ...]) -> None:
    """Prints a line of the table, which is Markdown."""
    print(f"| {' | '.join(cells)} |", flush=True)
