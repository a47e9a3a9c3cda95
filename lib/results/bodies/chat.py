"""The answer in a chat or text completion: a list of choices, of which the first decides."""

from itertools import chain, groupby
from typing import Any

from lib.batch.conversation import text_of
from lib.json.spelling import get
from lib.results.answer import Answer, finish_reason_text, first_choice
from lib.results.bodies.fields import dicts_in, first_filled, sorted_by_index
from lib.results.bodies.reasoning import REASONING_TYPES, merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_chat_choices(choices: Any, body: dict[str, Any]) -> Answer | None:
    """The choices in the order of their index. Some servers write an object instead of a list of one."""
    if isinstance(choices, dict):
        choices = [choices]
    answers = list(map(_choice, sorted_by_index(choices)))
    return first_choice([answer for answer in answers if answer]) if answers and answers[0] else None


def read_chat_message(message: Any, body: dict[str, Any]) -> Answer | None:
    """A single message without choices, as Cohere and Ollama write it."""
    if not isinstance(message, dict) or "content" not in message:
        return None
    return _message(message, finish_reason_text(first_filled(body, "finish_reason", "done_reason", "stopReason")))


def read_outputs(outputs: Any, body: dict[str, Any]) -> Answer | None:
    """The entries of a conversation with an agent of Mistral, or choices under another name, as on Bedrock."""
    entries = dicts_in(outputs)
    if not any(str(entry.get("type")).startswith(("message.", "function.")) for entry in entries):
        return read_chat_choices(outputs, body)
    messages = [entry for entry in entries if entry.get("type") == "message.output"]
    parts = [part for entry in messages for part in dicts_in(entry.get("content"))]
    text = "\n".join(filter(None, (_text(entry.get("content")) for entry in messages)))
    calls = calls_text([entry for entry in entries if entry.get("type") == "function.call"])
    thoughts = merge_reasoning(*(_part_reasoning(part) for part in parts if _is_reasoning(part)))
    finish_reason = finish_reason_text(first_filled(body, "finish_reason", "stop_reason"))
    return Answer(text or calls, finish_reason, reasoning=thoughts, tool_calls=calls)


def _choice(choice: dict[str, Any]) -> Answer | None:
    """One choice; None if it has no text of a known shape, and no reason for having none."""
    finish_reason = finish_reason_text(first_filled(choice, "finish_reason", "stop_reason"))
    message = choice.get("message")
    if isinstance(message, dict):
        return _message(message, finish_reason, choice.get("logprobs"))
    if "text" not in choice and "message" not in choice and not Answer("", finish_reason).explains_no_text:
        return None
    text, reasoning = split_reasoning(text_of(choice.get("text")), finish_reason)
    return Answer(text, finish_reason, reasoning=reasoning, logprobs=choice.get("logprobs"))


def _message(message: dict[str, Any], finish_reason: str, logprobs: Any = None) -> Answer:
    content = message.get("content")
    parts = dicts_in(content)
    calls = _calls(message, parts)
    text, inline = split_reasoning(_text(content), "" if calls else finish_reason)
    fields = (reasoning_text(get(message, key)) for key in ("reasoning_content", "reasoning", "thinking"))
    thoughts = (_part_reasoning(part) for part in parts if _is_reasoning(part))
    refusal = _refusal(message, parts)
    return Answer(
        text or calls or _transcript(message) or refusal,
        finish_reason,
        refusal,
        reasoning=merge_reasoning(*fields, *thoughts, inline),
        tool_calls=calls,
        logprobs=logprobs,
    )


def _text(content: Any) -> str:
    """The text of a message. Parts of text become one text: citations split it within sentences."""
    if not isinstance(content, list):
        return text_of(content)
    runs = groupby((part for part in content if not _is_aside(part)), _has_text)
    pieces = (["".join(map(text_of, run))] if is_text else map(text_of, run) for is_text, run in runs)
    return "\n".join(filter(None, chain.from_iterable(pieces)))


def _calls(message: dict[str, Any], parts: list[dict[str, Any]]) -> str:
    calls = first_filled(message, "tool_calls", "function_call")
    return calls_text(calls or [part for part in parts if _is_call(part)])


def _refusal(message: dict[str, Any], parts: list[dict[str, Any]]) -> str:
    refusals = [message.get("refusal"), *(part.get("refusal") for part in parts if part.get("type") == "refusal")]
    return "\n".join(map(text_of, filter(None, refusals)))


def _transcript(message: dict[str, Any]) -> str:
    """The text of an answer in audio."""
    audio = message.get("audio")
    return text_of(audio.get("transcript")) if isinstance(audio, dict) else ""


def _has_text(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("text"), str)


def _is_aside(part: Any) -> bool:
    """Whether a part of a message is not a part of its text."""
    return isinstance(part, dict) and (
        part.get("type") in ("refusal", "reference") or _is_reasoning(part) or _is_call(part)
    )


def _is_reasoning(part: dict[str, Any]) -> bool:
    return part.get("type") in REASONING_TYPES or isinstance(part.get("reasoningContent"), dict)


def _part_reasoning(part: dict[str, Any]) -> str:
    """The thought in a part; Bedrock wraps it in an object."""
    wrapped = part.get("reasoningContent")
    return reasoning_text(wrapped.get("reasoningText") if isinstance(wrapped, dict) else part)


def _is_call(part: dict[str, Any]) -> bool:
    return part.get("type") in ("tool_use", "tool_call", "function_call") or isinstance(part.get("toolUse"), dict)
