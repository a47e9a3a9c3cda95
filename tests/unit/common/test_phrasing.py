"""Counts, lists and suggestions in sentences."""

import pytest

from lib.common.phrasing import closest_name, counted, listed


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 rows"), (1, "1 row"), (2_500, "2,500 rows")], ids=["none", "one", "thousands"]
)
def test_counted(count: int, text: str) -> None:
    assert counted(count, "row") == text


def test_counted_takes_an_irregular_plural() -> None:
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([3, 4], "3, 4"), ([3, 4, 9], "3, 4 and 1 more"), (range(1_500), "0, 1 and 1,498 more")],
    ids=["none", "as many as shown", "one more", "thousands more"],
)
def test_listed(numbers: list[int], text: str) -> None:
    assert listed(numbers, most=2) == text


SIMILAR = [
    ("misspelt", "Questoin", ["id", "Question"], "Question"),
    ("letter case", "QUESTION", ["id", "Question"], "Question"),
    ("spaces around", " question ", ["Question"], "Question"),
    ("nothing alike", "zebra", ["id", "Question"], None),
    ("nothing known", "id", [], None),
]


@pytest.mark.parametrize(("name", "known", "near"), [case[1:] for case in SIMILAR], ids=[case[0] for case in SIMILAR])
def test_closest_name(name: str, known: list[str], near: str | None) -> None:
    assert closest_name(name, known) == near
