"""Problems counted by kind."""

from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem
from lib.common.problem_counts import ProblemCounts


def kinds(counts: ProblemCounts) -> list[tuple[str, int, list[int | None]]]:
    return [(kind.first[0].kind, kind.count, [problem.row for problem in kind.first]) for kind in counts.kinds()]


def row(number: int, kind: str = "blank-id") -> Problem:
    return Problem(kind, "the id is empty.", severity="blocks", row=number)


def test_the_first_of_a_kind_are_kept_and_all_are_counted() -> None:
    counts = ProblemCounts([Problem("same-prompt", "note."), *map(row, range(1, 9))])
    assert kinds(counts) == [("blank-id", 8, [1, 2, 3, 4, 5]), ("same-prompt", 1, [None])]
    assert len(counts) == 9


def test_a_problem_of_the_settings_counts_once() -> None:
    counts = ProblemCounts([Problem("no-model", "no model is chosen.", severity="blocks")] * 3)
    counts.add_counts(ProblemCounts([Problem("no-model", "no model is chosen.", severity="blocks")]))
    assert len(counts) == 1


def test_severities_are_apart() -> None:
    counts = ProblemCounts([Problem("long-id", "a."), Problem("long-id", "b.", severity="blocks")])
    assert len(counts.of("blocks", "ask")) == 1
    assert not len(counts.of("ask"))


PROBLEMS = st.lists(
    st.builds(
        Problem,
        st.sampled_from(["one", "two"]),
        st.sampled_from(["a.", "b."]),
        severity=st.sampled_from(["note", "ask"]),
        row=st.none() | st.integers(1, 20),
    ),
    max_size=30,
)


@given(st.lists(PROBLEMS, max_size=4))
def test_counts_of_parts_are_those_of_the_whole(parts: list[list[Problem]]) -> None:
    together = ProblemCounts()
    for part in parts:
        together.add_counts(ProblemCounts(part))
    assert kinds(together) == kinds(ProblemCounts(problem for part in parts for problem in part))
