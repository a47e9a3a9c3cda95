"""The ordinary line, read without looking for anything else: one chat answer that went well.

Nearly all lines of a big file are like that. Every other one goes the long way (`lib.result`), which
comes to the same: what is not plainly in its usual place makes this reader step back. It is written
out at length, since a call for each part of a line would take longer than the part itself.
"""

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
    asked, told = usage.get("prompt_tokens_details"), usage.get("completion_tokens_details")
    cached = asked.get("cached_tokens") if type(asked) is dict else None
    reasoned = told.get("reasoning_tokens") if type(told) is dict else None
    if type(cached) is not int or not -EXACT < cached < EXACT:
        cached = cached_tokens(usage)
    if type(reasoned) is not int or not -EXACT < reasoned < EXACT:
        reasoned = reasoning_tokens(usage)
    return tuple.__new__(
        Result,
        (
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
            cached,
            reasoned,
            intern(model),
            intern(tier) if type(tier) is str else tier_of(body),
        ),
    )
