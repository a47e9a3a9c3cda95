"""What a response says beside its answer: tokens, model, service tier, and when it was made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from sys import intern
from typing import Any, NamedTuple

from lib.json.lossless import MAX_EXACT

Path = tuple[str, str]
"""The object within the usage, if any, and the key."""

_PROMPT: tuple[Path, ...] = (("", "prompt_tokens"), ("", "input_tokens"), ("", "promptTokenCount"), ("", "inputTokens"))
_COMPLETION: tuple[Path, ...] = (
    ("", "completion_tokens"),
    ("", "output_tokens"),
    ("", "candidatesTokenCount"),
    ("", "outputTokens"),
)
_CACHED: tuple[Path, ...] = (
    ("prompt_tokens_details", "cached_tokens"),  # OpenAI, and most
    ("input_tokens_details", "cached_tokens"),  # Responses API
    ("prompt_token_details", "cached_tokens"),  # Mistral
    ("", "cache_read_input_tokens"),  # Anthropic, whose input_tokens are without these
    ("", "cachedContentTokenCount"),  # Gemini
    ("", "prompt_cache_hit_tokens"),  # DeepSeek
    ("", "cacheReadInputTokens"),  # Bedrock
    ("", "cached_tokens"),
)
_REASONING: tuple[Path, ...] = (
    ("completion_tokens_details", "reasoning_tokens"),  # OpenAI, and most
    ("output_tokens_details", "reasoning_tokens"),  # Responses API
    ("", "thoughtsTokenCount"),  # Gemini, whose candidatesTokenCount is without these
    ("", "reasoning_tokens"),
)
_MODEL = ("model", "modelVersion")
_TIER = ("service_tier", "serviceTier")


class Usage(NamedTuple):
    """None and empty for what a response does not say; numbers as the provider counts them."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    """How many of the prompt's tokens the provider had at hand."""

    reasoning_tokens: int | None = None
    """How many tokens the model thought with."""

    model: str = ""
    service_tier: str = ""
    created: float = 0.0
    """Unix time."""


NOTHING = Usage()


def usage_of(body: Any) -> Usage:
    """What a body says of itself."""
    if not isinstance(body, dict):
        return NOTHING
    said = body.get("usage")
    usage = said or body.get("usageMetadata")
    if not isinstance(usage, dict):
        usage = _counts_of(body)
    prompt, completion = _count(usage, _PROMPT), _count(usage, _COMPLETION)
    if prompt is None and completion is None and "data" in body:  # Voyage's embeddings
        prompt = _count(usage, (("", "total_tokens"),))
    return Usage(
        prompt,
        completion,
        _count(usage, _CACHED),
        _count(usage, _REASONING),
        _word(body, _MODEL),
        _word(body, _TIER) or (_word(said, _TIER) if isinstance(said, dict) else ""),  # Anthropic's is in the usage
        _created(body),
    )


def _counts_of(body: dict[str, Any]) -> dict[str, Any]:
    """The counts of a body that has them beside its answer, as Llama and Amazon's own models on Bedrock do."""
    results = body.get("results")
    told = (
        [whole_number(item.get("tokenCount")) for item in results if isinstance(item, dict)]
        if type(results) is list
        else []
    )
    written = sum(count for count in told if count is not None) if told and None not in told else None
    return {
        "prompt_tokens": body.get("prompt_token_count", body.get("inputTextTokenCount")),
        "completion_tokens": body.get("generation_token_count", written),
    }


def _created(body: dict[str, Any]) -> float:
    """When the answer was made, in Unix time; 0 if it is not said. Gemini writes the date and the time."""
    created = body.get("created", body.get("created_at", body.get("createTime")))
    if isinstance(created, str):
        try:
            told = datetime.fromisoformat(created)
            return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            return 0.0
    return float(created) if isinstance(created, (int, float)) else 0.0


def _count(usage: dict[str, Any], paths: Sequence[Path]) -> int | None:
    """The first whole number under any of the paths."""
    for outer, inner in paths:
        holder = usage.get(outer) if outer else usage
        if type(holder) is not dict or (found := holder.get(inner)) is None:
            continue
        if (
            count := found if type(found) is int and -MAX_EXACT < found < MAX_EXACT else whole_number(found)
        ) is not None:
            return count
    return None


def _word(body: dict[str, Any], keys: Sequence[str]) -> str:
    """A text under one of the keys. A file has few of them, and thousands of lines that say them again."""
    for key in keys:
        if type(found := body.get(key)) is str:
            return intern(found)
    return ""


def whole_number(value: Any) -> int | None:
    """A whole number, or its text, or a float that is whole (tables write 200 as 200.0)."""
    if type(value) is int and abs(value) < MAX_EXACT:  # nearly always
        return value
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) < 16 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < MAX_EXACT:
        return None
    return int(value) if value == int(value) else None
