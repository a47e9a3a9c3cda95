"""Requests to parts: all of them, once, in order, within the limits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.providers import Provider
from lib.split import Part, split, split_sizes


def provider(requests: int, bytes_: int) -> Provider:
    return Provider("Small", requests, bytes_, "m", "a test")


CASES = [
    ("nothing", [], []),
    ("one", [5], [Part(0, 1, 5)]),
    ("exactly as many requests", [1, 1, 1], [Part(0, 3, 3)]),
    ("one request more", [1, 1, 1, 1], [Part(0, 3, 3), Part(3, 4, 1)]),
    ("exactly as many bytes", [5, 5], [Part(0, 2, 10)]),
    ("one byte more", [5, 6], [Part(0, 1, 5), Part(1, 2, 6)]),
    ("bytes before requests", [9, 1, 1], [Part(0, 2, 10), Part(2, 3, 1)]),
    ("larger than a file, alone", [11], [Part(0, 1, 11)]),
    ("larger than a file, between others", [1, 11, 1], [Part(0, 1, 1), Part(1, 2, 11), Part(2, 3, 1)]),
]


@pytest.mark.parametrize(("sizes", "parts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_parts(sizes: list[int], parts: list[Part]) -> None:
    assert split_sizes(sizes, provider(3, 10)) == parts


def test_lines_are_measured_in_bytes() -> None:
    assert split(["世\n".encode(), b"abc\n"], provider(9, 7)) == [Part(0, 1, 4), Part(1, 2, 4)]


def test_50000_requests_are_one_part_and_one_more_is_two() -> None:
    limit = provider(50_000, 100_000_000)
    assert [len(split_sizes([9] * count, limit)) for count in (50_000, 50_001)] == [1, 2]


SIZES = st.lists(st.integers(1, 30), min_size=1)
LIMITS = st.builds(provider, st.integers(1, 6), st.integers(1, 40))


@given(SIZES, LIMITS)
def test_parts_cover_every_request_once_in_order(sizes: list[int], limit: Provider) -> None:
    parts = split_sizes(sizes, limit)
    assert [at for part in parts for at in range(part.start, part.stop)] == list(range(len(sizes)))


@given(SIZES, LIMITS)
def test_parts_are_as_large_as_they_say(sizes: list[int], limit: Provider) -> None:
    for part in split_sizes(sizes, limit):
        assert (part.bytes, part.requests) == (sum(sizes[part.start : part.stop]), part.stop - part.start)


@given(SIZES, LIMITS)
def test_parts_stay_within_the_limits(sizes: list[int], limit: Provider) -> None:
    for part in split_sizes(sizes, limit):
        assert 1 <= part.requests <= limit.requests
        assert part.bytes <= limit.bytes or part.requests == 1


@given(SIZES, LIMITS)
def test_no_two_parts_would_fit_into_one(sizes: list[int], limit: Provider) -> None:
    for one, other in pairwise(split_sizes(sizes, limit)):
        assert one.requests == limit.requests or one.bytes + sizes[other.start] > limit.bytes
