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
    ("joiner in an emoji", [AnswerColumn("👩\u200d🔬")], []),
    ("joiner in Persian", [AnswerColumn("می\u200cروم")], []),
    ("wide space is fine", [AnswerColumn("氏\u3000名")], []),
    ("64 characters", [AnswerColumn("n" * 64)], []),
    ("65 characters", [AnswerColumn("n" * 65)], ["answer-column-long"]),
    ("unknown kind", [AnswerColumn("a", "Colour")], ["answer-column-kind"]),  # type: ignore[arg-type]
    ("same name", [AnswerColumn("a"), AnswerColumn("b"), AnswerColumn("a")], ["answer-column-twice"]),
    ("no choices", [AnswerColumn("a", "One of a list")], ["choices-missing"]),
    ("list of anything", [AnswerColumn("a", "List of texts")], []),
    ("blank choice", [AnswerColumn("a", "One of a list", "", ("x", " "))], ["choice-blank"]),
    ("duplicate choice", [AnswerColumn("a", "List of texts", "", ("x", "y", "x "))], ["choice-twice"]),
    ("choice with a line break", [AnswerColumn("a", "One of a list", "", ("x\ny", "z"))], ["choice-unseen"]),
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


ONE, ALL = ("good",), ("good", "bad")
DOUBTS: list[tuple[str, list[AnswerColumn], list[tuple[str, str]]]] = [
    ("one choice", [AnswerColumn("a", "One of a list", "", ONE)], [("choice-single", "ask")]),
    ("one text", [AnswerColumn("a", "List of texts", "", ONE)], [("choice-single", "ask")]),
    ("one choice, kept", [AnswerColumn("a", "One of a list", "", ONE, has_one_choice=True)], []),
    ("two readings", [AnswerColumn("a", "One of a list", "", ALL, "good, bad / ugly")], [("choices-unclear", "ask")]),
    ("capitals", [AnswerColumn("a", "One of a list", "", ("Yes", "yes", "no"))], [("choices-case", "warn")]),
    ("two accents", [AnswerColumn("a", "One of a list", "", ("é", "e\u0301"))], [("choices-alike", "warn")]),
    ("no-break space", [AnswerColumn("a", "One of a list", "", ("10\u00a0%", "b"))], [("choice-unseen", "warn")]),
    (
        "zero-width space",
        [AnswerColumn("a", "One of a list", "", ("b\u200b", "b"))],
        [("choice-unseen", "warn"), ("choices-alike", "warn")],
    ),
    ("names in capitals", [AnswerColumn("a"), AnswerColumn("A")], [("answer-columns-alike", "warn")]),
    ("names with two accents", [AnswerColumn("é"), AnswerColumn("e\u0301")], [("answer-columns-alike", "warn")]),
    ("name with a soft hyphen", [AnswerColumn("a\u00adb")], [("answer-column-unseen", "warn")]),
]


@pytest.mark.parametrize(("columns", "expected"), [case[1:] for case in DOUBTS], ids=[case[0] for case in DOUBTS])
def test_doubtful_columns(columns: list[AnswerColumn], expected: list[tuple[str, str]]) -> None:
    assert [(problem.kind, problem.severity) for problem in check_columns(columns)] == expected


def test_the_readings_of_unclear_choices_are_in_the_message() -> None:
    column = AnswerColumn("a", "One of a list", "", ("yes", "no", "maybe"), "yes, no / maybe")
    assert str(check_columns([column])[0]) == (
        'Answer column 1 ("a"): its choices have several readings: 3 (yes · no · maybe) and 2 (yes · no / maybe). '
        "Choose one below the choices, or write each on its own line."
    )


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
