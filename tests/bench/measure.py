"""The time of a task, of the least that it needs, and of a peer, measured in the same run."""

import time
from collections.abc import Callable
from typing import NamedTuple

from tests.bench.peers import Peer

TITLES = ("task", "floor", "floor's figure", "peer", "peer's figure", "Batchdesk", "to floor", "to peer", "goal")


class Row(NamedTuple):
    """One row of the table: a figure for Batchdesk, and those to compare it with."""

    task: str
    compared: str
    """The floor: what is compared with, which does the least or is a limit."""

    baseline: float
    measured: float
    goal: str
    """Highest ratio that is good: to the peer where there is one, else to the floor."""

    unit: str = "s"
    peer: Peer | None = None
    """The fastest engine that does the same work without ids, checks and proofs."""

    def cells(self) -> tuple[str, ...]:
        """The texts of the row."""
        peer, seconds = (self.peer.name, self.peer.seconds) if self.peer else ("", None)
        figures = [_figure(figure, self.unit) for figure in (self.baseline, seconds, self.measured)]
        ratios = [_ratio(self.measured, figure) for figure in (self.baseline, seconds)]
        return self.task, self.compared, figures[0], peer, *figures[1:], *ratios, self.goal


def _figure(figure: float | None, unit: str) -> str:
    return "" if figure is None else f"{figure:.2f} {unit}"


def _ratio(measured: float, baseline: float | None) -> str:
    if baseline is None:
        return ""
    ratio = measured / baseline
    return f"{ratio:.2f}x" if ratio > 0.1 else f"1/{1 / ratio:.0f}"


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
