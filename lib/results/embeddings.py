"""The vectors of a batch of embeddings as one matrix of float32, each with the row it belongs to."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import compress, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.batch import InputFile
from lib.batch.positions import Position
from lib.common import Problem, Tick
from lib.common.phrasing import counted, listed
from lib.results.bodies.vectors import how_many, packed, written_vectors
from lib.results.results_file import Results


def with_counted_vectors(results: Sequence[Results], sent: Sequence[InputFile]) -> Sequence[Results]:
    """The results, those failed whose vectors are more or fewer than the texts of every request under their id."""
    if not any(any(file.texts) for file in sent):
        return results
    texts: dict[str, int] = {}
    others: set[tuple[str, int]] = set()
    """What was sent again under an id, with another number of texts."""
    for file in sent:
        for custom_id, count in zip(file.ids, file.texts or repeat(0), strict=False):
            if texts.setdefault(custom_id, count) != count:
                others.add((custom_id, count))
    return [_counted(file, texts, others) for file in results]


def _counted(file: Results, texts: Mapping[str, int], others: Container[tuple[str, int]]) -> Results:
    wrong = dict(_wrong(file, texts, others))
    if not wrong:
        return file
    rows = list(file.rows)
    for at, said in wrong.items():
        rows[at] = rows[at]._replace(state="Failed", answer="", error=said, vectors=False)
    vectors = {at: vectors for at, vectors in file.vectors.items() if at not in wrong}
    return replace(file, rows=rows, vectors=vectors)


def _wrong(file: Results, texts: Mapping[str, int], others: Container[tuple[str, int]]) -> Iterator[tuple[int, str]]:
    """The places of the results with another number of vectors than texts, and what is said of each."""
    count = lru_cache(1_000)(how_many)  # few descriptions differ
    for at, row in enumerate(file.rows):
        if not row.vectors or not (asked := texts.get(row.custom_id)) or (got := count(row.answer)) == asked:
            continue
        if (row.custom_id, got) not in others and (row.custom_id, 0) not in others:
            said = f"The request has {counted(asked, 'text')}, the response {counted(got, 'vector')}"
            yield at, f"{said}: nobody can tell which text each is for."


Matrix = npt.NDArray[np.float32]

_TICK_ROWS = 500
_NAMED = 5
_FLOAT = 4
"""Bytes of a float32."""


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
    """The vectors of one size, as bytes of float32."""

    numbers: list[bytes] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)

    def matrix(self) -> Matrix:
        """All of them, end to end."""
        # numpy asks the system for large pages, which spares half the time of joining the bytes
        vectors = [np.frombuffer(numbers, "<f4") for numbers in self.numbers]
        return np.concatenate(vectors).reshape(len(self.rows), -1)


def read_vectors(results: Sequence[Results], places: Sequence[Position | None], tick: Tick | None = None) -> Vectors:
    """The vectors of the results at the places: as they came with their lines, else read from these again.

    The size that most vectors have counts; those of another size cannot stand in the same matrix,
    and are reported, as are those that cannot be read or hold a number that is none.
    """
    piles: dict[int, _Pile] = defaultdict(_Pile)
    for row, place in enumerate(places):
        if tick and row % _TICK_ROWS == 0:
            tick(row, len(places))
        if place is None or not results[place[0]].rows[place[1]].vectors:
            continue
        file, at = results[place[0]], place[1]
        for item, numbers in enumerate(file.vectors.get(at) or map(_bytes, written_vectors(file.body(at)))):
            pile = piles[len(numbers)]
            pile.numbers.append(numbers)
            pile.rows.append(row)
            pile.items.append(item)
    ids = [None if place is None else results[place[0]].rows[place[1]].custom_id for place in places]
    return _gathered(piles, ids)


def _bytes(written: Any) -> bytes:
    """A vector as float32; nothing if it is none."""
    vector = decoded(written)
    return b"" if vector is None else vector.astype("<f4", copy=False).tobytes()


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


def _gathered(piles: dict[int, _Pile], ids: Sequence[str | None]) -> Vectors:
    """The largest pile as the matrix, the earliest of equals."""
    broken = piles.pop(0, _Pile()).rows
    for length in list(piles):
        broken += _not_finite(piles, length)
    length = max(piles, key=lambda length: (len(piles[length].rows), -min(piles[length].rows, default=0)), default=0)
    pile = piles.pop(length, _Pile())
    others = sorted((row, length // _FLOAT) for length, other in piles.items() for row in other.rows)
    problems = [*_about_others(others, length // _FLOAT, ids), *_about_broken(sorted(broken), ids)]
    rows = np.array(pile.rows, dtype=np.int64)
    named = [ids[row] or "" for row in pile.rows]
    matrix = pile.matrix() if pile.rows else np.empty((0, 0), np.float32)
    return Vectors(matrix, rows, np.array(pile.items, dtype=np.int64), named, problems)


def _not_finite(piles: dict[int, _Pile], length: int) -> list[int]:
    """Takes vectors with a number that is none out of their pile: their rows."""
    pile = piles[length]
    finite = list(_finite(pile.numbers))
    if all(finite):
        return []
    broken = [row for row, whole in zip(pile.rows, finite, strict=True) if not whole]
    numbers, rows, items = compress(pile.numbers, finite), compress(pile.rows, finite), compress(pile.items, finite)
    piles[length] = _Pile(list(numbers), list(rows), list(items))
    return broken


def _finite(vectors: Sequence[bytes]) -> Iterator[bool]:
    """Whether each vector is of finite numbers throughout: many are looked at in one go."""
    for start in range(0, len(vectors), _TICK_ROWS):
        some = vectors[start : start + _TICK_ROWS]
        together = np.isfinite(np.frombuffer(b"".join(some), "<f4"))
        yield from repeat(True, len(some)) if together.all() else together.reshape(len(some), -1).all(axis=1).tolist()


def _about_others(others: Sequence[tuple[int, int]], size: int, ids: Sequence[str | None]) -> Iterator[Problem]:
    if others:
        lengths = sorted({length for _, length in others})
        said = ", ".join(f"{length:,}" for length in lengths[:_NAMED])
        message = f"{counted(len(others), 'vector')} of another length ({said} numbers instead of {size:,})"
        hint = "They are left out: were they made by another model? Send these rows again."
        yield Problem("vector-length", f"{message}: {_named([row for row, _ in others], ids)}.", hint, "ask")


def _about_broken(broken: Sequence[int], ids: Sequence[str | None]) -> Iterator[Problem]:
    if broken:
        message = f"{counted(len(broken), 'vector')} that cannot be read: {_named(broken, ids)}."
        yield Problem("broken-vector", message, "They are left out: send these rows again.", "ask")


def _named(rows: Sequence[int], ids: Sequence[str | None]) -> str:
    """The ids of some rows, and how many more there are."""
    return listed(dict.fromkeys(ids[row] or "" for row in rows), _NAMED, say='"{}"'.format)
