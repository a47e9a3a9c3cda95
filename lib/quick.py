"""The ordinary line, read without looking for anything else: one chat answer that went well.

Nearly all lines of a big file are like that. Every other one goes the long way (`lib.result`), which
comes to the same: what is not plainly in its usual place makes this reader step back.
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
    if not (type(custom_id) is type(text) is type(model) is str and type(status) is type(created) is int):
        return None
    if type(prompt) is not int or type(completion) is not int or not max(-prompt, prompt, completion) < EXACT:
        return None
    if finish != "stop" or status != 200 or not custom_id or not text or text.isspace() or may_think(text):
        return None
    if value.get("error") or body.get("error") or response.get("error") or "status" in value or _has_more(message):
        return None
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
        cached_tokens(usage),
        reasoning_tokens(usage),
        intern(model),
        tier_of(body),
    )


def _has_more(message: dict[str, Any]) -> bool:
    """Whether a message says anything beside its text."""
    get = message.get
    return bool(
        get("tool_calls")
        or get("function_call")
        or get("refusal")
        or get("reasoning_content")
        or get("reasoning")
        or get("thinking")
    )
