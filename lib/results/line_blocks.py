"""Blocks of ordinary lines with chat answers, which Arrow reads into columns at once, on several processors.

A block in which any line has another type of value is not read here. Lines with other values than an ordinary one are
named, to be read one by one. So a result is the same, whoever reads its line.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import reduce
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, structs
from numpy.typing import NDArray
from pyarrow import json as arrow_json

from lib.json.lossless import MAX_EXACT
from lib.results.bodies.reasoning import OPENING
from lib.results.ordinary_line import (
    CompletionDetails,
    OrdinaryBody,
    OrdinaryChoice,
    OrdinaryMessage,
    OrdinaryUsage,
    PromptDetails,
)
from lib.results.result_table import SCHEMA

_BLOCK = 8_000_000
"""Bytes of a block, at least."""

_LARGEST = 1_000_000_000
"""Bytes of a block that Arrow can read."""

_TEXT, _NUMBER = pa.large_string(), pa.int64()


def _struct(kind: type[Struct], **known: pa.DataType) -> pa.StructType:
    """The fields of a struct; those that are not known must be null or missing."""
    return pa.struct([(field.encode_name, known.get(field.name, pa.null())) for field in structs.fields(kind)])


_BODY: Final = _struct(
    OrdinaryBody,
    usage=_struct(
        OrdinaryUsage,
        prompt_tokens=_NUMBER,
        completion_tokens=_NUMBER,
        prompt_tokens_details=_struct(PromptDetails, cached_tokens=_NUMBER),
        completion_tokens_details=_struct(CompletionDetails, reasoning_tokens=_NUMBER),
    ),
    model=_TEXT,
    choices=pa.list_(
        _struct(
            OrdinaryChoice,
            message=_struct(
                OrdinaryMessage,
                content=_TEXT,
                reasoning_content=_TEXT,
                reasoning=_TEXT,
                refusal=_TEXT,
                tool_calls=pa.list_(pa.null()),
            ),
            finish_reason=_TEXT,
        )
    ),
    created=_NUMBER,
    service_tier=_TEXT,
)
_ANY_OBJECT: Final = pa.struct([])
_LINE: Final = pa.schema(
    {
        "custom_id": _TEXT,
        "response": pa.struct({"status_code": _NUMBER, "body": _BODY, "error": _ANY_OBJECT}),
        "error": _ANY_OBJECT,
        "status": pa.null(),
    }
)
_PARSING: Final = arrow_json.ParseOptions(explicit_schema=_LINE, unexpected_field_behavior="ignore")

_NOT_A_NUMBER: Final = r"[\[:,\s-](?:NaN|Inf)"
"""What Arrow takes for a number, though it is none."""


class LineBlock(NamedTuple):
    """Whole lines, each of one JSON object, of which the ordinary ones are read."""

    extents: NDArray[np.int64]
    """Start and stop of each line, from the start of the data."""

    results: pa.RecordBatch
    """The results of the ordinary lines."""

    is_ordinary: NDArray[np.bool_]
    """Whether each line is among them."""

    stop: int
    """Where the next line starts."""

    @property
    def lines(self) -> int:
        """How many lines they are."""
        return len(self.extents)


BlockReader = Callable[[int], LineBlock | None]
"""Gives the block that starts at an offset; None if none was read there."""


def read_blocks(data: bytes, threads: Executor) -> BlockReader:
    """Begins to read every block of the data."""
    blocks: dict[int, Future[LineBlock | None]] = {}
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start + _BLOCK) + 1 or len(data)
        blocks[start] = threads.submit(read_block, data, start, stop)
        start = stop
    return lambda offset: blocks.pop(offset).result() if offset in blocks else None


def read_block(data: bytes, start: int, stop: int) -> LineBlock | None:
    """The lines from one offset to another; None if any of them is not one JSON object of the usual types."""
    block = memoryview(data)[start:stop]
    if len(block) > _LARGEST:
        return None
    extents = _extents(block)
    if extents is None:  # a block that starts with null would end the process
        return None
    first = data.find(b"\n", start, stop) + 1 or stop
    try:
        _parsed(block[: first - start])  # where most blocks that cannot be read fail
        lines = _parsed(block)
        # Each line starts and ends with a brace, so it holds an object or several: as many as lines is one each.
        if len(lines) != len(extents) or _may_have_nan(block):
            return None
        results, is_ordinary = _results(lines)
    except ValueError:  # what Arrow cannot read, and bytes that are not UTF-8
        return None
    return LineBlock(extents + start, results, is_ordinary, stop)


def _parsed(block: memoryview) -> pa.Table:
    reading = arrow_json.ReadOptions(use_threads=False, block_size=len(block))
    return arrow_json.read_json(pa.BufferReader(block), reading, _PARSING)


def _extents(block: memoryview) -> NDArray[np.int64] | None:
    """Start and stop of each line; None if any does not start and end with a brace."""
    letters = np.frombuffer(block, np.uint8)
    stops = np.flatnonzero(letters == ord("\n"))
    if not len(letters) or letters[-1] != ord("\n"):
        stops = np.append(stops, len(letters))
    starts = np.append(0, stops[:-1] + 1)
    last = stops - 1
    last -= letters[last] == ord("\r")
    if (letters[starts] != ord("{")).any() or (letters[last] != ord("}")).any():
        return None
    return np.column_stack((starts, stops))


def _may_have_nan(block: memoryview) -> bool:
    one = pa.array([block], pa.large_binary())
    words = (pc.match_substring_regex(one, word)[0].as_py() for word in ("NaN", "Inf"))  # far faster than both at once
    return any(words) and bool(pc.match_substring_regex(one, _NOT_A_NUMBER)[0].as_py())


def _results(lines: pa.Table) -> tuple[pa.RecordBatch, NDArray[np.bool_]]:
    """The results of the ordinary lines, and which lines those are."""
    response = lines["response"].combine_chunks()
    choices = pc.struct_field(response, ["body", "choices"])
    choice, body = _only(choices), pc.struct_field(response, "body")
    message = pc.struct_field(choice, "message")
    text = pc.struct_field(message, "content")
    usage = pc.struct_field(body, "usage")
    thoughts = [pc.struct_field(message, name).fill_null("") for name in ("reasoning_content", "reasoning")]
    read = {
        "custom_id": lines["custom_id"].combine_chunks(),
        "answer": text,
        "prompt_tokens": pc.struct_field(usage, "prompt_tokens"),
        "completion_tokens": pc.struct_field(usage, "completion_tokens"),
        "created": pc.struct_field(body, "created"),
        "reasoning": pc.if_else(_is_empty(thoughts[0]), thoughts[1], thoughts[0]),
        "cached_tokens": pc.struct_field(usage, ["prompt_tokens_details", "cached_tokens"]),
        "reasoning_tokens": pc.struct_field(usage, ["completion_tokens_details", "reasoning_tokens"]),
        "model": pc.struct_field(body, "model"),
        "service_tier": pc.struct_field(body, "service_tier").fill_null(""),
    }
    tier = pc.struct_field(body, "service_tier")
    is_ordinary = _all(
        pc.invert(_is_empty(read["custom_id"])),
        pc.equal(pc.struct_field(response, "status_code"), 200),
        *(pc.is_null(holder) for holder in (lines["error"].combine_chunks(), pc.struct_field(response, "error"))),
        pc.equal(pc.struct_field(choice, "finish_reason"), "stop"),
        _is_plain(text),
        _is_empty(pc.struct_field(message, "refusal").fill_null("")),
        pc.equal(pc.list_value_length(pc.struct_field(message, "tool_calls")).fill_null(0), 0),
        pc.or_(*map(_is_empty, thoughts)),
        *(_is_exact(read[name]) for name in ("prompt_tokens", "completion_tokens", "created")),
        *(_is_exact(read[name].fill_null(0)) for name in ("cached_tokens", "reasoning_tokens")),
        pc.is_valid(read["model"]),
        pc.or_(pc.is_null(tier), pc.invert(_is_empty(tier.fill_null("")))),
    )
    constant = {"state": "OK", "finish_reason": "stop", "status_code": 200, "has_vectors": False, "other_answers": []}
    columns = [
        read[field.name].cast(field.type)
        if field.name in read
        else pa.repeat(pa.scalar(constant.get(field.name, ""), field.type), len(lines))
        for field in SCHEMA
    ]
    results = pa.record_batch(columns, schema=SCHEMA)
    mask = is_ordinary.to_numpy(zero_copy_only=False)
    return results if mask.all() else results.filter(is_ordinary), mask


def _only(choices: pa.ListArray) -> pa.StructArray:
    """The choice of each line that has one; null for any other line."""
    has_one = pc.equal(pc.list_value_length(choices), 1).fill_null(False)
    if pc.all(has_one).as_py():
        return choices.flatten()
    return choices.values.take(pc.if_else(has_one, choices.offsets[:-1], None))


def _is_plain(text: pa.LargeStringArray) -> pa.BooleanArray:
    """Whether each text starts with a letter that neither is blank nor opens a tag, and closes no thoughts."""
    first = pc.utf8_slice_codeunits(text, 0, 1)
    odd = [letter for letter in first.unique().to_pylist() if not letter or letter.isspace() or letter in OPENING]
    is_odd = pc.is_in(first, pa.array(odd, first.type))
    return pc.invert(pc.or_(is_odd, pc.match_substring_regex(text, "</think>")))


def _is_empty(text: pa.LargeStringArray) -> pa.BooleanArray:
    return pc.equal(pc.binary_length(text), 0)


def _is_exact(numbers: pa.Int64Array) -> pa.BooleanArray:
    """Whether each is a number that a float holds exactly."""
    return pc.and_(pc.less(numbers, MAX_EXACT), pc.greater(numbers, -MAX_EXACT))


def _all(*conditions: pa.BooleanArray) -> pa.BooleanArray:
    """Where all conditions are true; null is false."""
    return reduce(pc.and_, conditions).fill_null(False)
