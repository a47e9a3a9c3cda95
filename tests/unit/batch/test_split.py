"""Parts hold every request once, in order, within the limits, and are as few as possible."""

from collections.abc import Sequence
from itertools import groupby, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch.split import Part, split_sizes
from lib.providers import PROVIDERS, Limits, Provider


def provider(
    requests: int = 99,
    bytes_: int = 9_999,
    inputs: int | None = None,
    tokens: int | None = None,
    one_model: bool = False,
) -> Provider:
    return Provider("Small", requests, bytes_, "m", "a test", inputs, one_model, tokens=tokens)


def part(start: int, stop: int, size: int) -> Part:
    return Part(range(start, stop), size)


CASES = [
    ("nothing", [], []),
    ("one", [5], [part(0, 1, 5)]),
    ("exactly as many requests", [1, 1, 1], [part(0, 3, 3)]),
    ("one request more, shared evenly", [1, 1, 1, 1], [part(0, 2, 2), part(2, 4, 2)]),
    ("exactly as many bytes", [5, 5], [part(0, 2, 10)]),
    ("one byte more", [5, 6], [part(0, 1, 5), part(1, 2, 6)]),
    ("bytes before requests", [9, 1, 1], [part(0, 1, 9), part(1, 3, 2)]),
    ("larger than a file, alone", [11], [part(0, 1, 11)]),
    ("larger than a file, between others", [1, 11, 1], [part(0, 1, 1), part(1, 2, 11), part(2, 3, 1)]),
    ("larger than a file, first", [11, 1, 1], [part(0, 1, 11), part(1, 3, 2)]),
    ("even, though the first could hold more", [2] * 10, [part(0, 3, 6), part(3, 5, 4), part(5, 8, 6), part(8, 10, 4)]),
]


@pytest.mark.parametrize(("sizes", "parts"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_parts(sizes: list[int], parts: list[Part]) -> None:
    assert split_sizes(sizes, provider(3, 10)) == parts


def test_50000_requests_are_one_part_and_one_more_is_two() -> None:
    limit = provider(50_000, 100_000_000)
    assert [len(split_sizes([9] * count, limit)) for count in (50_000, 50_001)] == [1, 2]


def test_parts_are_about_equally_full() -> None:
    parts = split_sizes([9] * 50_001, provider(50_000, 100_000_000))
    assert [part.requests for part in parts] == [25_001, 25_000]


def test_texts_to_embed_are_counted_over_all_requests_of_a_file() -> None:
    parts = split_sizes([1] * 4, provider(inputs=5), inputs=[3, 2, 1, 4])
    assert [part.indexes for part in parts] == [range(2), range(2, 4)]


def test_a_request_above_a_limit_is_alone() -> None:
    parts = split_sizes([1] * 3, provider(inputs=5), inputs=[1, 6, 1])
    assert [part.indexes for part in parts] == [range(1), range(1, 2), range(2, 3)]


def test_tokens_are_rounded_up_and_stay_within_the_limit() -> None:
    parts = split_sizes([1] * 3, provider(tokens=10), tokens=[4.5, 4.5, 0.1])
    assert [part.requests for part in parts] == [1, 2]


@pytest.mark.parametrize("given_", ["inputs", "tokens"])
def test_amounts_without_a_limit_are_not_split(given_: str) -> None:
    assert len(split_sizes([1, 1], provider(), **{given_: [10**9, 10**9]})) == 1  # type: ignore[arg-type]


def test_each_model_gets_its_own_parts_in_order_of_first_appearance() -> None:
    parts = split_sizes([1, 2, 3, 4, 5], provider(2, one_model=True), models=["b", "a", "b", "b", "a"])
    assert [(part.model, list(part.indexes), part.bytes) for part in parts] == [
        ("b", [0, 2], 4),
        ("b", [3], 4),
        ("a", [1, 4], 7),
    ]


@pytest.mark.parametrize(
    ("one_model", "models"),
    [(False, ["b", "a", "b"]), (True, ["a", "a", "a"]), (True, None)],
    ids=["models may be mixed", "one model", "models unknown"],
)
def test_models_that_share_parts(one_model: bool, models: list[str] | None) -> None:
    assert split_sizes([1, 1, 1], provider(one_model=one_model), models=models) == [part(0, 3, 3)]


def test_requests_next_to_each_other_are_a_range() -> None:
    parts = split_sizes([1] * 4, provider(one_model=True), models=["a", "a", "b", "b"])
    assert [part.indexes for part in parts] == [range(2), range(2, 4)]


def test_limits_set_by_the_user_apply() -> None:
    limits = Limits(requests=2, one_model=False)
    parts = split_sizes([1] * 3, PROVIDERS["OpenAI"].with_limits(limits), models=["a", "b", "a"])
    assert [part.indexes for part in parts] == [range(2), range(2, 3)]


REQUESTS = st.lists(
    st.tuples(
        st.integers(1, 30), st.integers(0, 5), st.floats(0, 9, allow_nan=False), st.sampled_from(["a", "b", "c"])
    ),
    min_size=1,
    max_size=60,
)
LIMITS = st.builds(
    provider,
    st.integers(1, 6),
    st.integers(1, 90),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 25),
    st.booleans(),
)
Request = tuple[int, int, float, str]


def parts_of(requests: Sequence[Request], limit: Provider) -> list[Part]:
    sizes, inputs, tokens, models = zip(*requests, strict=True)
    return split_sizes(sizes, limit, inputs=inputs, tokens=tokens, models=models)


def fits(requests: Sequence[Request], limit: Provider) -> bool:
    sizes, inputs, tokens, models = zip(*requests, strict=True)
    return (
        len(requests) <= limit.requests
        and sum(sizes) <= limit.bytes
        and (limit.embedding_inputs is None or sum(inputs) <= limit.embedding_inputs)
        and (limit.tokens is None or sum(-int(-amount // 1) for amount in tokens) <= limit.tokens)
        and (not limit.one_model or len(set(models)) == 1)
    )


def fewest(requests: Sequence[Request], limit: Provider) -> int:
    """The number of parts if each is filled greedily, one request at a time."""
    count, file = 0, list[Request]()
    for request in requests:
        if not file or not fits([*file, request], limit):
            count, file = count + 1, []
        file.append(request)
    return count


def _model(request: Request) -> str:
    return request[3]


def by_model(requests: Sequence[Request], limit: Provider) -> list[Sequence[Request]]:
    if not limit.one_model:
        return [requests]
    return [list(group) for _, group in groupby(sorted(requests, key=_model), key=_model)]


@given(REQUESTS, LIMITS)
def test_every_request_is_in_exactly_one_part(requests: list[Request], limit: Provider) -> None:
    assert sorted(index for part in parts_of(requests, limit) for index in part.indexes) == list(range(len(requests)))


@given(REQUESTS, LIMITS)
def test_order_is_kept(requests: list[Request], limit: Provider) -> None:
    parts = parts_of(requests, limit)
    assert all(list(part.indexes) == sorted(part.indexes) for part in parts)
    for one, other in pairwise(parts):
        assert one.model != other.model or one.indexes[-1] < other.indexes[0]
    firsts = [part.indexes[0] for model, (part, *_) in groupby(parts, key=lambda part: part.model)]
    assert firsts == sorted(firsts)


@given(REQUESTS, LIMITS)
def test_the_parts_of_a_model_are_consecutive(requests: list[Request], limit: Provider) -> None:
    models = [model for model, _ in groupby(parts_of(requests, limit), key=lambda part: part.model)]
    assert len(models) == len(set(models))


@given(REQUESTS, LIMITS)
def test_the_size_of_a_part_is_right(requests: list[Request], limit: Provider) -> None:
    for part in parts_of(requests, limit):
        assert (part.bytes, part.requests) == (sum(requests[index][0] for index in part.indexes), len(part.indexes))


@given(REQUESTS, LIMITS)
def test_parts_stay_within_the_limits(requests: list[Request], limit: Provider) -> None:
    for part in parts_of(requests, limit):
        assert part.requests == 1 or fits([requests[index] for index in part.indexes], limit)


@given(REQUESTS, LIMITS)
def test_there_are_as_few_parts_as_possible(requests: list[Request], limit: Provider) -> None:
    wanted = sum(fewest(group, limit) for group in by_model(requests, limit))
    assert len(parts_of(requests, limit)) == wanted


@given(st.integers(1, 300), st.integers(1, 40))
def test_equal_requests_are_shared_evenly(count: int, most: int) -> None:
    requests = [part.requests for part in split_sizes([7] * count, provider(most))]
    assert max(requests) - min(requests) <= 1


@given(REQUESTS, LIMITS)
def test_indexes_are_plain_integers(requests: list[Request], limit: Provider) -> None:
    for part in parts_of(requests, limit):
        assert {type(index) for index in part.indexes} == {int}
        assert type(part.bytes) is int
