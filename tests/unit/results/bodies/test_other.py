"""Scores in a body."""

import pytest

from lib.results.bodies.other import read_items


@pytest.mark.parametrize(
    ("indexes", "text"),
    [((0, 1), "[0.1,0.9]"), ((0, 2), '[{"index":0,"score":0.1},{"index":2,"score":0.9}]')],
    ids=["all", "one-missing"],
)
def test_scores_keep_their_index_if_one_is_missing(indexes: tuple[int, int], text: str) -> None:
    items = [{"index": index, "score": score} for index, score in zip(indexes, (0.1, 0.9), strict=True)]
    answer = read_items(items, {})
    assert answer is not None
    assert answer.text == text
