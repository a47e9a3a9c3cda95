"""Tokens, model, tier and time of a response."""

from typing import Any

import pytest

from lib.results.usage import NO_USAGE, Usage, usage_of, whole_number

BODIES = [
    (
        "openai",
        {
            "model": "m",
            "created": 5,
            "service_tier": "flex",
            "usage": {
                "prompt_tokens": 1,
                "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 4},
            },
        },
        Usage(1, 2, 0, 4, "m", "flex", 5.0),
    ),
    (
        "responses",
        {
            "created_at": 5.5,
            "usage": {
                "input_tokens": 1,
                "input_tokens_details": {"cached_tokens": 3},
                "output_tokens_details": {"reasoning_tokens": 4},
            },
        },
        Usage(1, None, 3, 4, "", "", 5.5),
    ),
    (
        "anthropic",
        {"usage": {"input_tokens": 1, "output_tokens": 2, "cache_read_input_tokens": 3, "service_tier": "batch"}},
        Usage(1, 2, 3, None, "", "batch"),
    ),
    (
        "gemini",
        {
            "modelVersion": "g",
            "createTime": "1970-01-01T00:01:00.5Z",
            "usageMetadata": {"promptTokenCount": 1, "thoughtsTokenCount": 4, "cachedContentTokenCount": 3},
        },
        Usage(1, None, 3, 4, "g", "", 60.5),
    ),
    ("llama", {"generation": "a", "prompt_token_count": 5, "generation_token_count": 3}, Usage(5, 3)),
    ("titan", {"inputTextTokenCount": 5, "results": [{"tokenCount": 3}, {"tokenCount": 4}]}, Usage(5, 7)),
    ("titan-without-a-count", {"inputTextTokenCount": 5, "results": [{"tokenCount": 3}, {}]}, Usage(5)),
    ("titan-vectors", {"inputTextTokenCount": 5, "embedding": [1]}, Usage(5)),
    ("scores", {"results": [{"relevance_score": 1}]}, NO_USAGE),
    ("results-are-text", {"results": "5"}, NO_USAGE),
    ("counts-beside-a-usage", {"usage": {"prompt_tokens": 1}, "generation_token_count": 3}, Usage(1)),
    ("voyage", {"data": [{"embedding": [1]}], "usage": {"total_tokens": 7}}, Usage(7)),
    ("only-a-total-of-a-chat", {"choices": [], "usage": {"total_tokens": 7}}, NO_USAGE),
    ("total-beside-a-count", {"data": [], "usage": {"output_tokens": 2, "total_tokens": 7}}, Usage(None, 2)),
    ("details-null", {"usage": {"prompt_tokens": 1, "prompt_tokens_details": None}}, Usage(1)),
    ("tokens-as-text", {"usage": {"prompt_tokens": "12"}}, Usage(12)),
    ("tokens-too-many", {"usage": {"prompt_tokens": 2**60}}, NO_USAGE),
    ("time-of-no-place", {"createTime": "1970-01-01T00:01:00"}, Usage(created=60.0)),
    ("no-time", {"createTime": "yesterday"}, NO_USAGE),
    ("usage-is-text", {"usage": "12", "model": 3}, NO_USAGE),
    ("no-body", None, NO_USAGE),
]


@pytest.mark.parametrize(("body", "usage"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_usage_of_a_body(body: Any, usage: Usage) -> None:
    assert usage_of(body) == usage


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (200, 200),
        ("200", 200),
        (200.0, 200),
        (0, 0),
        (2.5, None),
        (True, None),
        ("²", None),
        ("1" * 20, None),
        ("", None),
    ],
    ids=repr,
)
def test_whole_numbers(value: Any, number: int | None) -> None:
    assert whole_number(value) == number
