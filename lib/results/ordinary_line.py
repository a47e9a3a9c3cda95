"""An ordinary line with status 200: the fields that it has, and those that it must leave empty.

Nearly all lines of a big file are ordinary: a chat answer or an embedding without an error, in OpenAI's form.
"""

from typing import Annotated, Any, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from lib.json.lossless import MAX_EXACT

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


class PromptDetails(Struct, gc=False, rename=_CAMEL_CASE):
    cached_tokens: _Count | None = None
    cached: None = None


class CompletionDetails(Struct, gc=False, rename=_CAMEL_CASE):
    reasoning_tokens: _Count | None = None
    reasoning: None = None


class OrdinaryUsage(Struct, gc=False, rename=_CAMEL_CASE):
    """Token counts in OpenAI's fields; the fields of other providers must be empty."""

    prompt_tokens: _Count
    completion_tokens: _Count | None = None
    prompt_tokens_details: PromptDetails | None = None
    completion_tokens_details: CompletionDetails | None = None
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


class OrdinaryMessage(Struct, gc=False):
    content: _Text
    reasoning_content: str | None = None
    reasoning: str | None = None
    thinking: None = None
    refusal: _Empty = None
    tool_calls: _Empty = None
    function_call: None = None


class OrdinaryChoice(Struct, gc=False):
    message: OrdinaryMessage
    finish_reason: Literal["stop"]
    error: None = None


class OrdinaryVector(Struct, gc=False):
    embedding: bytes | list[float]
    """msgspec decodes base64 to bytes."""

    index: int = -1


class OrdinaryBody(Struct, gc=False, rename=_CAMEL_CASE):
    usage: OrdinaryUsage
    model: str
    choices: Annotated[list[OrdinaryChoice], Meta(max_length=1)] = []
    data: list[OrdinaryVector] = []
    created: _Count | None = None
    created_at: None = None
    creation: None = None
    create_time: None = None
    output: None = None
    service_tier: _Text | None = None
    tier: None = None
    error: None = None


class OrdinaryResponse(Struct, gc=False):
    status_code: Literal[200]
    body: OrdinaryBody
    error: None = None


class OrdinaryLine(Struct, gc=False):
    custom_id: _Text
    response: OrdinaryResponse
    error: None = None
    status: UnsetType = UNSET
