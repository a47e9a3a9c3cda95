"""The words of problems, and their order."""

import pytest

from lib.common import Problem, Severity, Unreadable, unreadable
from lib.common.problems import by_kind

PLACES = [
    ("nowhere", Problem("x", "m"), ""),
    ("row", Problem("x", "m", row=7), "Row 7"),
    ("column", Problem("x", "m", column="question"), 'Column "question"'),
    ("row and column", Problem("x", "m", row=7, column="question"), 'Row 7, column "question"'),
    ("line", Problem("x", "m", line=3), "Line 3"),
    ("file", Problem("x", "m", file="a.csv"), "a.csv"),
    ("file and line", Problem("x", "m", file="a.jsonl", line=3), "a.jsonl, line 3"),
]


@pytest.mark.parametrize(("problem", "place"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_a_problem_names_its_place(problem: Problem, place: str) -> None:
    assert problem.place == place


def test_a_problem_reads_as_place_fault_and_remedy() -> None:
    problem = Problem("blank", "the cell is empty.", "Fill it in.", row=7, column="question")
    assert str(problem) == 'Row 7, column "question": the cell is empty. Fill it in.'


def test_a_problem_with_no_place_starts_with_a_capital() -> None:
    assert str(Problem("no-model", "no model is chosen.")) == "No model is chosen."


def test_a_file_name_keeps_its_letters() -> None:
    assert str(Problem("x", "it is empty.", file="a.csv")) == "a.csv: it is empty."


def test_unreadable_carries_its_problem() -> None:
    error = unreadable("empty-file", "the file is empty.", "Save it again.", "a.csv")
    assert isinstance(error, Unreadable)
    assert error.problem == Problem("empty-file", "the file is empty.", "Save it again.", "blocks", file="a.csv")


def test_unreadable_reads_as_its_problem() -> None:
    assert str(unreadable("x", "it is empty.", "Save it again.", "a.csv")) == "a.csv: it is empty. Save it again."


@pytest.mark.parametrize(
    ("severities", "order"),
    [(("note", "ask", "blocks"), ["2", "1", "0"]), (("ask", "blocks", "ask"), ["1", "0", "2"])],
    ids=["worst first", "in order within a severity"],
)
def test_kinds_are_ordered_by_severity(severities: tuple[Severity, ...], order: list[str]) -> None:
    problems = [Problem(str(index), "m", severity=severity) for index, severity in enumerate(severities)]
    assert list(by_kind(problems)) == order


def test_each_kind_keeps_all_its_problems_in_order() -> None:
    problems = [Problem("a", "1"), Problem("b", "2"), Problem("a", "3")]
    assert [problem.message for problem in by_kind(problems)["a"]] == ["1", "3"]
