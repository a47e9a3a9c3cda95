"""Problems counted by kind: the first ones of each in full, so that a million of them take no memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lib.common.problems import Problem, Severity

_MOST_KEPT = 5


@dataclass(slots=True)
class ProblemCount:
    """The problems of one kind and severity."""

    general: dict[Problem, None] = field(default_factory=dict)
    """Those without a row, such as those of the settings, each once."""

    rows: list[Problem] = field(default_factory=list)
    """The first of those with a row."""

    in_rows: int = 0
    """Number of all with a row."""

    @property
    def first(self) -> list[Problem]:
        """The first ones."""
        return [*self.general, *self.rows][:_MOST_KEPT]

    @property
    def count(self) -> int:
        """Number of all of them."""
        return len(self.general) + self.in_rows


class ProblemCounts:
    """Problems by kind and severity, the most severe first."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._counts: dict[tuple[Severity, str], ProblemCount] = {}
        self.add(problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Counts more problems. One without a row that is known already is the same."""
        for problem in problems:
            kind = self._counts.setdefault((problem.severity, problem.kind), ProblemCount())
            if problem.row is None:
                kind.general[problem] = None
                continue
            kind.in_rows += 1
            if len(kind.rows) < _MOST_KEPT:
                kind.rows.append(problem)

    def add_counts(self, others: "ProblemCounts") -> None:
        """Counts the problems that were counted elsewhere, which come after these."""
        for key, other in others._counts.items():
            kind = self._counts.setdefault(key, ProblemCount())
            kind.general |= other.general
            kind.in_rows += other.in_rows
            kind.rows += other.rows[: _MOST_KEPT - len(kind.rows)]

    def of(self, *severities: Severity) -> "ProblemCounts":
        """The problems of some severities."""
        some = ProblemCounts()
        some._counts = {key: kind for key, kind in self._counts.items() if key[0] in severities}
        return some

    def kinds(self) -> Iterator[ProblemCount]:
        """The problems of each kind, the most severe kinds first."""
        order: dict[Severity, int] = {"blocks": 0, "ask": 1, "warn": 2, "note": 3}
        return (kind for _, kind in sorted(self._counts.items(), key=lambda item: order[item[0][0]]))

    def __len__(self) -> int:
        return sum(kind.count for kind in self._counts.values())
