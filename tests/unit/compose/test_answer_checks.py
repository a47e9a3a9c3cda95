"""The problems of answer columns, and their messages."""

import pytest

from lib.common import Problem
from lib.compose.answer_checks import check_columns
from lib.compose.structured_output import AnswerColumn

PROBLEMS: list[tuple[str, list[AnswerColumn], list[str]]] = [
    ("none", [], ["no-answer-column"]),
    ("no name", [AnswerColumn("")], ["answer-column-name"]),
    ("blank name", [AnswerColumn(" \t")], ["answer-column-name"]),
    ("space at the end", [AnswerColumn("a ")], ["answer-column-blanks"]),
    ("line break", [AnswerColumn("a\nb")], ["answer-column-unseen"]),
    ("zero-width joiner is fine", [AnswerColumn("a\u200db")], []),
    ("wide space is fine", [AnswerColumn("氏\u3000名")], []),
    ("64 characters", [AnswerColumn("n" * 64)], []),
    ("65 characters", [AnswerColumn("n" * 65)], ["answer-column-long"]),
    ("unknown kind", [AnswerColumn("a", "Colour")], ["answer-column-kind"]),  # type: ignore[arg-type]
    ("same name", [AnswerColumn("a"), AnswerColumn("b"), AnswerColumn("a")], ["answer-column-twice"]),
    ("same but for case", [AnswerColumn("a"), AnswerColumn("A")], []),
    ("no choices", [AnswerColumn("a", "One of a list")], ["choices-missing"]),
    ("list of anything", [AnswerColumn("a", "List of texts")], []),
    ("blank choice", [AnswerColumn("a", "One of a list", "", ("x", " "))], ["choice-blank"]),
    ("duplicate choice", [AnswerColumn("a", "List of texts", "", ("x", "y", "x "))], ["choice-twice"]),
    ("choice with a line break", [AnswerColumn("a", "One of a list", "", ("x\ny",))], ["choice-unseen"]),
    ("choices of a text", [AnswerColumn("a", "Text", "", ("x",))], ["choices-unused"]),
    ("1,000 choices", [AnswerColumn("a", "One of a list", "", tuple(f"{n}" for n in range(1_000)))], []),
    ("1,001 choices", [AnswerColumn("a", "One of a list", "", tuple(f"{n}" for n in range(1_001)))], ["strict-limit"]),
    ("250 long ones", [AnswerColumn("a", "One of a list", "", tuple(f"{n:>099}" for n in range(250)))], []),
    (
        "251 long ones",
        [AnswerColumn("a", "One of a list", "", tuple(f"{n:>099}" for n in range(251)))],
        ["choices-long"],
    ),
    ("5,000 columns", [AnswerColumn(f"{n}") for n in range(5_000)], []),
    ("5,001 columns", [AnswerColumn(f"{n}") for n in range(5_001)], ["strict-limit"]),
]


@pytest.mark.parametrize(("columns", "kinds"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_check_columns(columns: list[AnswerColumn], kinds: list[str]) -> None:
    found = check_columns(columns)
    assert [problem.kind for problem in found] == kinds
    assert {problem.severity for problem in found} <= {"note" if kinds == ["choices-unused"] else "blocks"}


def test_a_note_does_not_hide_a_limit() -> None:
    columns = [AnswerColumn("a", choices=("x",)), *(AnswerColumn(f"{n}") for n in range(5_000))]
    assert [problem.kind for problem in check_columns(columns)] == ["choices-unused", "strict-limit"]


def test_messages_of_all_problems() -> None:
    columns = [AnswerColumn("a"), AnswerColumn(""), AnswerColumn("a", "One of a list")]
    assert [str(problem) for problem in check_columns(columns)] == [
        "Answer column 2 has no name. Name it, remove it, or choose another answer format.",
        'Answer column 3 ("a") is one of a list, but the list is empty. Fill in its choices.',
        'Answer columns 1 and 3 have the same name, "a". Give each its own name.',
    ]


def test_the_message_of_a_limit() -> None:
    problem = check_columns([AnswerColumn(f"{n}") for n in range(5_001)])[0]
    assert problem == Problem(
        "strict-limit",
        "the schema has 5,001 properties; strict mode accepts 5,000.",
        "Make the schema smaller (source: OpenAI's guide to structured outputs, as of 2026-02).",
        "blocks",
    )
