"""Work in threads gives the results of `map`."""

import pytest

from lib.common.threads import in_threads


def test_the_results_are_in_order() -> None:
    assert list(in_threads(pow, range(100), range(100))) == list(map(pow, range(100), range(100)))


def test_an_error_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda number: 1 // number, [1, 0, 2]))
