"""Facts about a response besides its answer: tokens, model, service tier and time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from sys import intern
from typing import Any, NamedTuple

from lib.json.lossless import MAX_EXACT
from lib.json.spelling import get, other_spelling

_UsagePath = tuple[str, str]
"""The key of an object within the usage, or empty, and the key of the count."""


def _spelled(*paths: _UsagePath) -> tuple[_UsagePath, ...]:
    """The paths, then each in the other spelling."""
    others = [(outer and other_spelling(outer), other_spelling(inner)) for outer, inner in paths]
    return tuple(dict.fromkeys((*paths, *others)))


_PROMPT = _spelled(("", "prompt_tokens"), ("", "input_tokens"), ("", "promptTokenCount"))
_COMPLETION = _spelled(("", "completion_tokens"), ("", "output_tokens"), ("", "candidatesTokenCount"))
_CACHED = _spelled(
    ("prompt_tokens_details", "cached_tokens"),  # OpenAI, and most
    ("input_tokens_details", "cached_tokens"),  # Responses API
    ("prompt_token_details", "cached_tokens"),  # Mistral
    ("", "cache_read_input_tokens"),  # Anthropic, whose input_tokens exclude these
    ("", "cachedContentTokenCount"),  # Gemini
    ("", "prompt_cache_hit_tokens"),  # DeepSeek
    ("", "cacheReadInputTokens"),  # Bedrock
    ("", "cached_tokens"),
)
_REASONING = _spelled(
    ("completion_tokens_details", "reasoning_tokens"),  # OpenAI, and most
    ("output_tokens_details", "reasoning_tokens"),  # Responses API
    ("", "thoughtsTokenCount"),  # Gemini, whose candidatesTokenCount excludes these
    ("", "reasoning_tokens"),
)
_TOTAL: tuple[_UsagePath, ...] = (("", "total_tokens"),)
_MODEL = ("model", "modelVersion")
_TIER = ("service_tier",)


class Usage(NamedTuple):
    """Facts about a response, as its provider counts; None or empty where it has none."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    """Prompt tokens that the provider read from its cache."""

    reasoning_tokens: int | None = None
    """Tokens of the model's thoughts."""

    model: str = ""
    service_tier: str = ""
    created: float = 0.0
    """Unix time."""


NO_USAGE = Usage()


def usage_of(body: Any) -> Usage:
    """Tokens, model, tier and time of a body."""
    if not isinstance(body, dict):
        return NO_USAGE
    openai = body.get("usage")
    usage = openai or get(body, "usageMetadata")
    if not isinstance(usage, dict):
        usage = _counts_in_body(body)
    prompt, completion = _count(usage, _PROMPT), _count(usage, _COMPLETION)
    if prompt is None and completion is None and "data" in body:  # Voyage's embeddings
        prompt = _count(usage, _TOTAL)
    return Usage(
        prompt,
        completion,
        _count(usage, _CACHED),
        _count(usage, _REASONING),
        _text(body, _MODEL),
        _text(body, _TIER) or (_text(openai, _TIER) if isinstance(openai, dict) else ""),  # Anthropic's: in the usage
        _created(body),
    )


def _counts_in_body(body: dict[str, Any]) -> dict[str, Any]:
    """The counts beside the answer, where Llama and Amazon's own models on Bedrock write them."""
    results = body.get("results")
    items = results if isinstance(results, list) else []
    counts = [whole_number(item.get("tokenCount")) for item in items if isinstance(item, dict)]
    total = sum(filter(None, counts)) if counts and None not in counts else None
    return {
        "prompt_tokens": body.get("prompt_token_count", body.get("inputTextTokenCount")),
        "completion_tokens": body.get("generation_token_count", total),
    }


def _created(body: dict[str, Any]) -> float:
    """Unix time of the answer; 0 if it is missing. Gemini writes a date and a time."""
    created = get(body, "created", "created_at", "createTime")
    if isinstance(created, str):
        try:
            time = datetime.fromisoformat(created)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError):
            return 0.0
    return float(created) if isinstance(created, (int, float)) else 0.0


def _count(usage: dict[str, Any], paths: Sequence[_UsagePath]) -> int | None:
    """The first whole number at any of the paths."""
    for outer, inner in paths:
        holder = usage.get(outer) if outer else usage
        if type(holder) is not dict or (value := holder.get(inner)) is None:
            continue
        if (count := whole_number(value)) is not None:
            return count
    return None


def _text(body: dict[str, Any], keys: Sequence[str]) -> str:
    """The text of the first of the keys that has one. Interned: thousands of lines repeat few texts."""
    for key in keys:
        if type(text := get(body, key)) is str:
            return intern(text)
    return ""


def whole_number(value: Any) -> int | None:
    """A whole number, its text, or a float without a fraction (tables write 200 as 200.0)."""
    if type(value) is int and abs(value) < MAX_EXACT:  # nearly always
        return value
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) < 16 else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < MAX_EXACT:
        return None
    return int(value) if value == int(value) else None
