"""Chat and text completions: a list of choices, of which the first decides."""

from itertools import chain, groupby
from typing import Any

from lib.batch.conversation import text_of
from lib.results.answer import Answer, finish_reason_text, first_choice
from lib.results.bodies.fields import dicts_in, first_filled, sorted_by_index
from lib.results.bodies.reasoning import REASONING_TYPES, merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_chat_choices(choices: Any, body: dict[str, Any]) -> Answer | None:
    """The choices in the order of their index. Some servers write an object for a list of one."""
    if isinstance(choices, dict):
        choices = [choices]
    return first_choice([_choice(choice) for choice in sorted_by_index(choices)])


def read_chat_message(message: Any, body: dict[str, Any]) -> Answer | None:
    """A single message without choices around it, as Cohere and Ollama write it."""
    if not isinstance(message, dict) or "content" not in message:
        return None
    return said(message, finish_reason_text(first_filled(body, "finish_reason", "done_reason", "stopReason")))


def _choice(choice: dict[str, Any]) -> Answer:
    finish = finish_reason_text(first_filled(choice, "finish_reason", "stop_reason"))
    message = choice.get("message")
    if isinstance(message, dict):
        return said(message, finish, choice.get("logprobs"))
    text, reasoning = split_reasoning(text_of(choice.get("text")), finish)
    return Answer(text, finish, reasoning=reasoning, logprobs=choice.get("logprobs"))


def said(message: dict[str, Any], finish: str, logprobs: Any = None) -> Answer:
    """One message: its text apart from its thoughts, its calls and its refusal."""
    content = message.get("content")
    parts = dicts_in(content)
    fields = (reasoning_text(message.get(key)) for key in ("reasoning_content", "reasoning", "thinking"))
    thoughts = (_thought(part) for part in parts if _is_thought(part))
    calls = calls_text(
        first_filled(message, "tool_calls", "function_call") or [part for part in parts if _is_call(part)]
    )
    text, inline = split_reasoning(_text(content), "" if calls else finish)
    refused = [message.get("refusal"), *(part.get("refusal") for part in parts if part.get("type") == "refusal")]
    refusal = "\n".join(map(text_of, filter(None, refused)))
    return Answer(
        text or calls or _spoken(message) or refusal,
        finish,
        refusal,
        reasoning=merge_reasoning(*fields, *thoughts, inline),
        tool_calls=calls,
        logprobs=logprobs,
    )


def _text(content: Any) -> str:
    """The text of a message. Parts of text are one text: citations cut it in the middle of sentences."""
    if not isinstance(content, list):
        return text_of(content)
    runs = groupby((part for part in content if not _is_aside(part)), _is_text)
    pieces = (["".join(map(text_of, run))] if spoken else map(text_of, run) for spoken, run in runs)
    return "\n".join(filter(None, chain.from_iterable(pieces)))


def _is_text(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("text"), str)


def _is_aside(part: Any) -> bool:
    """Whether a part of a message is none of its text."""
    return isinstance(part, dict) and (
        part.get("type") in ("refusal", "reference") or _is_thought(part) or _is_call(part)
    )


def _is_thought(part: dict[str, Any]) -> bool:
    return part.get("type") in REASONING_TYPES or isinstance(part.get("reasoningContent"), dict)


def _thought(part: dict[str, Any]) -> str:
    """A part's thought; Bedrock has it an object further in."""
    held = part.get("reasoningContent")
    return reasoning_text(held.get("reasoningText") if isinstance(held, dict) else part)


def _is_call(part: dict[str, Any]) -> bool:
    return part.get("type") in ("tool_use", "tool_call", "function_call") or isinstance(part.get("toolUse"), dict)


def _spoken(message: dict[str, Any]) -> str:
    """What an answer in sound says."""
    audio = message.get("audio")
    return text_of(audio.get("transcript")) if isinstance(audio, dict) else ""
