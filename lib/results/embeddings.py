"""The vectors of a batch of embeddings as one float32 matrix, each with its row in the joined table."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.batch.positions import Position
from lib.common import Problem, Tick
from lib.common.phrasing import counted, listed
from lib.results.bodies.vectors import FLOAT_BYTES, decode_base64, raw_vectors
from lib.results.results_file import Results

Matrix = npt.NDArray[np.float32]

_TICK_ROWS = 500
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
        # numpy asks the system for large pages, which halves the time of joining the bytes
        arrays = [np.frombuffer(vector, "<f4") for vector in self.vectors]
        return np.concatenate(arrays).reshape(len(self.rows), -1) if arrays else np.empty((0, 0), np.float32)

    def remove_infinite(self) -> list[int]:
        """Removes vectors with a number that is not finite, and returns their rows."""
        finite = list(_are_finite(self.vectors))
        if all(finite):
            return []
        removed = [row for row, is_finite in zip(self.rows, finite, strict=True) if not is_finite]
        self.vectors = list(compress(self.vectors, finite))
        self.items = list(compress(self.items, finite))
        self.rows = list(compress(self.rows, finite))
        return removed


def read_vectors(results: Sequence[Results], positions: Sequence[Position | None], tick: Tick | None = None) -> Vectors:
    """The vectors of the results at these positions, one position for each row of the joined table.

    The most frequent length decides. Vectors of another length do not fit into the matrix and are
    reported, as are unreadable ones and those with a number that is not finite.
    """
    by_length: dict[int, _SameLength] = defaultdict(_SameLength)
    for row, position in enumerate(positions):
        if tick and row % _TICK_ROWS == 0:
            tick(row, len(positions))
        if position is None:
            continue
        for item, vector in enumerate(_vectors_at(results, position)):
            same = by_length[len(vector)]
            same.vectors.append(vector)
            same.rows.append(row)
            same.items.append(item)
    ids = ["" if position is None else results[position[0]].results[position[1]].custom_id for position in positions]
    return _most_frequent(by_length, ids)


def _vectors_at(results: Sequence[Results], position: Position) -> Sequence[bytes]:
    """The vectors of one result as float32: kept from reading the line, or else read from it again."""
    file, index = results[position[0]], position[1]
    if not file.results[index].has_vectors:
        return ()
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


def _are_finite(vectors: Sequence[bytes]) -> Iterator[bool]:
    """Whether each vector has only finite numbers. One check covers many vectors."""
    for start in range(0, len(vectors), _TICK_ROWS):
        some = vectors[start : start + _TICK_ROWS]
        finite = np.isfinite(np.frombuffer(b"".join(some), "<f4"))
        yield from repeat(True, len(some)) if finite.all() else finite.reshape(len(some), -1).all(axis=1).tolist()


def _most_frequent(by_length: dict[int, _SameLength], ids: Sequence[str]) -> Vectors:
    """The vectors of the most frequent length; of equally frequent ones, the length found first."""
    broken = by_length.pop(0, _SameLength()).rows
    for same in by_length.values():
        broken += same.remove_infinite()
    length = max(
        by_length, key=lambda length: (len(by_length[length].rows), -min(by_length[length].rows, default=0)), default=0
    )
    chosen = by_length.pop(length, _SameLength())
    others = sorted((row, length // FLOAT_BYTES) for length, other in by_length.items() for row in other.rows)
    return Vectors(
        matrix=chosen.matrix(),
        rows=np.array(chosen.rows, dtype=np.int64),
        items=np.array(chosen.items, dtype=np.int64),
        ids=[ids[row] for row in chosen.rows],
        problems=[*_other_lengths(others, length // FLOAT_BYTES, ids), *_broken_vectors(sorted(broken), ids)],
    )


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
