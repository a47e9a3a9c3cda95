"""The fast path gives the result of the slow path, or none."""

import base64
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json import codec, read_lines
from lib.results import Result, Results, read_results
from lib.results.embeddings import read_vectors
from lib.results.fast_path import EmbeddingResult, fast_result
from lib.results.result import result_of
from tests.support.odd_lines import GONE, ODD, PLACES, PLAIN, changed


def test_a_plain_line_takes_the_fast_path() -> None:
    assert fast_result(codec.dumps(PLAIN)) == result_of(PLAIN)
    assert fast_result(codec.dumps(PLAIN)) is not None


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_one_odd_value_changes_no_result(place: tuple[Any, ...]) -> None:
    for new in [GONE, *ODD]:
        line = changed(PLAIN, place, new)
        assert fast_result(codec.dumps(line)) in (None, result_of(line)), new


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([GONE, *ODD])), max_size=4))
def test_several_odd_values_change_no_result(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    line = PLAIN
    for place, new in changes:
        line = changed(line, place, new)
    assert fast_result(codec.dumps(line)) in (None, result_of(line))


@given(st.sampled_from([PLAIN, changed(PLAIN, PLACES[0], "b")]), st.integers(0, 10_000), st.binary(max_size=3))
def test_a_damaged_line_has_the_result_of_the_slow_path(line: dict[str, Any], start: int, put: bytes) -> None:
    written = codec.dumps(line)
    start %= len(written)
    data = written[:start] + put + written[start + len(put) :]
    results = [result_of(found.value, found.damage) for found in read_lines(data) if type(found.value) is dict]
    assert list(read_results(data, "a.jsonl").results) == [result for result in results if result]


def test_broken_characters_are_counted_in_every_field() -> None:
    data = codec.dumps(PLAIN).replace(b'"assistant"', b'"\xff"')
    assert read_results(data, "a.jsonl").repaired == 1
    assert read_results(data.replace(b"\xff", "é".encode()), "a.jsonl").repaired == 0


def test_the_reasoning_of_a_plain_line() -> None:
    line = changed(PLAIN, ("response", "body", "choices", 0, "message", "reasoning_content"), "Well ...")
    fast = fast_result(codec.dumps(line))
    assert fast == result_of(line)
    assert isinstance(fast, Result)
    assert fast.reasoning == "Well ..."


NUMBERS = [0.5, -1, 1e-3, 2.5e10]
EMBEDDED: dict[str, Any] = {
    "custom_id": "a",
    "response": {
        "status_code": 200,
        "body": {
            "object": "list",
            "model": "m",
            "data": [{"object": "embedding", "index": 0, "embedding": NUMBERS}],
            "usage": {"prompt_tokens": 9, "total_tokens": 9},
        },
    },
    "error": None,
}
PLACES_OF_VECTORS: list[tuple[Any, ...]] = [
    *(place for place in PLACES if place[:3] == ("response", "body", "usage")),
    ("response", "body", "created_at"),
    ("response", "body", "output"),
    ("response", "body", "data"),
    ("response", "body", "choices"),
    ("response", "body", "created"),
    ("response", "body", "data", 0),
    ("response", "body", "data", 0, "index"),
    ("response", "body", "data", 0, "embedding"),
]
ODD_VECTORS: list[Any] = [
    *ODD,
    [1, 2],
    [True],
    [1e39],
    ["1"],
    [None],
    [[1]],
    {"values": [1, 2]},
    "AACAPw==",
    "AACAPwAA",
    "AACAPw=",
    "AACAPw= =",
    "AACAP*==",
    "//9/fw==",
    "AADAfw==",
    [{"index": 1, "embedding": [1]}, {"index": 0, "embedding": [2, 3]}],
    [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": "AACAPwAAgD8="}],
    [{"embedding": [1]}, {"embedding": [2]}],
]


def vectors_of(results: Results) -> list[list[float]]:
    return read_vectors([results], [(0, index) for index in range(len(results.results))]).matrix.tolist()


def without_vectors(results: Results) -> Results:
    """The same file, whose vectors must be read again."""
    return replace(results, vectors={})


def check_vectors(line: bytes) -> None:
    read = read_results(line, "a.jsonl")
    results = [result_of(found.value, found.damage) for found in read_lines(line) if type(found.value) is dict]
    assert list(read.results) == [result for result in results if result]
    assert vectors_of(read) == vectors_of(without_vectors(read))


def test_plain_vectors_take_the_fast_path() -> None:
    fast = fast_result(codec.dumps(EMBEDDED))
    assert isinstance(fast, EmbeddingResult)
    assert fast.result == result_of(EMBEDDED)
    assert np.frombuffer(fast.vectors[0], "<f4").tolist() == np.array(NUMBERS, np.float32).tolist()


def test_a_vector_that_ends_within_a_number_fails() -> None:
    line = codec.dumps(changed(EMBEDDED, PLACES_OF_VECTORS[-1], "AACAPwAA"))
    assert fast_result(line) is None
    assert [row.state for row in read_results(line, "a.jsonl").results] == ["Failed"]


@pytest.mark.parametrize("place", PLACES_OF_VECTORS, ids=lambda place: ".".join(map(str, place)))
def test_one_odd_value_changes_no_vector(place: tuple[Any, ...]) -> None:
    for new in [GONE, *ODD_VECTORS]:
        check_vectors(codec.dumps(changed(EMBEDDED, place, new)))


@given(st.lists(st.tuples(st.sampled_from(PLACES_OF_VECTORS), st.sampled_from([GONE, *ODD_VECTORS])), max_size=3))
def test_several_odd_values_change_no_vector(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    line = EMBEDDED
    for place, new in changes:
        line = changed(line, place, new)
    check_vectors(codec.dumps(line))


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**70), 2**70), min_size=1), st.data())
def test_any_numbers_are_the_same_on_both_paths(numbers: list[float], data: st.DataObject) -> None:
    written = json.dumps(changed(EMBEDDED, PLACES_OF_VECTORS[-1], numbers)).encode()
    check_vectors(written)
    with np.errstate(over="ignore"):
        packed = base64.b64encode(np.array([float(number) for number in numbers]).astype("<f4").tobytes())
    text = data.draw(st.sampled_from([packed, packed.replace(b"/", b"\\/"), packed[:-1], b" " + packed]))
    check_vectors(written.replace(json.dumps(numbers).encode(), b'"' + text + b'"'))
