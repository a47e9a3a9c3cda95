"""Filters and searches find every match in a known order, and never hang."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.filters import rows_in_states, search_pattern, search_text, sort_rows
from lib.batch import read_requests
from lib.common import Problem
from lib.common.own_columns import Cell
from lib.join import Joined, join
from lib.results import read_results
from tests.support.result_lines import answered, failed, input_line, jsonl

COLUMNS: dict[str, Sequence[Cell]] = {
    "text": ["Visit Genève IS nice", "a.c", "abc", "", "half \ud83d", "two\nlines"],
    "count": [200, None, 20, 3, 0, None],
}
EVERY = range(6)


def joined() -> Joined:
    """An answer, a failure and a missing row."""
    requests = read_requests(jsonl(input_line(name, "x") for name in "abc"), "in.jsonl")
    return join([read_results(jsonl([answered("a", "A"), failed("b", "B")]), "out.jsonl")], [requests])


@pytest.mark.parametrize(
    ("states", "rows"), [([], [0, 1, 2]), (["Failed"], [1]), (["Missing", "OK"], [0, 2]), (["Unknown"], [])]
)
def test_rows_by_state(states: list[str], rows: list[int]) -> None:
    assert list(rows_in_states(joined(), states)) == rows


@pytest.mark.parametrize(
    ("text", "rows"), [("", [0, 1, 2, 3, 4, 5]), ("GENÈVE is", [0]), ("20", [0, 2]), ("a.c", [1]), ("None", [])]
)
def test_a_text_search_finds_the_text_itself(text: str, rows: list[int]) -> None:
    assert list(search_text(COLUMNS, text, EVERY)) == rows


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("^A.C$", [1, 2]),
        (r"a\.c", [1]),
        ("^20", [0, 2]),
        ("genève|lines", [0, 5]),
        ("two.lines", []),
        ("half .", [4]),
    ],
)
def test_a_pattern_search_covers_every_cell(pattern: str, rows: list[int]) -> None:
    found = search_pattern(COLUMNS, pattern, EVERY)
    assert not isinstance(found, Problem)
    assert list(found) == rows


def test_a_search_keeps_the_given_rows_in_their_order() -> None:
    assert list(search_text(COLUMNS, "20", [2, 1, 0])) == [2, 0]
    assert search_pattern(COLUMNS, "20", [2, 1, 0]) == [2, 0]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", "missing )"),
        ("*a", "no argument for repetition operator"),
        ("(?<=a)b", "invalid perl operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("((a{1000}){1000}){1000}", "invalid repetition size"),
    ],
)
def test_an_error_says_why_a_pattern_is_bad(pattern: str, why: str) -> None:
    found = search_pattern(COLUMNS, pattern, EVERY)
    assert isinstance(found, Problem)
    assert (found.kind, why in found.message) == ("bad-pattern", True)


def test_a_slow_pattern_is_stopped() -> None:
    """A thousand choices at each of millions of characters make it slow."""
    started = time.monotonic()
    found = search_pattern({"text": ["abcdefgh" * 250] * 5_000}, "(?:[a-y]?){1000}[0-9]", range(5_000), seconds=0.5)
    assert isinstance(found, Problem)
    assert found.kind == "slow-pattern"
    assert time.monotonic() - started < 60


def test_nested_repetitions_are_fast() -> None:
    assert search_pattern({"text": ["a" * 30_000 + "b"]}, "(a+)+$", [0]) == []


@given(st.lists(st.text("ab1 é\n", max_size=6), max_size=30), st.sampled_from(["a", "b1", "é", " "]))
def test_both_searches_agree_on_plain_letters(cells: list[str], text: str) -> None:
    rows = range(len(cells))
    assert list(search_text({"c": cells}, text, rows)) == search_pattern({"c": cells}, text, rows)


@pytest.mark.parametrize(
    ("cells", "up", "down"),
    [
        (["10", "9", "", "-1"], [3, 1, 0, 2], [0, 1, 3, 2]),
        ([10, None, 9], [2, 0, 1], [0, 2, 1]),
        (["b", "A", "a", ""], [1, 2, 0, 3], [0, 1, 2, 3]),
        (["10", "9a", "9"], [0, 2, 1], [1, 2, 0]),
        (["nan", "2", "1"], [2, 1, 0], [0, 1, 2]),
    ],
    ids=["numbers as text", "numbers", "capitals", "texts", "a word that looks like a number"],
)
def test_rows_are_sorted_by_a_column(cells: list[Cell], up: list[int], down: list[int]) -> None:
    rows = range(len(cells))
    assert sort_rows(cells, rows) == up
    assert sort_rows(cells, rows, descending=True) == down


def test_rows_with_equal_cells_keep_their_order() -> None:
    assert sort_rows(["x"] * 4, [3, 1, 0, 2]) == sort_rows(["x"] * 4, [3, 1, 0, 2], descending=True) == [3, 1, 0, 2]
