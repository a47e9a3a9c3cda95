"""Vectors as points on a plane, and the vectors nearest to a chosen one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.results.embeddings import Matrix

_MOST_FITTED = 2_000
"""Most vectors that decide on the plane; all vectors are drawn on it."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The vectors on a plane."""

    points: npt.NDArray[np.float32]
    """Shape (vectors, 2), in the order of the vectors."""

    shares: tuple[float, float]
    """Share of the vectors' variance in each direction, from 0 to 1."""


def project(matrix: Matrix, most: int = _MOST_FITTED) -> Projection:
    """The vectors on the plane that shows most of their variance (PCA), always the same for the same vectors.

    Of more than `most` vectors, a sample spread evenly decides on the plane. PCA leaves the sign of a direction
    open: here the number with the largest weight in it is positive.
    """
    count = len(matrix)
    sample = matrix if count <= most else matrix[np.linspace(0, count - 1, most).astype(np.int64)]
    points = np.zeros((count, 2), dtype=np.float32)
    if count == 0 or matrix.shape[1] == 0:
        return Projection(points, (0.0, 0.0))
    sample = sample.astype(np.float64)
    mean = sample.mean(axis=0)
    directions, shares = _directions(sample - mean)
    projected = matrix @ directions.astype(np.float32) - (mean @ directions).astype(np.float32)
    points[:, : projected.shape[1]] = projected
    return Projection(points, shares)


def nearest_vectors(matrix: Matrix, index: int, count: int = 10) -> list[tuple[int, float]]:
    """The vectors most similar to a chosen one: the index and the cosine of each, the most similar first.

    Equally similar vectors keep their order. A vector of zeros has the cosine 0 to any other.
    """
    lengths = np.sqrt(np.einsum("ij,ij->i", matrix, matrix, dtype=np.float64))
    products = (matrix @ matrix[index]).astype(np.float64)
    scale = lengths * lengths[index]
    cosines = np.clip(np.divide(products, scale, out=np.zeros_like(products), where=scale > 0), -1, 1)
    order = np.argsort(-cosines, kind="stable")
    return [(int(other), float(cosines[other])) for other in order[: count + 1] if other != index][:count]


def _directions(centred: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], tuple[float, float]]:
    """The two directions with the most variance, as columns, and the share of each; fewer if there are fewer.

    An eigendecomposition of the smaller product takes a third of the time of a singular value decomposition.
    """
    is_wide = centred.shape[1] > centred.shape[0]
    products = centred @ centred.T if is_wide else centred.T @ centred
    variances, vectors = np.linalg.eigh(products)
    variances, vectors = variances[::-1][:2], vectors[:, ::-1][:, :2]
    directions = centred.T @ vectors if is_wide else vectors
    lengths = np.linalg.norm(directions, axis=0)
    total = float(np.trace(products))
    kept = (lengths > 0) & (variances > total * 1e-12)
    directions = directions[:, kept] / lengths[kept]
    heaviest = np.abs(directions).argmax(axis=0)
    directions = directions * np.sign(directions[heaviest, np.arange(directions.shape[1])])
    first, second = (*(float(variance) / total for variance in variances[kept]), 0.0, 0.0)[:2]
    return directions, (first, second)
