"""Places are what tuples of three numbers are."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch.positions import Positions

numbers = st.integers(0, 2**62)


@given(st.lists(st.tuples(numbers, numbers, numbers)))
def test_places_come_back_as_they_went_in(given_places: list[tuple[int, int, int]]) -> None:
    places = Positions(chain.from_iterable(given_places))
    assert list(places) == given_places
    assert len(places) == len(given_places)
    assert places[1:] == given_places[1:]
    assert [places[-1]] == given_places[-1:] if given_places else True


def test_no_place_beyond_the_last() -> None:
    with pytest.raises(IndexError):
        Positions([])[0]
