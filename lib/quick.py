"""The ordinary line, read without building anything else: one chat answer that went well.

Nearly all lines of a big file are like that. Its types say what such a line has, and where it must
have nothing; msgspec reads only what they name, which takes less time than to build the whole
object. Every other line goes the long way (`lib.result`), which comes to the same.
"""

from sys import intern
from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, MsgspecError, Struct, UnsetType
from msgspec.json import Decoder

from lib.result import Result
from lib.shapes.thoughts import joined, may_think
from lib.usage import EXACT

_Text = Annotated[str, Meta(min_length=1)]
_Empty = Annotated[str, Meta(max_length=0)] | Annotated[list[Any], Meta(max_length=0)] | None
_Count = Annotated[int, Meta(gt=-EXACT, lt=EXACT)]


class _Asked(Struct, gc=False):
    cached_tokens: _Count | None = None


class _Told(Struct, gc=False):
    reasoning_tokens: _Count | None = None


_ELSEWHERE: Final = {
    "cached_content": "cachedContentTokenCount",
    "cache_read": "cacheReadInputTokens",
    "thoughts": "thoughtsTokenCount",
    "tier": "serviceTier",
}
"""Names of others that are not written as ours are."""


class _Usage(Struct, gc=False, rename=_ELSEWHERE):
    """Counts at OpenAI's places; where others put them there must be nothing."""

    prompt_tokens: _Count
    completion_tokens: _Count
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


class _Body(Struct, gc=False, rename=_ELSEWHERE):
    choices: Annotated[list[_Choice], Meta(min_length=1, max_length=1)]
    usage: _Usage
    model: str
    created: _Count
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


def quick_result(line: bytes) -> Result | None:
    """The result of a plain chat answer with status 200, told from the bytes of its line; None for anything else.

    The line must be UTF-8: what is in fields that are passed over is not looked at. (So a number
    beyond every float in one of those is no flaw here, which `jsonl.loads` would count.)
    """
    try:
        row = _decode(line)
    except (MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    response = row.response
    body = response.body
    message, usage = body.choices[0].message, body.usage
    text, tier = message.content, body.service_tier
    if may_think(text) or (text[0].isspace() and text.isspace()):
        return None
    asked, told = usage.prompt_tokens_details, usage.completion_tokens_details
    thoughts = message.reasoning_content or message.reasoning
    return tuple.__new__(
        Result,
        (
            row.custom_id,
            "OK",
            text,
            "",
            "stop",
            200,
            usage.prompt_tokens,
            usage.completion_tokens,
            float(body.created),
            False,
            joined(message.reasoning_content or "", message.reasoning or "") if thoughts else "",
            "",
            "",
            (),
            asked.cached_tokens if asked else None,
            told.reasoning_tokens if told else None,
            intern(body.model),
            intern(tier) if tier else "",
        ),
    )
