"""The vectors of a batch of embeddings as one float32 matrix, each with its row in the joined table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.batch.positions import Position
from lib.common import Problem, Tick
from lib.common.phrasing import counted, listed
from lib.results.bodies.vectors import FLOAT_BYTES, decode_base64, raw_vectors
from lib.results.results_file import Results, collect_field

Matrix = npt.NDArray[np.float32]

_TICK_ROWS = 500
_CHECKED_ROWS = 50
_IDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors in the order of their rows; several of one row in the order of their index."""

    matrix: Matrix
    """Shape (vectors, dimensions); every number is finite."""

    rows: npt.NDArray[np.int64]
    """Row of the joined table of each vector, from 0."""

    items: npt.NDArray[np.int64]
    """Index of each vector within its row, from 0."""

    ids: Sequence[str]
    """custom_id of each vector."""

    problems: Sequence[Problem]
    """What was left out of the matrix, and why."""

    def __len__(self) -> int:
        return len(self.matrix)

    @property
    def dimensions(self) -> int:
        """Numbers in each vector."""
        return int(self.matrix.shape[1])


@dataclass(slots=True)
class _SameLength:
    """Vectors of one length, each as the bytes of float32."""

    vectors: list[bytes] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)

    def matrix(self) -> Matrix:
        """The vectors as rows."""
        size = len(self.vectors[0])
        matrix = np.empty((len(self.vectors), size // FLOAT_BYTES), "<f4")
        written = matrix.reshape(-1).data.cast("B")
        for start, vector in zip(range(0, len(written), size), self.vectors, strict=True):
            written[start : start + size] = vector
        return matrix


class _Finite(NamedTuple):
    """The vectors of one length whose numbers are all finite."""

    matrix: Matrix
    rows: npt.NDArray[np.int64]
    items: npt.NDArray[np.int64]


def read_vectors(results: Sequence[Results], positions: Sequence[Position | None], tick: Tick | None = None) -> Vectors:
    """The vectors of the results at these positions, one position for each row of the joined table.

    The most frequent length decides. Vectors of another length do not fit into the matrix and are
    reported, as are unreadable ones and those with a number that is not finite.
    """
    by_length: dict[int, _SameLength] = defaultdict(_SameLength)
    described = [collect_field([file], "has_vectors") for file in results]
    for row, position in enumerate(positions):
        if tick and row % _TICK_ROWS == 0:
            tick(row, len(positions))
        if position is None or not described[position[0]][position[1]]:
            continue
        for item, vector in enumerate(_vectors_at(results[position[0]], position[1])):
            same = by_length[len(vector)]
            same.vectors.append(vector)
            same.rows.append(row)
            same.items.append(item)
    every = [collect_field([file], "custom_id") for file in results]
    ids = ["" if position is None else every[position[0]][position[1]] for position in positions]
    return _most_frequent(by_length, ids)


def _vectors_at(file: Results, index: int) -> Sequence[bytes]:
    """The vectors of one result as float32: kept from reading the line, or else read from it again."""
    return file.vectors.get(index) or [_to_bytes(vector) for vector in raw_vectors(file.body(index))]


def _to_bytes(raw: Any) -> bytes:
    """A vector as the bytes of float32; empty if it is unreadable."""
    vector = decode_vector(raw)
    return b"" if vector is None else vector.astype("<f4", copy=False).tobytes()


def decode_vector(raw: Any) -> Matrix | None:
    """One vector from a list of numbers or from base64; None if it is unreadable or not finite."""
    vector = np.frombuffer(decode_base64(raw) or b"", dtype="<f4") if isinstance(raw, str) else _from_list(raw)
    return vector.astype(np.float32, copy=False) if vector.size and np.isfinite(vector).all() else None


def _from_list(raw: Any) -> npt.NDArray[Any]:
    nothing = np.empty(0, dtype=np.float32)
    if not isinstance(raw, list):
        return nothing
    try:
        with np.errstate(over="ignore"):  # a number beyond float32 becomes infinite, and is reported later
            vector = np.array(raw, dtype=np.float64).astype(np.float32)
    except (TypeError, ValueError, OverflowError):
        return nothing
    only_numbers = all(type(number) in (int, float) for number in raw)  # numpy also accepts texts of digits
    return vector if vector.ndim == 1 and only_numbers else nothing


def _most_frequent(by_length: dict[int, _SameLength], ids: Sequence[str]) -> Vectors:
    """The vectors of the most frequent length; of equally frequent ones, the length found first."""
    broken = by_length.pop(0, _SameLength()).rows
    finite = {}
    for length, same in by_length.items():
        finite[length], removed = _without_infinite(same)
        broken += removed
    length = max(finite, key=lambda length: (len(finite[length].rows), -min(finite[length].rows, default=0)), default=0)
    chosen = finite.pop(length, _NONE)
    others = sorted((row, length // FLOAT_BYTES) for length, other in finite.items() for row in other.rows.tolist())
    return Vectors(
        *chosen,
        ids=[ids[row] for row in chosen.rows.tolist()],
        problems=[*_other_lengths(others, length // FLOAT_BYTES, ids), *_broken_vectors(sorted(broken), ids)],
    )


_NONE = _Finite(np.empty((0, 0), np.float32), np.empty(0, np.int64), np.empty(0, np.int64))


def _without_infinite(same: _SameLength) -> tuple[_Finite, list[int]]:
    """The vectors of one length, and the rows of those with a number that is not finite."""
    matrix, rows = same.matrix(), np.array(same.rows, np.int64)
    every = _Finite(matrix, rows, np.array(same.items, np.int64))
    # a piece that fits into the processor's cache is checked fastest
    pieces = (matrix[start : start + _CHECKED_ROWS] for start in range(0, len(matrix), _CHECKED_ROWS))
    is_finite = np.concatenate([np.isfinite(piece).all(axis=1) for piece in pieces])
    if is_finite.all():
        return every, []
    return _Finite(*(array[is_finite] for array in every)), rows[~is_finite].tolist()


def _other_lengths(others: Sequence[tuple[int, int]], dimensions: int, ids: Sequence[str]) -> Iterator[Problem]:
    if others:
        lengths = sorted({length for _, length in others})
        shown = ", ".join(f"{length:,}" for length in lengths[:_IDS_SHOWN])
        vectors = counted(len(others), "vector has", "vectors have")
        message = f"{vectors} another length ({shown} numbers instead of {dimensions:,})"
        hint = "They are left out. Another model may have made them: send these rows again."
        yield Problem("vector-length", f"{message}: {_list_ids([row for row, _ in others], ids)}.", hint, "ask")


def _broken_vectors(rows: Sequence[int], ids: Sequence[str]) -> Iterator[Problem]:
    if rows:
        message = f"{counted(len(rows), 'vector is', 'vectors are')} unreadable: {_list_ids(rows, ids)}."
        yield Problem("broken-vector", message, "They are left out: send these rows again.", "ask")


def _list_ids(rows: Sequence[int], ids: Sequence[str]) -> str:
    return listed(dict.fromkeys(ids[row] for row in rows), _IDS_SHOWN, say='"{}"'.format)
