"""A draw can be repeated from any order, is fair, and its interval is that of the formula."""

from collections import Counter
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.review.label_sample import SampleWay, draw_by_label, draw_random, margin, precision_sentence

IDS = st.lists(st.text(max_size=4), unique=True, max_size=30)


@given(IDS, st.integers(0, 40), st.integers(0, 9), st.randoms())
def test_the_same_number_draws_the_same_rows_from_any_order(ids: list[str], size: int, draw: int, random) -> None:  # type: ignore[no-untyped-def]
    drawn = draw_random(ids, size, draw)
    shuffled = random.sample(ids, len(ids))
    assert draw_random([*shuffled, *shuffled], size, draw) == drawn
    assert len(drawn) == min(size, len(ids))
    assert set(drawn) <= set(ids)
    assert draw_random(ids, size + 3, draw)[:size] == drawn


def test_every_row_has_the_same_chance_over_many_draws() -> None:
    ids = [f"row-{number}" for number in range(10)]
    counts = Counter(one for draw in range(3_000) for one in draw_random(ids, 3, draw))
    spread = sqrt(3_000 * 0.3 * 0.7)
    assert all(abs(counts[one] - 900) < 4 * spread for one in ids)


@given(st.dictionaries(st.sampled_from("xyz"), st.lists(st.sampled_from("abcdefghij"), max_size=9)), st.integers(1, 5))
def test_each_label_has_its_number_of_rows_or_all_it_has(ids_of: dict[str, list[str]], size: int) -> None:
    drawn = draw_by_label(ids_of, size, 1)
    assert len(drawn) == len(set(drawn))
    assert set(drawn) <= {one for ids in ids_of.values() for one in ids}
    assert all(len(set(ids).intersection(drawn)) >= min(size, len(set(ids))) for ids in ids_of.values())
    assert len(drawn) <= sum(min(size, len(set(ids))) for ids in ids_of.values())


def test_the_order_of_a_sample_by_label_does_not_tell_the_label() -> None:
    drawn = draw_by_label({"x": [f"x{n}" for n in range(50)], "y": [f"y{n}" for n in range(50)]}, 20, 1)
    assert Counter(one[0] for one in drawn) == {"x": 20, "y": 20}
    assert 5 < Counter(one[0] for one in drawn[:20])["x"] < 15


@pytest.mark.parametrize(
    ("size", "population", "expected"),
    [(100, 10**9, 0.098), (200, 10**9, 0.0693), (400, 10**9, 0.049), (200, 400, 0.0491), (1, 10**9, 0.98), (9, 3, 0.0)],
)
def test_the_margin_is_that_of_the_tables(size: int, population: int, expected: float) -> None:
    assert margin(size, population) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("way", "populations", "sentence"),
    [
        ("At random", [5_000], "100 rows: the share of right answers is known to about ±10 points."),
        ("At random", [40], "40 rows: the share of right answers is known exactly."),
        (
            "The same number for each label",
            [900, 30],
            "130 rows: the share of right answers of each label is known to about ±9 points.",
        ),
        (
            "Least certain first",
            [900],
            "100 rows, chosen because they are hard: their shares say nothing about all rows.",
        ),
    ],
)
def test_the_size_is_said_with_what_it_will_tell(way: SampleWay, populations: list[int], sentence: str) -> None:
    assert precision_sentence(way, 100, populations) == sentence
