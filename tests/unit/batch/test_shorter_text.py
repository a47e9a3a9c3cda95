"""A cut text has a mark that counts what is missing, and is recognised by it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch.shorter_text import characters_cut, shorten_in, shortened


def test_a_cut_text_says_how_much_is_missing() -> None:
    assert shortened("abcdef", 4) == "abcd [… 2 characters cut]"
    assert shortened("abcdef", 6) == "abcdef"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ({"input": "-abcdef-"}, {"input": "-abcd [… 2 characters cut]-"}),
        ({"input": ["abcdef", 7]}, {"input": ["abcd [… 2 characters cut]", 7]}),
        ({"messages": [{"text": "abcdef"}]}, {"messages": [{"text": "abcd [… 2 characters cut]"}]}),
        ({"input": "abcde"}, {"input": "abcde"}),
    ],
    ids=["text", "list", "parts", "absent"],
)  # fmt: skip
def test_the_cell_is_cut_wherever_it_is(body: dict[str, Any], after: dict[str, Any]) -> None:
    assert shorten_in(body, " abcdef\n", 4) == after


@given(st.text(max_size=30), st.text(min_size=1, max_size=30), st.text(max_size=30), st.integers(1, 30))
def test_a_shortened_text_is_recognised_with_what_is_missing(before: str, cell: str, after: str, most: int) -> None:
    cut = shorten_in(before + cell + after, cell, most)
    assert characters_cut(before + cell + after, cut) >= max(0, len(cell.strip()) - most)


@pytest.mark.parametrize(
    "shorter", ["ab [… 2 characters cut]", "abcd [… 2 characters cut]!", "xb [… 4 characters cut]", "ab", "", "abcdef"]
)
def test_another_text_is_not_a_shortened_one(shorter: str) -> None:
    assert characters_cut("abcdef", shorter) == 0
