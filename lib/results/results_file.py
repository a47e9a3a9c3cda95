"""The results in a file of output or error lines, of any provider.

A line has an answer only if its status is 200 (or missing), its body has something usable, and
there is no error in `error` or in `response.body.error`. The shapes are those of the providers'
documentation and of real files.
"""

import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

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
from lib.results.line_blocks import BlockReader, LineBlock, read_blocks
from lib.results.result import Result, RunningLine, result_of
from lib.results.result_table import SCHEMA, ResultTable, as_batch

_LineReader = Callable[[bytes], Result | EmbeddingResult | None]

_TICK_LINES = 2_000
_BATCH = 4_000
"""Results that become columns at once: few, because each takes more memory as an object than in its columns."""
_THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Results:
    """The results in one file, in the order of their lines."""

    name: str
    data: bytes
    results: ResultTable
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


def field_of_all(files: Sequence[Results], name: str) -> pa.ChunkedArray:
    """One field of every result, file by file."""
    chunks = [chunk for file in files for chunk in file.results.column(name).chunks]
    return pa.chunked_array(chunks, SCHEMA.field(name).type)


def collect_field(files: Sequence[Results], name: str) -> list[Any]:
    """The same as a list."""
    values: list[Any] = field_of_all(files, name).to_pylist()
    return values


def read_results(data: bytes, name: str, tick: Tick | None = None) -> Results:
    """Every result in a file of output or error lines, in any order, of any known provider.

    `unreadable` reports each line without a result. An empty file, which Azure writes when nothing failed,
    has no results and no problems.

    Raises:
        Unreadable: the file does not fit into the memory that is free.
    """
    with memory_for(memory_of_lines(data), name), gc_paused(), ThreadPoolExecutor(_THREADS) as threads:
        data = unwrapped(to_utf8(data))
        blocks = read_blocks(data, threads)
        checked = threads.submit(is_utf8, data)  # nearly every file is UTF-8, so reading starts before the answer
        results = _Reading(data, name, fast_result).read(blocks, tick)
        return results if checked.result() else _Reading(data, name, None).read(None, tick)


class _Reading:
    """What the lines of a file have given so far.

    Args:
        fast: the reader that is tried on each line first.
    """

    def __init__(self, data: bytes, name: str, fast: _LineReader | None) -> None:
        self._data, self._name, self._fast = data, name, fast
        self._batches: list[pa.RecordBatch] = []
        self._results: list[Result] = []
        """The results of the lines since the last batch."""

        self._extents = array("q")
        self._problems: list[Problem] = []
        self._vectors: dict[int, tuple[bytes, ...]] = {}
        self._running: list[str] = []
        self._repaired = 0

    def read(self, blocks: BlockReader | None, tick: Tick | None) -> Results:
        """The results of all lines."""
        for done, line in enumerate(read_lines(self._data, self._fast, blocks)):
            if type(line.value) is LineBlock:
                self._add_block(line.value, line.number)
            elif (result := self._result(line)) is not None:
                self._results.append(result)
                self._extents.extend((line.start, line.stop, line.item))
                if len(self._results) == _BATCH:
                    self._end_batch()
            if tick and (done % _TICK_LINES == 0 or type(line.value) is LineBlock):
                tick(line.stop, len(self._data))
        self._end_batch()
        return Results(
            self._name,
            self._data,
            ResultTable(pa.Table.from_batches(self._batches, SCHEMA)),
            Positions(self._extents),
            self._problems,
            self._repaired,
            self._running,
            self._vectors,
        )

    def _result(self, line: Line) -> Result | None:
        """The result of a line; what else it may be is noted."""
        result: Any = line.value
        if type(result) is EmbeddingResult:
            self._vectors[len(self._extents) // 3] = result.vectors
            result = result.result
        elif type(result) is not Result:
            result = result_of(result, line.damage) if type(result) is dict else None
        if type(result) is RunningLine:
            self._running.append(result.custom_id)
            return None
        if result is None:
            self._problems.append(_no_result(line, self._name))
            return None
        self._repaired += line.damage == "repaired"
        read: Result = result
        return read

    def _add_block(self, block: LineBlock, number: int) -> None:
        self._end_batch()
        results, extents = block.results, block.extents
        if not block.is_ordinary.all():
            others = dict(self._others(block, number))
            indexes = np.append(np.flatnonzero(block.is_ordinary), np.array(list(others), np.int64))
            order = np.argsort(indexes)
            results = pa.concat_batches([results, as_batch(list(others.values()))]).take(order)
            extents = extents[indexes[order]]
        self._batches.append(results)
        self._extents.frombytes(np.insert(extents, 2, 0, axis=1).tobytes())

    def _others(self, block: LineBlock, number: int) -> Iterator[tuple[int, Result]]:
        """The results of a block's other lines, by the index of their line."""
        for index in np.flatnonzero(~block.is_ordinary).tolist():
            start, stop = block.extents[index].tolist()
            for line in read_lines(self._data[start:stop], self._fast):
                if (result := self._result(line._replace(number=number + index))) is not None:
                    yield index, result

    def _end_batch(self) -> None:
        if self._results:
            self._batches.append(as_batch(self._results))
            self._results = []


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
