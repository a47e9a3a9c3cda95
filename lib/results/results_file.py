"""The lines that came back: one output or error line of any provider to one `Result`.

What is known of the shapes is from the providers' own documentation and from real files.
An answer is one only if the status is 200 (or there is none), the body holds something
usable, and no error stands anywhere: in `error`, in `response.body.error`, or in both.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from lib.batch.list_object import unwrapped
from lib.batch.positions import Extent, Positions
from lib.batch.request_line import custom_id_of
from lib.common import Problem, Tick
from lib.common.byte_search import is_utf8
from lib.common.memory import gc_paused
from lib.json import Line, codec, read_lines, to_utf8, value_at
from lib.results.answer import Answer
from lib.results.bodies.reader import answer_of
from lib.results.bodies.vectors import vectors_of
from lib.results.envelope import open_envelope
from lib.results.fast_path import Embedded, quick_result
from lib.results.result import Result, result_of

Quick = Callable[[bytes], Result | Embedded | None]

_TICK_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Results:
    """The results in one file: `rows[i]` stands at `places[i]` in its bytes."""

    name: str
    data: bytes
    rows: Sequence[Result]
    places: Sequence[Extent]
    """Start, stop and item, as `value_at` takes them."""

    unreadable: Sequence[Problem]
    """A problem for each line that gives no result."""

    repaired: int = 0
    """Lines in which broken characters were replaced."""

    vectors: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)
    """The vectors of some of the rows, as `read_vectors` takes them: those that came at once with their line."""

    def raw(self, at: int) -> Any:
        """The JSON value of one result's line, as the provider wrote it."""
        return value_at(self.data, *self.places[at])

    def body(self, at: int) -> Any:
        """The body of one result's response, as the provider wrote it; None if it has none."""
        value = self.raw(at)
        letter = open_envelope(value) if isinstance(value, dict) else None
        return letter.body if letter else None

    def answers(self, at: int) -> tuple[Answer, ...]:
        """Every choice of one result with all that it says, the first one first."""
        first = answer_of(self.body(at))
        return () if first is None else (first._replace(further=()), *first.further)

    def full_answer(self, at: int) -> str:
        """The whole answer; vectors as JSON."""
        result = self.rows[at]
        if not result.vectors:
            return result.answer
        vectors = vectors_of(self.body(at))
        return codec.dumps(vectors[0] if len(vectors) == 1 else vectors).decode()


def field_of_all(files: Iterable[Results], field: str) -> list[Any]:
    """One field of every result, file by file: in the order of memory, which is several times faster than another."""
    read = itemgetter(Result._fields.index(field))
    return [cell for file in files for cell in map(read, file.rows)]


def read_results(data: bytes, name: str, tick: Tick | None = None) -> Results:
    """Every result in a file of output or error lines, in any order, of any known provider.

    Never raises: a line that gives no result is reported in `unreadable`, and an empty file,
    which Azure writes when nothing failed, has none of either.
    """
    data = unwrapped(to_utf8(data))
    with gc_paused(), ThreadPoolExecutor(1) as beside:
        good = beside.submit(is_utf8, data)  # it nearly always is, so nothing waits for the answer
        read = _read(data, name, tick, quick_result)
        return read if good.result() else _read(data, name, tick, None)


def _read(data: bytes, name: str, tick: Tick | None, quick: Quick | None) -> Results:
    rows: list[Result] = []
    places: list[int] = []
    problems: list[Problem] = []
    repaired = 0
    vectors: dict[int, tuple[bytes, ...]] = {}
    keep = rows.append
    for done, line in enumerate(read_lines(data, quick)):
        _, start, stop, value, flaw, item, _ = line
        if type(value) is Embedded:
            value, vectors[len(rows)] = value
        result = value if type(value) is Result else result_of(value, flaw) if type(value) is dict else None
        if result is None:
            problems.append(_no_result(line, name))
        else:
            keep(result)
            places += (start, stop, item)
            if flaw == "repaired":
                repaired += 1
        if tick and done % _TICK_LINES == 0:
            tick(stop, len(data))
    return Results(name, data, rows, Positions(places), problems, repaired, vectors)


def _no_result(line: Line, name: str) -> Problem:
    """Why a line gives no result."""
    if line.damage == "not-json":
        message, hint = "the line is not JSON.", "It may be cut off: download the file again."
    elif not isinstance(line.value, dict):
        message, hint = "the line is no result, only a bare value.", "Download the file again."
    elif custom_id_of(line.value, line.damage) is None:
        message, hint = (
            "the line has no custom_id that can be read.",
            "Without one, nobody can tell which row it belongs to.",
        )
    else:
        message, hint = "the line is a request, not a result.", "Load the file the provider gave back."
    return Problem("unreadable-line", message, hint, line=line.number, file=name)
