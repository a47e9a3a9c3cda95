"""The vectors of a batch of embeddings as one matrix of float32, each with the row it belongs to."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.problems import Problem, counted
from lib.results import Results
from lib.shapes.vectors import packed, written_vectors

Matrix = npt.NDArray[np.float32]
Place = tuple[int, int]
"""A result's file and its place in that file, both from 0."""

Tick = Callable[[int, int], None]

_TICK_ROWS = 500
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors in the order of their rows; several of one row in the order of their index."""

    matrix: Matrix
    """Shape (vectors, numbers); every number is finite."""

    rows: npt.NDArray[np.int64]
    """Which of the places each vector came from, from 0: the row of the joined table."""

    items: npt.NDArray[np.int64]
    """Which vector of its row it is, from 0."""

    ids: Sequence[str]
    """The custom_id of each."""

    problems: Sequence[Problem]
    """What was left out of the matrix, and why."""

    def __len__(self) -> int:
        return len(self.matrix)

    @property
    def numbers(self) -> int:
        """How many numbers each vector has: its dimensions."""
        return int(self.matrix.shape[1])


@dataclass(slots=True)
class _Pile:
    """The vectors of one size, end to end, so that they are held once."""

    numbers: bytearray = field(default_factory=bytearray)
    rows: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)


def read_vectors(results: Sequence[Results], places: Sequence[Place | None], tick: Tick | None = None) -> Vectors:
    """The vectors of the results at the places, read again from their files.

    The size that most vectors have counts; those of another size cannot stand in the same matrix,
    and are reported, as are those that cannot be read or hold a number that is none.
    """
    piles: dict[int, _Pile] = defaultdict(_Pile)
    broken: list[int] = []
    for row, place in enumerate(places):
        if tick and row % _TICK_ROWS == 0:
            tick(row, len(places))
        if place is None or not results[place[0]].rows[place[1]].vectors:
            continue
        for item, written in enumerate(written_vectors(results[place[0]].body(place[1]))):
            vector = decoded(written)
            if vector is None:
                broken.append(row)
                continue
            pile = piles[len(vector)]
            pile.numbers += vector.tobytes()
            pile.rows.append(row)
            pile.items.append(item)
    ids = [None if place is None else results[place[0]].rows[place[1]].custom_id for place in places]
    return _gathered(piles, broken, ids)


def decoded(written: Any) -> Matrix | None:
    """One vector, from a list of numbers or base64 of float32; None if it is none, or not finite throughout."""
    if isinstance(written, str):
        numbers = packed(written)
        vector = np.frombuffer(numbers or b"", dtype="<f4")
    else:
        vector = _of_list(written)
    return vector.astype(np.float32, copy=False) if vector.size and np.isfinite(vector).all() else None


def _of_list(written: Any) -> npt.NDArray[Any]:
    nothing = np.empty(0, dtype=np.float32)
    if not isinstance(written, list):
        return nothing
    try:
        with np.errstate(over="ignore"):  # what is beyond float32 becomes infinite, and is reported then
            vector = np.array(written, dtype=np.float64).astype(np.float32)
    except (TypeError, ValueError, OverflowError):
        return nothing
    of_numbers = all(type(number) in (int, float) for number in written)  # numpy takes texts of digits, too
    return vector if vector.ndim == 1 and of_numbers else nothing


def _gathered(piles: dict[int, _Pile], broken: list[int], ids: Sequence[str | None]) -> Vectors:
    """The largest pile as the matrix, the earliest of equals."""
    size = max(piles, key=lambda size: len(piles[size].rows), default=0)
    pile = piles[size]
    others = sorted((row, length) for length, other in piles.items() if length != size for row in other.rows)
    problems = []
    if others:
        lengths = sorted({length for _, length in others})
        said = ", ".join(f"{length:,}" for length in lengths[:_NAMED])
        message = f"{counted(len(others), 'vector')} of another length ({said} numbers instead of {size:,})"
        hint = "They are left out: were they made by another model? Send these rows again."
        problems.append(Problem("vector-length", f"{message}: {_named([row for row, _ in others], ids)}.", hint, "ask"))
    if broken:
        message = f"{counted(len(broken), 'vector')} that cannot be read: {_named(broken, ids)}."
        problems.append(Problem("broken-vector", message, "They are left out: send these rows again.", "ask"))
    matrix = np.frombuffer(pile.numbers, dtype=np.float32).reshape(len(pile.rows), size)
    rows = np.array(pile.rows, dtype=np.int64)
    named = [ids[row] or "" for row in pile.rows]
    return Vectors(matrix, rows, np.array(pile.items, dtype=np.int64), named, problems)


def _named(rows: Sequence[int], ids: Sequence[str | None]) -> str:
    """The ids of some rows, and how many more there are."""
    names = list(dict.fromkeys(ids[row] or "" for row in rows))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(f'"{name}"' for name in names[:_NAMED]) + more
