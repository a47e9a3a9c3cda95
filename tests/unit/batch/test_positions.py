"""Positions behave like a list of tuples of three numbers."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch.positions import Positions

numbers = st.integers(0, 2**62)


@given(st.lists(st.tuples(numbers, numbers, numbers)))
def test_positions_equal_the_tuples_they_are_made_of(extents: list[tuple[int, int, int]]) -> None:
    positions = Positions(chain.from_iterable(extents))
    assert [positions[index] for index in range(len(positions))] == extents
    assert len(positions) == len(extents)
    assert [positions[-1]] == extents[-1:] if extents else True


def test_an_index_beyond_the_last_raises() -> None:
    with pytest.raises(IndexError):
        Positions([])[0]
