"""The result of an ordinary line, read four times as fast: a chat answer or an embedding without an error.

msgspec reads only the fields of `lib.results.ordinary_line`, which is quicker than building the whole
object. Every other line goes the slow path, `lib.results.result`, which gives the same result.
"""

import struct
from functools import lru_cache
from sys import intern
from typing import Final

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder

from lib.results.bodies.reasoning import may_have_reasoning, merge_reasoning
from lib.results.bodies.vectors import FLOAT_BYTES, describe_vectors
from lib.results.ordinary_line import OrdinaryBody, OrdinaryLine, OrdinaryMessage, OrdinaryVector
from lib.results.result import Result

_decode: Final = Decoder(OrdinaryLine).decode


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


def _chat(custom_id: str, body: OrdinaryBody, message: OrdinaryMessage) -> Result | None:
    text = message.content
    if body.usage.completion_tokens is None or body.created is None:
        return None
    if may_have_reasoning(text) or (text[0].isspace() and text.isspace()):
        return None
    reasoning = ""
    if message.reasoning_content or message.reasoning:
        reasoning = merge_reasoning(message.reasoning_content or "", message.reasoning or "")
    return _result(custom_id, body, text, "stop", reasoning)


def _embedding(custom_id: str, body: OrdinaryBody) -> EmbeddingResult | None:
    try:
        vectors = tuple(map(_float32, body.data))
    except (struct.error, OverflowError):  # beyond float32
        return None
    if not all(vectors) or [item.index for item in body.data] != list(range(len(vectors))):
        return None
    result = _result(custom_id, body, _description(tuple(map(len, vectors))))
    return EmbeddingResult(result, vectors)


def _result(custom_id: str, body: OrdinaryBody, answer: str, finish_reason: str = "", reasoning: str = "") -> Result:
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


def _float32(item: OrdinaryVector) -> bytes:
    """The bytes of a vector; empty if they end within a number."""
    vector = item.embedding
    if type(vector) is bytes:
        return vector if len(vector) % FLOAT_BYTES == 0 else b""
    return struct.pack(f"<{len(vector)}f", *vector)
