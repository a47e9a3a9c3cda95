"""Which rows are looked at: filters and searches find what is there, in a known order, and never hang."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.filters import containing, in_states, matching, ordered
from lib.batch import read_requests
from lib.common import Problem
from lib.common.columns import Cell
from lib.join import Joined, join
from lib.results import read_results
from tests.support.result_lines import answered, failed, input_line, jsonl

COLUMNS: dict[str, Sequence[Cell]] = {
    "text": ["Visit Genève IS nice", "a.c", "abc", "", "half \ud83d", "two\nlines"],
    "count": [200, None, 20, 3, 0, None],
}
EVERY = range(6)


def joined() -> Joined:
    """An answer, a failure and one that is missing."""
    requests = read_requests(jsonl(input_line(name, "x") for name in "abc"), "in.jsonl")
    return join([read_results(jsonl([answered("a", "A"), failed("b", "B")]), "out.jsonl")], [requests])


@pytest.mark.parametrize(
    ("states", "rows"), [([], [0, 1, 2]), (["Failed"], [1]), (["Missing", "OK"], [0, 2]), (["Unknown"], [])]
)
def test_rows_by_state(states: list[str], rows: list[int]) -> None:
    assert list(in_states(joined(), states)) == rows


@pytest.mark.parametrize(
    ("text", "rows"), [("", [0, 1, 2, 3, 4, 5]), ("GENÈVE is", [0]), ("20", [0, 2]), ("a.c", [1]), ("None", [])]
)
def test_a_text_is_looked_for_as_it_is(text: str, rows: list[int]) -> None:
    assert list(containing(COLUMNS, text, EVERY)) == rows


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
def test_a_pattern_is_looked_for_in_every_cell(pattern: str, rows: list[int]) -> None:
    found = matching(COLUMNS, pattern, EVERY)
    assert not isinstance(found, Problem)
    assert list(found) == rows


def test_a_search_keeps_to_the_rows_it_is_given_and_to_their_order() -> None:
    assert list(containing(COLUMNS, "20", [2, 1, 0])) == [2, 0]
    assert matching(COLUMNS, "20", [2, 1, 0]) == [2, 0]


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
def test_a_bad_pattern_says_what_is_wrong(pattern: str, why: str) -> None:
    found = matching(COLUMNS, pattern, EVERY)
    assert isinstance(found, Problem)
    assert (found.kind, why in found.message) == ("bad-pattern", True)


def test_a_slow_pattern_is_stopped() -> None:
    """It is slow on purpose: a thousand choices at each of millions of characters."""
    started = time.monotonic()
    found = matching({"text": ["abcdefgh" * 250] * 5_000}, "(?:[a-y]?){1000}[0-9]", range(5_000), seconds=0.5)
    assert isinstance(found, Problem)
    assert found.kind == "slow-pattern"
    assert time.monotonic() - started < 60


def test_a_pattern_that_makes_others_hang_is_fast() -> None:
    assert matching({"text": ["a" * 30_000 + "b"]}, "(a+)+$", [0]) == []


@given(st.lists(st.text("ab1 é\n", max_size=6), max_size=30), st.sampled_from(["a", "b1", "é", " "]))
def test_text_and_pattern_agree_on_plain_letters(cells: list[str], text: str) -> None:
    rows = range(len(cells))
    assert list(containing({"c": cells}, text, rows)) == matching({"c": cells}, text, rows)


@pytest.mark.parametrize(
    ("cells", "up", "down"),
    [
        (["10", "9", "", "-1"], [3, 1, 0, 2], [0, 1, 3, 2]),
        ([10, None, 9], [2, 0, 1], [0, 2, 1]),
        (["b", "A", "a", ""], [1, 2, 0, 3], [0, 1, 2, 3]),
        (["10", "9a", "9"], [0, 2, 1], [1, 2, 0]),
        (["nan", "2", "1"], [2, 1, 0], [0, 1, 2]),
    ],
    ids=["numbers as text", "numbers", "letter case aside", "texts", "a word that looks like a number"],
)
def test_rows_are_ordered_by_a_column(cells: list[Cell], up: list[int], down: list[int]) -> None:
    rows = range(len(cells))
    assert ordered(cells, rows) == up
    assert ordered(cells, rows, descending=True) == down


def test_equal_cells_keep_their_order() -> None:
    assert ordered(["x"] * 4, [3, 1, 0, 2]) == ordered(["x"] * 4, [3, 1, 0, 2], descending=True) == [3, 1, 0, 2]
