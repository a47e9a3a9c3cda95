"""The answer in the `output` of OpenAI's Responses API: messages, reasoning and tool calls in one list.

Other providers use the same key for other shapes.
"""

from typing import Any

from lib.batch.conversation import text_of
from lib.json.spelling import get
from lib.results.answer import Answer, finish_reason_text
from lib.results.bodies.chat import read_chat_choices, read_chat_message
from lib.results.bodies.fields import dicts_in, first_filled
from lib.results.bodies.reasoning import merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_output(output: Any, body: dict[str, Any]) -> Answer | None:
    """The answer in a list of items, in an object with another shape, or in a text."""
    if isinstance(output, list):
        return _items(dicts_in(output), body)
    if isinstance(output, str):
        return _text(output, body)
    return _object(output, body) if isinstance(output, dict) else None


def _items(items: list[dict[str, Any]], body: dict[str, Any]) -> Answer | None:
    """The messages as one answer; None if no item has a known type. Commentary on the work is not part of it."""
    if items and not any(map(_is_known, items)) and not Answer("", _finish_reason(body)).explains_no_text:
        return None
    messages = [item for item in items if item.get("type") != "reasoning" and not _is_commentary(item)]
    parts = [part for item in messages for part in dicts_in(item.get("content"))]
    texts = [part for part in parts if part.get("type") in ("output_text", "text")]
    refusal = "\n".join(text_of(part.get("refusal")) for part in parts if part.get("type") == "refusal")
    calls = calls_text([item for item in items if str(item.get("type")).endswith("_call")])
    finish_reason = _finish_reason(body)
    joined = "\n".join(text_of(part.get("text")) for part in texts)
    text, inline = split_reasoning(joined, "" if calls else finish_reason)
    thoughts = [_reasoning(item) for item in items if item.get("type") == "reasoning" or _is_commentary(item)]
    logprobs = [token for part in texts for token in dicts_in(part.get("logprobs"))]
    return Answer(
        text or calls or refusal,
        finish_reason,
        refusal,
        reasoning=merge_reasoning(*thoughts, inline),
        tool_calls=calls,
        logprobs=logprobs or None,
    )


def _is_known(item: dict[str, Any]) -> bool:
    kind = str(item.get("type", "message"))
    return kind in ("message", "reasoning") or kind.endswith(("_call", "_call_output")) or "content" in item


def _is_commentary(item: dict[str, Any]) -> bool:
    """Whether a message only tells what the model is doing, between its tool calls."""
    return any(str(item.get(key)).lower() in ("commentary", "analysis") for key in ("phase", "channel"))


def _finish_reason(body: dict[str, Any]) -> str:
    details = get(body, "incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    return finish_reason_text(reason or body.get("status"))


def _reasoning(item: dict[str, Any]) -> str:
    """The text of a reasoning item, or else its summary."""
    return reasoning_text(item.get("content")) or reasoning_text(item.get("summary"))


def _text(text: str, around: dict[str, Any]) -> Answer:
    finish_reason = finish_reason_text(get(around, "finish_reason"))
    answer, reasoning = split_reasoning(text, finish_reason)
    return Answer(answer, finish_reason, reasoning=reasoning)


def _object(output: dict[str, Any], body: dict[str, Any]) -> Answer | None:
    """DashScope's own shapes (choices or a text) and Bedrock's (a message)."""
    if first_filled(output, "choices") is not None:
        return read_chat_choices(output["choices"], output)
    if isinstance(output.get("text"), str):
        return _text(output["text"], output)
    return read_chat_message(output.get("message"), body)
