"""Vectors keep their distances on a plane, and the nearest vectors come first."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.analysis.embedding_map import nearest_vectors, project


def vectors(count: int, numbers: int, seed: int = 1) -> npt.NDArray[np.float32]:
    return np.random.default_rng(seed).normal(size=(count, numbers)).astype(np.float32)


def flat(count: int, numbers: int) -> npt.NDArray[np.float32]:
    """Vectors that differ in two directions only, in one of them most."""
    spread = vectors(count, 2) * np.array([5, 1], dtype=np.float32)
    corners, _ = np.linalg.qr(vectors(numbers, 2, seed=2))
    return (spread @ corners.T + 7).astype(np.float32)


@pytest.mark.parametrize(("count", "numbers"), [(300, 8), (8, 300)], ids=["many", "long"])
def test_a_plane_keeps_the_distances_of_vectors_that_lie_on_it(count: int, numbers: int) -> None:
    matrix = flat(count, numbers)
    projection = project(matrix)
    for other in range(1, count):
        apart = np.linalg.norm(matrix[0] - matrix[other])
        assert np.linalg.norm(projection.points[0] - projection.points[other]) == pytest.approx(apart, rel=1e-3)
    assert sum(projection.shares) == pytest.approx(1, abs=1e-6)
    assert projection.shares[0] > projection.shares[1] > 0


def test_the_widest_direction_comes_first() -> None:
    points = project(flat(300, 8)).points
    assert points[:, 0].std() > 3 * points[:, 1].std()


def test_a_projection_is_always_the_same() -> None:
    matrix = vectors(40, 30)
    assert np.array_equal(project(matrix).points, project(matrix).points)
    wide = np.hstack([matrix, np.zeros((40, 30), dtype=np.float32)])  # more numbers than vectors
    assert np.allclose(project(wide).points, project(matrix).points, atol=1e-4)


def test_a_sample_decides_on_the_plane_and_all_vectors_are_on_it() -> None:
    matrix = flat(5_000, 6)
    projection = project(matrix, most=100)
    assert projection.points.shape == (5_000, 2)
    apart = np.linalg.norm(matrix - matrix[0], axis=1)
    assert np.allclose(np.linalg.norm(projection.points - projection.points[0], axis=1), apart, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize(
    "matrix",
    [np.zeros((0, 0)), np.zeros((0, 3)), np.ones((1, 3)), np.ones((4, 3)), np.zeros((4, 3))],
    ids=["nothing", "no-vector", "one", "all-the-same", "zeros"],
)
def test_equal_vectors_lie_in_the_middle(matrix: npt.NDArray[np.float64]) -> None:
    projection = project(matrix.astype(np.float32))
    assert projection.points.tolist() == [[0, 0]] * len(matrix)
    assert projection.shares == (0, 0)


def test_vectors_of_one_number_lie_on_a_line() -> None:
    projection = project(np.array([[1], [3]], dtype=np.float32))
    assert projection.points.tolist() == [[-1, 0], [1, 0]]
    assert projection.shares == (1, 0)


def test_the_nearest_vectors_have_the_smallest_angles() -> None:
    matrix = np.array([[1, 0], [10, 1], [0, 1], [-1, 0], [0, 0], [2, 0]], dtype=np.float32)
    nearest = nearest_vectors(matrix, 0)
    assert [index for index, _ in nearest] == [5, 1, 2, 4, 3]
    assert [likeness for _, likeness in nearest] == pytest.approx([1, 10 / 101**0.5, 0, 0, -1])
    assert [index for index, _ in nearest_vectors(matrix, 0, count=2)] == [5, 1]


def test_equally_near_vectors_keep_their_order() -> None:
    matrix = np.ones((9, 3), dtype=np.float32)
    assert [index for index, _ in nearest_vectors(matrix, 8, count=3)] == [0, 1, 2]
    assert nearest_vectors(matrix[:1], 0) == []


@given(st.integers(1, 30), st.integers(1, 6), st.integers(0, 5), st.data())
def test_the_nearest_vectors_have_the_highest_cosines(count: int, numbers: int, seed: int, draw: st.DataObject) -> None:
    matrix = vectors(count, numbers, seed)
    index = draw.draw(st.integers(0, count - 1))
    wide = matrix.astype(np.float64)
    cosines = wide @ wide[index] / np.linalg.norm(wide, axis=1) / np.linalg.norm(wide[index])
    best = sorted(np.delete(cosines, index), reverse=True)[:5]
    assert [likeness for _, likeness in nearest_vectors(matrix, index, 5)] == pytest.approx(best, abs=1e-5)
