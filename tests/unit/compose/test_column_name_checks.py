"""The problems of the sheet's column names."""

import pytest

from lib.compose import Recipe, resolve
from lib.compose.column_name_checks import check_column_names

CASES: list[tuple[str, tuple[str, ...], str, list[tuple[str, str]]]] = [
    ("plain", ("a", "b"), "{{a}}", []),
    ("twins, one used", ("é", "e\u0301", "b"), "{{é}}", [("columns-alike", "warn")]),
    ("twins, unused", ("é", "e\u0301", "b"), "{{b}}", [("columns-alike", "note")]),
    ("spaces", ("a b", "a  b"), "{{a b}}", [("columns-alike", "warn")]),
    ("invisible", ("a\u200b", "b"), "{{a}}", [("unseen-column", "note")]),
    ("invisible, unused", ("a\u200b", "b"), "{{b}}", []),
    ("line break", ("a\nb", "c"), "{{a\nb}}", []),
    ("capitals", ("a", "A"), "{{a}}", []),
]


@pytest.mark.parametrize(
    ("columns", "prompt", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_check_column_names(columns: tuple[str, ...], prompt: str, expected: list[tuple[str, str]]) -> None:
    problems = check_column_names(resolve(Recipe(model="m", prompt=prompt), columns))
    assert [(problem.kind, problem.severity) for problem in problems] == expected


def test_lookalikes_are_named_by_their_place() -> None:
    (problem,) = check_column_names(resolve(Recipe(model="m", prompt="{{é}}"), ("é", "x", "e\u0301")))
    assert problem.message == 'columns 1 and 3 have names that look the same, "é".'
