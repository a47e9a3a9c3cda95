"""The result of an ordinary line, read four times as fast: a chat answer or an embedding without an error.

Nearly all lines of a big file are ordinary. The types here say which fields such a line has, and
which it must leave empty; msgspec reads only these, which is quicker than building the whole object.
Every other line goes the slow path, `lib.results.result`, which gives the same result.
"""

import struct
from functools import lru_cache
from sys import intern
from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, MsgspecError, Struct, UnsetType
from msgspec.json import Decoder

from lib.json.lossless import MAX_EXACT
from lib.results.bodies.reasoning import may_have_reasoning, merge_reasoning
from lib.results.bodies.vectors import FLOAT_BYTES, describe_vectors
from lib.results.result import Result

_Text = Annotated[str, Meta(min_length=1)]
_Empty = Annotated[str, Meta(max_length=0)] | Annotated[list[Any], Meta(max_length=0)] | None
_Count = Annotated[int, Meta(gt=-MAX_EXACT, lt=MAX_EXACT)]


_CAMEL_CASE: Final = {
    "cached": "cachedTokens",
    "cache_hits": "promptCacheHitTokens",
    "reasoning": "reasoningTokens",
    "completion": "completionTokens",
    "prompt_details": "promptTokensDetails",
    "prompt_detail": "promptTokenDetails",
    "completion_details": "completionTokensDetails",
    "input_details": "inputTokensDetails",
    "output_details": "outputTokensDetails",
    "cached_content": "cachedContentTokenCount",
    "cache_read": "cacheReadInputTokens",
    "thoughts": "thoughtsTokenCount",
    "tier": "serviceTier",
    "candidates": "candidatesTokenCount",
    "output_count": "outputTokens",
    "creation": "createdAt",
    "create_time": "createTime",
}
"""Fields below in camel case: of other providers, or of OpenAI as some clients write them."""


class _PromptDetails(Struct, gc=False, rename=_CAMEL_CASE):
    cached_tokens: _Count | None = None
    cached: None = None


class _CompletionDetails(Struct, gc=False, rename=_CAMEL_CASE):
    reasoning_tokens: _Count | None = None
    reasoning: None = None


class _Usage(Struct, gc=False, rename=_CAMEL_CASE):
    """Token counts in OpenAI's fields; the fields of other providers must be empty."""

    prompt_tokens: _Count
    completion_tokens: _Count | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None
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
    output_count: None = None
    cached_content_token_count: None = None
    candidates_token_count: None = None
    thoughts_token_count: None = None
    cached: None = None
    cache_hits: None = None
    reasoning: None = None
    completion: None = None
    prompt_details: None = None
    prompt_detail: None = None
    completion_details: None = None
    input_details: None = None
    output_details: None = None
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
    """msgspec decodes base64 to bytes."""

    index: int = -1


class _Body(Struct, gc=False, rename=_CAMEL_CASE):
    usage: _Usage
    model: str
    choices: Annotated[list[_Choice], Meta(max_length=1)] = []
    data: list[_Item] = []
    created: _Count | None = None
    created_at: None = None
    creation: None = None
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


class EmbeddingResult(Struct, frozen=True, gc=False):
    """A result with its vectors."""

    result: Result
    vectors: tuple[bytes, ...]
    """Each vector as float32, little-endian, in the order of the index."""


def fast_result(line: bytes) -> Result | EmbeddingResult | None:
    """The result of an ordinary line with status 200; None for any other line.

    The line must be UTF-8, since msgspec skips the other fields unread. (So a number beyond every
    float in such a field is not damage here, while `lib.json.codec.loads` reports it.)
    """
    try:
        read = _decode(line)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    body = read.response.body
    if body.choices:
        return _chat(read.custom_id, body, body.choices[0].message)
    return _embedding(read.custom_id, body) if body.data else None


def _chat(custom_id: str, body: _Body, message: _Message) -> Result | None:
    text = message.content
    if body.usage.completion_tokens is None or body.created is None:
        return None
    if may_have_reasoning(text) or (text[0].isspace() and text.isspace()):
        return None
    reasoning = ""
    if message.reasoning_content or message.reasoning:
        reasoning = merge_reasoning(message.reasoning_content or "", message.reasoning or "")
    return _result(custom_id, body, text, "stop", reasoning)


def _embedding(custom_id: str, body: _Body) -> EmbeddingResult | None:
    try:
        vectors = tuple(map(_float32, body.data))
    except (struct.error, OverflowError):  # beyond float32
        return None
    if not all(vectors) or [item.index for item in body.data] != list(range(len(vectors))):
        return None
    result = _result(custom_id, body, _description(tuple(map(len, vectors))))
    return EmbeddingResult(result, vectors)


def _result(custom_id: str, body: _Body, answer: str, finish_reason: str = "", reasoning: str = "") -> Result:
    usage, tier = body.usage, body.service_tier
    prompt, completion = usage.prompt_tokens_details, usage.completion_tokens_details
    return Result(
        custom_id=custom_id,
        state="OK",
        answer=answer,
        finish_reason=finish_reason,
        status_code=200,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        created=float(body.created or 0),
        has_vectors=not body.choices,
        reasoning=reasoning,
        cached_tokens=prompt.cached_tokens if prompt else None,
        reasoning_tokens=completion.reasoning_tokens if completion else None,
        model=intern(body.model),
        service_tier=intern(tier) if tier else "",
    )


@lru_cache(100)
def _description(lengths: tuple[int, ...]) -> str:
    return describe_vectors([length // FLOAT_BYTES for length in lengths])


def _float32(item: _Item) -> bytes:
    """The bytes of a vector; empty if they end within a number."""
    vector = item.embedding
    if type(vector) is bytes:
        return vector if len(vector) % FLOAT_BYTES == 0 else b""
    return struct.pack(f"<{len(vector)}f", *vector)
