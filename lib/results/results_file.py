"""The results in a file of output or error lines, of any provider.

A line has an answer only if its status is 200 (or missing), its body has something usable, and
there is no error in `error` or in `response.body.error`. The shapes are those of the providers'
documentation and of real files.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from lib.batch.positions import Positions
from lib.batch.request_line import custom_id_of
from lib.common import Problem, Tick
from lib.common.byte_search import is_utf8
from lib.common.memory import gc_paused
from lib.common.memory_budget import memory_for
from lib.common.memory_need import memory_of_lines
from lib.json import Line, codec, read_lines, to_utf8, value_at
from lib.json.line_kind import request_in
from lib.json.wrapper import unwrapped
from lib.results.answer import Answer
from lib.results.bodies.reader import answer_of
from lib.results.bodies.vectors import json_vectors
from lib.results.envelope import open_envelope
from lib.results.fast_path import EmbeddingResult, fast_result
from lib.results.result import Result, RunningLine, result_of

_LineReader = Callable[[bytes], Result | EmbeddingResult | None]

_TICK_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Results:
    """The results in one file, in the order of their lines."""

    name: str
    data: bytes
    results: Sequence[Result]
    extents: Positions
    """Start, stop and item of each result in `data`, as `value_at` takes them."""

    unreadable: Sequence[Problem]
    """A problem for each line without a result."""

    repaired: int = 0
    """Number of lines in which broken characters were replaced."""

    running: Sequence[str] = ()
    """The ids of the lines whose work was not done yet."""

    vectors: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)
    """Vectors of some results as float32, by the result's index: those the fast path has decoded."""

    def raw(self, index: int) -> Any:
        """The JSON value of a result's line, as the provider wrote it."""
        return value_at(self.data, *self.extents[index])

    def body(self, index: int) -> Any:
        """The body of a result's response, as the provider wrote it; None if there is none."""
        value = self.raw(index)
        envelope = open_envelope(value) if isinstance(value, dict) else None
        return envelope.body if envelope else None

    def request(self, index: int) -> dict[str, Any] | None:
        """The body of the request in a result's line, as Vertex and Bedrock write it; None if there is none."""
        value = self.raw(index)
        return request_in(value) if isinstance(value, dict) else None

    def answers(self, index: int) -> tuple[Answer, ...]:
        """Every choice of a result, the first one first."""
        first = answer_of(self.body(index))
        return () if first is None else (first._replace(other_choices=()), *first.other_choices)

    def full_answer(self, index: int) -> str:
        """The whole answer; vectors as JSON."""
        result = self.results[index]
        if not result.has_vectors:
            return result.answer
        vectors = json_vectors(self.body(index))
        return codec.dumps(vectors[0] if len(vectors) == 1 else vectors).decode()


def collect_field(files: Iterable[Results], field: str) -> list[Any]:
    """One field of every result, file by file. In the order of memory, this is several times faster than by row."""
    read = attrgetter(field)
    return [value for file in files for value in map(read, file.results)]


def read_results(data: bytes, name: str, tick: Tick | None = None) -> Results:
    """Every result in a file of output or error lines, in any order, of any known provider.

    `unreadable` reports each line without a result. An empty file, which Azure writes when nothing failed,
    has no results and no problems.

    Raises:
        Unreadable: the file does not fit into the memory that is free.
    """
    with memory_for(memory_of_lines(data), name), gc_paused(), ThreadPoolExecutor(1) as thread:
        data = unwrapped(to_utf8(data))
        checked = thread.submit(is_utf8, data)  # nearly every file is UTF-8, so reading starts before the answer
        results = _read(data, name, tick, fast_result)
        return results if checked.result() else _read(data, name, tick, None)


def _read(data: bytes, name: str, tick: Tick | None, fast: _LineReader | None) -> Results:
    results: list[Result] = []
    extents: list[int] = []
    problems: list[Problem] = []
    vectors: dict[int, tuple[bytes, ...]] = {}
    running: list[str] = []
    repaired = 0
    for done, line in enumerate(read_lines(data, fast)):
        _, start, stop, result, damage, item, _ = line
        if type(result) is EmbeddingResult:
            vectors[len(results)] = result.vectors
            result = result.result
        elif type(result) is not Result:
            result = result_of(result, damage) if type(result) is dict else None
        if type(result) is RunningLine:
            running.append(result.custom_id)
        elif result is None:
            problems.append(_no_result(line, name))
        else:
            results.append(result)
            extents += (start, stop, item)
            repaired += damage == "repaired"
        if tick and done % _TICK_LINES == 0:
            tick(stop, len(data))
    return Results(name, data, results, Positions(extents), problems, repaired, running, vectors)


def _no_result(line: Line, name: str) -> Problem:
    """Why a line has no result."""
    if line.damage == "not-json":
        message, hint = "Batchdesk cannot read this line.", "It may be cut off: download the file again."
    elif not isinstance(line.value, dict):
        message, hint = "the line is a bare value, not a result.", "Download the file again."
    elif custom_id_of(line.value, line.damage) is None:
        message, hint = "the line has no readable custom_id.", "Without one, its row is unknown."
    else:
        message, hint = "the line is a request, not a result.", "Load the file that the provider returned."
    return Problem("unreadable-line", message, hint, line=line.number, file=name)
