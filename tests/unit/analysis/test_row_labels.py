"""Cells become labels: one or several, and only what labels are."""

import pytest

from lib.analysis.row_labels import are_labels, label_key, label_keys, several_labels, single_labels, spellings


def test_a_cell_is_one_label() -> None:
    assert single_labels([" good ", "", None, "a; b", 5]) == [("good",), None, None, ("a; b",), ("5",)]


def test_no_labels_are_not_a_missing_label() -> None:
    assert several_labels(['["a;b", "c"]', "[]", "", "a\nb | c", "x; x"]) == [
        ("a;b", "c"),
        (),
        None,
        ("a", "b", "c"),
        ("x", "x"),
    ]
    assert several_labels(["Food, drink; Price"], ["food, drink"]) == [("Food, drink", "Price")]


def test_spellings_share_a_key() -> None:
    assert {label_key(text) for text in ("Very good.", ' "very  good" ', "VERY GOOD")} == {"very good"}
    assert [label_key(text) for text in ("5.0", "-1.50", "-0", "007", "100")] == ["5", "-1.5", "0", "007", "100"]
    assert label_keys(["b", "a", "A.", ""]) == ("a", "b")
    assert spellings(["Bad", "good", "Good", "Good"]) == {"good": "Good", "bad": "Bad"}


NUMBERS = [str(number) for number in range(30)]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((["yes"] * 5, ["no"] * 5), True),
        ((["yes", "no"], ["yes", "no"]), True),
        ((["one way", "another way"], ["one way", "a third"]), False),
        ((NUMBERS, ["yes"] * 30), False),
        ((NUMBERS, NUMBERS), False),
        (([f"topic {number}" for number in [*range(40), *range(10)]],) * 2, True),
        ((["a text of more than sixty characters, which no one would call a label"] * 9,) * 2, False),
        (([], []), False),
    ],
)
def test_labels_are_told_from_texts(sides: tuple[list[str], list[str]], expected: bool) -> None:
    assert are_labels(sides) is expected
