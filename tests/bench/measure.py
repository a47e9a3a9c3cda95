"""The time of a task and of the least that it needs, measured in the same run."""

import time
from collections.abc import Callable
from typing import NamedTuple

TITLES = ("task", "compared with", "baseline", "Batchdesk", "ratio", "goal")


class Row(NamedTuple):
    """One row of the table: a figure for Batchdesk, and one to compare it with."""

    task: str
    compared: str
    baseline: float
    measured: float
    goal: str
    unit: str = "s"

    def cells(self) -> tuple[str, ...]:
        """The texts of the row."""
        ratio = self.measured / self.baseline
        times = f"{ratio:.2f}x" if ratio > 0.1 else f"1/{1 / ratio:.0f}"
        figures = (f"{figure:.2f} {self.unit}" for figure in (self.baseline, self.measured))
        return self.task, self.compared, *figures, times, self.goal


def best_seconds(*tasks: Callable[[], object], times: int = 5) -> list[float]:
    """The best of several times of each task, in seconds.

    The tasks alternate, and the best time counts, since other load on the machine only adds time.
    """
    seconds: list[list[float]] = [[] for _ in tasks]
    for _ in range(times):
        for task, measured in zip(tasks, seconds, strict=True):
            start = time.perf_counter()
            task()
            measured.append(time.perf_counter() - start)
    return list(map(min, seconds))


def show(cells: tuple[str, ...]) -> None:
    """Prints a row of the table in Markdown."""
    print(f"| {' | '.join(cells)} |", flush=True)
