"""An ordinary line of results, and values that make it another one."""

import copy
from typing import Any

from lib.results.usage import _CACHED, _COMPLETION, _PROMPT, _REASONING

PLAIN: dict[str, Any] = {
    "id": "x",
    "custom_id": "a",
    "response": {
        "status_code": 200,
        "request_id": "y",
        "body": {
            "created": 1760000000,
            "model": "m",
            "service_tier": "default",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": "Hi.", "refusal": None, "annotations": []},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": {
                "prompt_tokens": 9,
                "completion_tokens": 2,
                "prompt_tokens_details": {"cached_tokens": 1},
                "completion_tokens_details": {"reasoning_tokens": 0},
            },
        },
    },
    "error": None,
}

PLACES: list[tuple[Any, ...]] = [
    ("custom_id",),
    ("error",),
    ("status",),
    ("result",),
    ("key",),
    ("response",),
    ("response", "status_code"),
    ("response", "error"),
    ("response", "message"),
    ("response", "body"),
    ("response", "body", "error"),
    ("response", "body", "created"),
    ("response", "body", "created_at"),
    ("response", "body", "output"),
    ("response", "body", "model"),
    ("response", "body", "service_tier"),
    ("response", "body", "serviceTier"),
    ("response", "body", "usage"),
    *(
        ("response", "body", "usage", key)
        for key in sorted({outer or inner for outer, inner in (*_CACHED, *_REASONING, *_PROMPT, *_COMPLETION)})
    ),
    ("response", "body", "usage", "service_tier"),
    ("response", "body", "usage", "serviceTier"),
    ("response", "body", "usageMetadata"),
    ("response", "body", "modelVersion"),
    ("response", "body", "choices"),
    ("response", "body", "choices", 0),
    ("response", "body", "choices", 0, "finish_reason"),
    ("response", "body", "choices", 0, "text"),
    ("response", "body", "choices", 0, "message"),
    *(
        ("response", "body", "choices", 0, "message", key)
        for key in ("content", "refusal", "tool_calls", "function_call", "reasoning_content", "reasoning", "thinking")
    ),
]
"""Places in a plain line that may hold another value."""

ODD: list[Any] = [
    None,
    True,
    0,
    7,
    200.0,
    400,
    -1,
    2**53,
    "",
    " ",
    "x",
    "200",
    "stop",
    "length",
    "content_filter",
    "<think>a</think>b",
    "a\n</think>\nb",
    [],
    ["x"],
    [{"type": "text", "text": "x"}],
    [{"message": {"content": "x"}}, {"message": {"content": "y"}}],
    {},
    {"message": "x"},
    {"name": "f"},
    {"cached_tokens": 5},
    {"reasoning_tokens": 7, "cached_tokens": "8"},
    2**63,
    -(2**53),
    "Hm.",
    {"type": "succeeded", "message": {}},
]
GONE = object()


def changed(value: dict[str, Any], place: tuple[Any, ...], new: Any) -> dict[str, Any]:
    """The line with another value at one place, if the place still exists."""
    value = copy.deepcopy(value)
    holder: Any = value
    for key in place[:-1]:
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            return value
    if isinstance(holder, dict) and new is GONE:
        holder.pop(place[-1], None)
    elif (isinstance(holder, dict) and isinstance(place[-1], str)) or (
        isinstance(holder, list) and holder and place[-1] == 0 and new is not GONE
    ):
        holder[place[-1]] = new
    return value
