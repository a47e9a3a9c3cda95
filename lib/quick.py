"""The ordinary line, read without looking for anything else: one chat answer that went well.

Nearly all lines of a big file are like that. Every other one goes the long way (`lib.result`), which
comes to the same: what is not plainly in its usual place makes this reader step back. It is written
out at length, since a call for each part of a line would take longer than the part itself.
"""

from collections.abc import Callable
from sys import intern
from typing import Any

from lib.result import Result
from lib.shapes.thoughts import may_think
from lib.usage import EXACT, cached_tokens, reasoning_tokens, tier_of


def quick_result(value: dict[str, Any]) -> Result | None:
    """The result of a plain chat answer with status 200; None for anything else."""
    try:
        custom_id, response = value["custom_id"], value["response"]
        body, status = response["body"], response["status_code"]
        [choice] = body["choices"]
        message, finish = choice["message"], choice["finish_reason"]
        text, usage = message["content"], body["usage"]
        model, created = body["model"], body["created"]
        prompt, completion = usage["prompt_tokens"], usage["completion_tokens"]
    except (KeyError, TypeError, ValueError):
        return None
    if not (type(custom_id) is type(text) is type(model) is str and custom_id and text):
        return None
    if not (type(status) is type(created) is type(prompt) is type(completion) is int):
        return None
    if status != 200 or finish != "stop" or not (-EXACT < prompt < EXACT and -EXACT < completion < EXACT):
        return None
    if value.get("error") or body.get("error") or response.get("error") or "status" in value:
        return None
    more = message.get
    if more("tool_calls") or more("refusal") or more("reasoning_content") or more("reasoning"):
        return None
    if more("function_call") or more("thinking") or may_think(text) or (text[0].isspace() and text.isspace()):
        return None
    tier = body.get("service_tier")
    return Result(
        custom_id,
        "OK",
        text,
        "",
        "stop",
        200,
        prompt,
        completion,
        float(created),
        False,
        "",
        "",
        "",
        (),
        _detail(usage, "prompt_tokens_details", "cached_tokens", cached_tokens),
        _detail(usage, "completion_tokens_details", "reasoning_tokens", reasoning_tokens),
        intern(model),
        intern(tier) if type(tier) is str else tier_of(body),
    )


def _detail(
    usage: dict[str, Any], where: str, key: str, elsewhere: Callable[[dict[str, Any]], int | None]
) -> int | None:
    """A count where most providers write it, or else wherever it is."""
    details = usage.get(where)
    found = details.get(key) if type(details) is dict else None
    return found if type(found) is int and -EXACT < found < EXACT else elsewhere(usage)
