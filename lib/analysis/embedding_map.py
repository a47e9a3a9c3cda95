"""Vectors as points on a plane, and the ones nearest to a chosen one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.results.embeddings import Matrix

FITTED = 2_000
"""The most vectors that the plane is laid through; all are drawn on it."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Points in the order of the vectors."""

    points: npt.NDArray[np.float32]
    """Shape (vectors, 2)."""

    shares: tuple[float, float]
    """How much of the vectors' differences each direction shows, from 0 to 1."""


def plane(matrix: Matrix, most: int = FITTED) -> Plane:
    """The vectors on the plane that shows most of their differences (PCA), the same every time.

    Of more than `most` vectors, so many evenly spread ones decide on the plane. The sign of a direction
    is free: the number that weighs most in it is positive.
    """
    count = len(matrix)
    sample = matrix if count <= most else matrix[np.linspace(0, count - 1, most).astype(np.int64)]
    points = np.zeros((count, 2), dtype=np.float32)
    if count == 0 or matrix.shape[1] == 0:
        return Plane(points, (0.0, 0.0))
    sample = sample.astype(np.float64)
    middle = sample.mean(axis=0)
    directions, shares = _directions(sample - middle)
    drawn = matrix @ directions.astype(np.float32) - (middle @ directions).astype(np.float32)
    points[:, : drawn.shape[1]] = drawn
    return Plane(points, shares)


def _directions(centred: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], tuple[float, float]]:
    """The two directions of most difference, as columns, and the share of each; fewer if there are fewer.

    By whichever is smaller: the products of the numbers with each other, or of the vectors.
    """
    wide = centred.shape[1] > centred.shape[0]
    products = centred @ centred.T if wide else centred.T @ centred
    strengths, found = np.linalg.eigh(products)
    strengths, found = strengths[::-1][:2], found[:, ::-1][:, :2]
    directions = centred.T @ found if wide else found
    lengths = np.linalg.norm(directions, axis=0)
    whole = float(np.trace(products))
    kept = (lengths > 0) & (strengths > whole * 1e-12)
    directions = directions[:, kept] / lengths[kept]
    heaviest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[heaviest, np.arange(directions.shape[1])])
    first, second = (*(float(value) / whole for value in strengths[kept]), 0.0, 0.0)[:2]
    return directions, (first, second)


def nearest(matrix: Matrix, at: int, count: int = 10) -> list[tuple[int, float]]:
    """The vectors most like one of them, itself aside: index and cosine, the most alike first.

    Of equals, the first comes first. A vector of zeros is like none: its cosine is 0.
    """
    lengths = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64))
    products = (matrix @ matrix[at]).astype(np.float64)
    both = lengths * lengths[at]
    likeness = np.clip(np.divide(products, both, out=np.zeros_like(products), where=both > 0), -1, 1)
    order = np.argsort(-likeness, kind="stable")
    return [(int(other), float(likeness[other])) for other in order[: count + 1] if other != at][:count]
