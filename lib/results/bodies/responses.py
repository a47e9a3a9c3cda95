"""OpenAI's Responses API: messages, reasoning and calls in one list. Others call other things output."""

from typing import Any

from lib.batch.conversation import text_of
from lib.results.answer import Answer, finish_reason_text
from lib.results.bodies.chat import read_chat_choices, read_chat_message
from lib.results.bodies.fields import dicts_in, first_filled
from lib.results.bodies.reasoning import merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_output(output: Any, body: dict[str, Any]) -> Answer | None:
    """The answer in `output`, be it a list of items, an object around another shape, or the text itself."""
    if isinstance(output, list):
        return _items(output, body)
    if isinstance(output, str):
        return _text(output, body)
    return _object(output, body) if isinstance(output, dict) else None


def _items(output: list[Any], body: dict[str, Any]) -> Answer:
    items = dicts_in(output)
    parts = [part for item in items if item.get("type") != "reasoning" for part in dicts_in(item.get("content"))]
    spoken = [part for part in parts if part.get("type") in ("output_text", "text")]
    refusal = "\n".join(text_of(part.get("refusal")) for part in parts if part.get("type") == "refusal")
    calls = calls_text([item for item in items if str(item.get("type")).endswith("_call")])
    thoughts = [item for item in items if item.get("type") == "reasoning"]
    details = body.get("incomplete_details")
    reason = details.get("reason") if isinstance(details, dict) else None
    finish = finish_reason_text(reason or body.get("status"))
    text, inline = split_reasoning("\n".join(text_of(part.get("text")) for part in spoken), "" if calls else finish)
    logprobs = [token for part in spoken for token in dicts_in(part.get("logprobs"))]
    return Answer(
        text or calls or refusal,
        finish,
        refusal,
        reasoning=merge_reasoning(*map(_thought, thoughts), inline),
        tool_calls=calls,
        logprobs=logprobs or None,
    )


def _thought(item: dict[str, Any]) -> str:
    """A reasoning item's text, or else its summary."""
    return reasoning_text(item.get("content")) or reasoning_text(item.get("summary"))


def _text(text: str, around: dict[str, Any]) -> Answer:
    finish = finish_reason_text(around.get("finish_reason"))
    said, reasoning = split_reasoning(text, finish)
    return Answer(said, finish, reasoning=reasoning)


def _object(output: dict[str, Any], body: dict[str, Any]) -> Answer | None:
    """DashScope's own shape (choices or a text) and Bedrock's (a message)."""
    if first_filled(output, "choices") is not None:
        return read_chat_choices(output["choices"], output)
    if isinstance(output.get("text"), str):
        return _text(output["text"], output)
    return read_chat_message(output.get("message"), body)
