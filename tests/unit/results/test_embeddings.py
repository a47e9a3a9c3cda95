"""The matrix of a batch's vectors: every number unchanged and in its row."""

import base64
import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.results import Results, read_results
from lib.results.embeddings import decode_vector, read_vectors


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def results_of(*answers: list[Any] | str) -> Results:
    """Results `e0`, `e1` and so on with these vectors; a text is an error."""
    lines = []
    for number, vectors in enumerate(answers):
        data = [{"index": index, "embedding": vector} for index, vector in enumerate(vectors)]
        response = {"status_code": 200, "body": {"data": data[::-1]}}
        failed = isinstance(vectors, str)
        line = {
            "custom_id": f"e{number}",
            "response": None if failed else response,
            "error": vectors if failed else None,
        }
        lines.append(json.dumps(line))
    return read_results("\n".join(lines).encode(), "out.jsonl")


def positions_of(results: Results) -> list[tuple[int, int] | None]:
    return [(0, index) for index in range(len(results.results))]


def test_lists_and_base64_share_a_matrix_in_the_order_of_index() -> None:
    results = results_of([[0.5, -1]], "failed", [packed(0.1, 2), [3, 4]])
    found = read_vectors([results], [(0, 2), None, (0, 1), (0, 0)])
    assert found.matrix.dtype == np.float32
    assert found.matrix.tolist() == [[np.float32(0.1), 2], [3, 4], [0.5, -1]]
    assert (found.rows.tolist(), found.items.tolist()) == ([0, 0, 3], [0, 1, 0])
    assert (list(found.ids), len(found), found.dimensions) == (["e2", "e2", "e0"], 3, 2)
    assert found.problems == []


def test_no_vectors() -> None:
    results = results_of("failed")
    found = read_vectors([results], positions_of(results))
    assert (len(found), found.dimensions, found.problems) == (0, 0, [])


def test_another_length_is_left_out_and_reported() -> None:
    results = results_of([[1, 2, 3]], [[1, 2]], [[3, 4], [5, 6, 7, 8]])
    found = read_vectors([results], positions_of(results))
    assert found.matrix.tolist() == [[1, 2], [3, 4]]
    assert [(problem.kind, problem.message) for problem in found.problems] == [
        ("vector-length", '2 vectors have another length (3, 4 numbers instead of 2): "e0", "e2".')
    ]


def test_an_unreadable_vector_is_reported() -> None:
    rows = [[1.0, 2.0], [1, 1e39], [1, "2"], [[1, 2]], packed(1, float("nan"))]
    results = results_of(*([row] for row in rows), *([[1, None]] for _ in range(5)))
    found = read_vectors([results], positions_of(results))
    assert list(found.ids) == ["e0"]
    assert [(problem.kind, problem.message) for problem in found.problems] == [
        ("broken-vector", '9 vectors are unreadable: "e1", "e2", "e3", "e4", "e5" and 4 more.')
    ]


@pytest.mark.parametrize(
    ("written", "vector"),
    [
        ([1, 2.5], [1, 2.5]),
        (packed(1, 2.5), [1, 2.5]),
        ("", None),
        ("no base64", None),
        ("AAA=", None),
        ([], None),
        ([True, 1], None),
        (["1"], None),
        ([[1], [2]], None),
        ([[1], [2, 3]], None),
        ([10**400], None),
        (None, None),
        ({"a": 1}, None),
    ],
    ids=repr,
)
def test_one_vector(written: Any, vector: list[float] | None) -> None:
    found = decode_vector(written)
    assert (None if found is None else found.tolist()) == vector


def test_progress_is_reported() -> None:
    ticks: list[tuple[int, int]] = []
    read_vectors([results_of([[1, 2]])], [(0, 0)] * 1_001, lambda done, total: ticks.append((done, total)))
    assert ticks == [(0, 1_001), (500, 1_001), (1_000, 1_001)]


numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)


@given(st.lists(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=3), max_size=5), st.data())
def test_every_number_is_in_its_row(answers: list[list[list[float]]], draw: st.DataObject) -> None:
    as_text = draw.draw(st.lists(st.booleans(), min_size=len(answers), max_size=len(answers)))
    written = [[packed(*v) if text else v for v in answer] for answer, text in zip(answers, as_text, strict=True)]
    results = results_of(*written)
    order = draw.draw(st.permutations(range(len(answers))))
    found = read_vectors([results], [(0, index) for index in order])
    expected = [(row, item, vector) for row, index in enumerate(order) for item, vector in enumerate(answers[index])]
    assert list(zip(found.rows.tolist(), found.items.tolist(), found.matrix.tolist(), strict=True)) == expected
    assert list(found.ids) == [f"e{order[row]}" for row, _, _ in expected]


def test_of_equally_frequent_lengths_the_first_counts() -> None:
    """An unreadable vector does not count."""
    results = results_of([packed(float("inf"), 1, 2)], [[1]], [[1, 2]], [[1, 2, 3]])
    assert read_vectors([results], positions_of(results)).matrix.tolist() == [[1]]
