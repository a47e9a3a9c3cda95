"""The ordinary line, read without building anything else: a chat answer or an embedding that went well.

Nearly all lines of a big file are like that. Its types say what such a line has, and where it must
have nothing; msgspec reads only what they name, which takes less time than to build the whole
object. Every other line goes the long way (`lib.result`), which comes to the same.
"""

import struct
from functools import lru_cache
from sys import intern
from typing import Annotated, Any, Final, Literal, NamedTuple

from msgspec import UNSET, Meta, MsgspecError, Struct, UnsetType
from msgspec.json import Decoder

from lib.json.lossless import MAX_EXACT
from lib.results.bodies.reasoning import joined, may_think
from lib.results.bodies.vectors import described
from lib.results.result import Result

_Text = Annotated[str, Meta(min_length=1)]
_Empty = Annotated[str, Meta(max_length=0)] | Annotated[list[Any], Meta(max_length=0)] | None
_Count = Annotated[int, Meta(gt=-MAX_EXACT, lt=MAX_EXACT)]


class _Asked(Struct, gc=False):
    cached_tokens: _Count | None = None


class _Told(Struct, gc=False):
    reasoning_tokens: _Count | None = None


_ELSEWHERE: Final = {
    "cached_content": "cachedContentTokenCount",
    "cache_read": "cacheReadInputTokens",
    "thoughts": "thoughtsTokenCount",
    "tier": "serviceTier",
    "candidates": "candidatesTokenCount",
    "written": "outputTokens",
    "create_time": "createTime",
}
"""Names of others that are not written as ours are."""


class _Usage(Struct, gc=False, rename=_ELSEWHERE):
    """Counts at OpenAI's places; where others put them there must be nothing."""

    prompt_tokens: _Count
    completion_tokens: _Count | None = None
    prompt_tokens_details: _Asked | None = None
    completion_tokens_details: _Told | None = None
    input_tokens_details: None = None
    output_tokens_details: None = None
    prompt_token_details: None = None
    cache_read_input_tokens: None = None
    cached_tokens: None = None
    cached_content: None = None
    cache_read: None = None
    prompt_cache_hit_tokens: None = None
    reasoning_tokens: None = None
    thoughts: None = None
    output_tokens: None = None
    candidates: None = None
    written: None = None
    service_tier: None = None
    tier: None = None


class _Message(Struct, gc=False):
    content: _Text
    reasoning_content: str | None = None
    reasoning: str | None = None
    thinking: None = None
    refusal: _Empty = None
    tool_calls: _Empty = None
    function_call: None = None


class _Choice(Struct, gc=False):
    message: _Message
    finish_reason: Literal["stop"]
    error: None = None


class _Item(Struct, gc=False):
    embedding: bytes | list[float]
    """Base64 is read as the bytes that it stands for."""

    index: int = -1


class _Body(Struct, gc=False, rename=_ELSEWHERE):
    usage: _Usage
    model: str
    choices: Annotated[list[_Choice], Meta(max_length=1)] = []
    data: list[_Item] = []
    created: _Count | None = None
    created_at: None = None
    create_time: None = None
    output: None = None
    service_tier: _Text | None = None
    tier: None = None
    error: None = None


class _Response(Struct, gc=False):
    status_code: Literal[200]
    body: _Body
    error: None = None


class _Line(Struct, gc=False):
    custom_id: _Text
    response: _Response
    error: None = None
    status: UnsetType = UNSET


_decode: Final = Decoder(_Line).decode
_new: Final = tuple.__new__
_FLOAT = 4
"""Bytes of a float32."""


class Embedded(NamedTuple):
    """A result with its vectors: float32, little-endian, in the order of their index."""

    result: Result
    vectors: tuple[bytes, ...]


def quick_result(line: bytes) -> Result | Embedded | None:
    """The result of a plain answer with status 200, told from the bytes of its line; None for anything else.

    The line must be UTF-8: what is in fields that are passed over is not looked at. (So a number
    beyond every float in one of those is no flaw here, which `json_value.loads` would count.)
    """
    try:
        row = _decode(line)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    body = row.response.body
    if body.choices:
        return _chat(row.custom_id, body, body.choices[0].message)
    return _embedded(row.custom_id, body) if body.data else None


def _chat(custom_id: str, body: _Body, message: _Message) -> Result | None:
    text, untold = message.content, body.usage.completion_tokens is None or body.created is None
    if untold or may_think(text) or (text[0].isspace() and text.isspace()):
        return None
    thoughts = message.reasoning_content or message.reasoning
    told = joined(message.reasoning_content or "", message.reasoning or "") if thoughts else ""
    return _result(custom_id, body, text, "stop", False, told)


def _embedded(custom_id: str, body: _Body) -> Embedded | None:
    try:
        vectors = tuple(map(_packed, body.data))
    except (struct.error, OverflowError):  # beyond float32
        return None
    if not all(vectors) or [item.index for item in body.data] != list(range(len(vectors))):
        return None
    result = _result(custom_id, body, _described(tuple(map(len, vectors))), "", True, "")
    return _new(Embedded, (result, vectors))


def _result(custom_id: str, body: _Body, answer: str, reason: str, vectors: bool, thoughts: str) -> Result:
    usage, tier = body.usage, body.service_tier
    asked, told = usage.prompt_tokens_details, usage.completion_tokens_details
    return _new(
        Result,
        (
            custom_id,
            "OK",
            answer,
            "",
            reason,
            200,
            usage.prompt_tokens,
            usage.completion_tokens,
            float(body.created or 0),
            vectors,
            thoughts,
            "",
            "",
            (),
            asked.cached_tokens if asked else None,
            told.reasoning_tokens if told else None,
            intern(body.model),
            intern(tier) if tier else "",
        ),
    )


@lru_cache(100)
def _described(lengths: tuple[int, ...]) -> str:
    return described([length // _FLOAT for length in lengths])


def _packed(item: _Item) -> bytes:
    """The bytes of a vector; none if they end within a number."""
    written = item.embedding
    if type(written) is bytes:
        return written if len(written) % _FLOAT == 0 else b""
    return struct.pack(f"<{len(written)}f", *written)
