"""Problems of codebooks."""

import pytest

from lib.compose.codebook import Codebook, CodebookKind, Label
from lib.compose.codebook_checks import check_codebook, has_label_for_the_rest
from lib.schema.limits import AZURE, OPENAI


def labelled(*names: str, kind: CodebookKind = "One label") -> Codebook:
    return Codebook(kind, tuple(map(Label, names)))


PROBLEMS: list[tuple[str, Codebook, list[tuple[str, str]]]] = [
    ("fine", labelled("late", "broken", "other"), []),
    ("no label", labelled(), [("codebook-empty", "blocks")]),
    ("one label", labelled("other"), [("codebook-single", "blocks")]),
    ("one of several", labelled("late", kind="Several labels"), []),
    ("none for the rest", labelled("late", "broken"), [("codebook-no-other", "warn")]),
    ("an empty label", labelled("late", " ", "other"), [("codebook-blank", "blocks")]),
    ("a duplicate", labelled("late", "other", "late "), [("choice-twice", "blocks")]),
    ("capitals", labelled("Late", "late", "other"), [("choices-case", "warn")]),
    ("spaces", labelled("too  late", "too late", "other"), [("choices-alike", "warn")]),
    ("capitals and spaces", labelled("Too  late", "too late", "other"), [("choices-case", "warn")]),
    ("a score", Codebook("Score", (Label("1", "bad"), Label("5", "good"))), []),
    ("scores with decimals", Codebook("Score", (Label("0.5"),), 0, 1, False), []),
    ("an upside-down range", Codebook("Score", (), 5, 1), [("codebook-range", "blocks")]),
    ("one score", Codebook("Score", (), 1, 1.5), [("codebook-range", "blocks")]),
    (
        "meanings of no score",
        Codebook("Score", (Label("6"), Label("high"), Label("1.5"))),
        [("codebook-score", "warn")],
    ),
    ("a score twice", Codebook("Score", (Label("1"), Label("1"))), [("choice-twice", "blocks")]),
]


@pytest.mark.parametrize(("codebook", "expected"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_check_codebook(codebook: Codebook, expected: list[tuple[str, str]]) -> None:
    problems = list(check_codebook("answer column 1", codebook, OPENAI))
    assert [(problem.kind, problem.severity) for problem in problems] == expected
    assert all(problem.message.startswith("answer column 1: ") and problem.hint for problem in problems)


def test_the_problem_names_the_labels() -> None:
    [problem] = check_codebook("topic", labelled("Late", "late", "other"), OPENAI)
    assert str(problem).startswith('Topic: some labels differ only in capitals: "Late", "late".')


def test_the_problem_names_the_lines_without_a_label() -> None:
    [problem] = check_codebook("topic", Codebook(labels=(Label("", "Late"), Label("other"), Label(" "))), OPENAI)
    assert problem.message == "topic: lines 1 and 3 of the codebook have no label."


@pytest.mark.parametrize(
    ("name", "is_for_the_rest"),
    [
        ("other", True),
        ("Other topic", True),
        ("N/A", True),
        ("Unklar", True),
        ("その他", True),
        ("none of these", True),
        ("mother", False),
        ("brother-in-law", False),
        ("neutral", False),
    ],
)
def test_labels_for_the_rest(name: str, is_for_the_rest: bool) -> None:
    assert has_label_for_the_rest(["late", name]) is is_for_the_rest


@pytest.mark.parametrize(
    ("codebook", "kinds"),
    [
        (Codebook("Score", (), 1, 100), []),
        (Codebook("Score", (), 0, 100), ["codebook-range-unchecked"]),
        (Codebook("Score", (), 0, 1, False), ["codebook-range-unchecked"]),
    ],
)
def test_a_range_that_the_provider_does_not_enforce(codebook: Codebook, kinds: list[str]) -> None:
    assert [problem.kind for problem in check_codebook("score", codebook, AZURE)] == kinds
    assert list(check_codebook("score", codebook, OPENAI)) == []
