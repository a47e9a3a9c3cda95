"""The vectors in a body: as lists of numbers or as base64."""

import json
import struct
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json.codec import dumps
from lib.results.bodies.vectors import decode_base64, json_vectors, raw_vectors, read_embeddings


def embeddings(*items: tuple[int, Any]) -> dict[str, Any]:
    return {"data": [{"object": "embedding", "index": index, "embedding": embedding} for index, embedding in items]}


def packed(*numbers: float) -> str:
    return b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


@pytest.mark.parametrize(
    ("body", "vectors"),
    [
        ({"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": "AA=="}]}, ["AA==", [2]]),
        ({"data": [{"index": "1", "embedding": [2]}, {"index": "0", "embedding": [1]}]}, [[1], [2]]),
        ({"data": [{"index": 5, "embedding": [2]}]}, [[2]]),
        ({"data": [{"embedding": [2]}, {"embedding": [1]}]}, [[2], [1]]),
        ({"data": [{"index": 0, "embedding": [1]}, {"index": 2, "embedding": [2]}]}, []),
        ({"data": [{"index": 0, "embedding": [1]}, None, {"index": 2, "embedding": [2]}]}, []),
        ({"data": [{"index": 1, "embedding": [1]}, {"index": 1, "embedding": [2]}]}, []),
        ({"data": [{"index": 0, "embedding": [1]}, {"embedding": [2]}]}, []),
        ({"embedding": {"values": [1]}}, [[1]]),
        ({"embeddings": [[1], [2]]}, [[1], [2]]),
        ({"embeddings": [{"values": [1]}]}, [[1]]),
        ({"embeddings": {"float": [[1]]}}, [[1]]),
        ({"embeddings": {"int8": [[1]]}}, []),
        ({}, []),
        (None, []),
    ],
    ids=str,
)
def test_raw_vectors(body: Any, vectors: list[Any]) -> None:
    assert raw_vectors(body) == vectors


@given(st.text("AZaz09+/=é ", max_size=14))
def test_the_description_of_base64_fits_its_numbers(text: str) -> None:
    numbers = decode_base64(text)
    answer = read_embeddings(None, {"embedding": text})
    length = len(numbers or b"") // 4
    assert (answer.text if answer else None) == (f"{length} numbers" if length else None)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 10, 4095])
def test_a_vector_that_ends_within_a_number_is_unreadable(size: int) -> None:
    text = b64encode(b"x" * size).decode()
    assert decode_base64(text) is None
    assert read_embeddings(None, {"embedding": text}) is None
    assert decode_base64(b64encode(b"x" * size * 4).decode()) == b"x" * size * 4


VECTORS = [
    ("floats-as-written", embeddings((0, [0.1, -2])), [[0.1, -2]]),
    ("base64-shortest-digits", embeddings((0, packed(0.1, -2, 1e-7))), [[0.1, -2.0, 1e-07]]),
    ("in-the-order-of-index", embeddings((1, [2]), (0, packed(1))), [[1.0], [2]]),
    ("unreadable-becomes-empty", embeddings((0, [1]), (1, "***"), (2, [3])), [[1], [], [3]]),
    ("bytes-left-over", embeddings((0, b64encode(struct.pack("<f", 1) + b"xy").decode())), [[]]),
    ("no-index", {"data": [{"embedding": [1]}, {"embedding": [2]}]}, [[1], [2]]),
    ("not-finite", embeddings((0, packed(float("nan"), float("inf")))), [[None, None]]),
    ("no-data", {}, []),
    ("null", None, []),
]


@pytest.mark.parametrize(("body", "vectors"), [case[1:] for case in VECTORS], ids=[case[0] for case in VECTORS])
def test_vectors_of_a_body(body: Any, vectors: list[list[float]]) -> None:
    assert json.loads(dumps(json_vectors(body))) == vectors
