"""The answer in Gemini's response: candidates made of parts, or the reason for a block."""

from typing import Any

from lib.batch.conversation import text_of
from lib.results.answer import Answer, finish_reason_text, first_choice
from lib.results.bodies.fields import dicts_in, sorted_by_index
from lib.results.bodies.reasoning import merge_reasoning, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_candidates(candidates: Any, body: dict[str, Any]) -> Answer | None:
    """Every candidate, the first one first."""
    return first_choice([_candidate(candidate) for candidate in sorted_by_index(candidates)])


def read_feedback(feedback: Any, body: dict[str, Any]) -> Answer | None:
    """The refusal of a blocked prompt, which has no candidates."""
    reason = feedback.get("blockReason") if isinstance(feedback, dict) else None
    if not reason:
        return None
    message = text_of(feedback.get("blockReasonMessage"))
    return Answer(message, finish_reason_text(reason), message or finish_reason_text(reason))


def _candidate(candidate: dict[str, Any]) -> Answer:
    content = candidate.get("content")
    parts = dicts_in(content.get("parts")) if isinstance(content, dict) else []
    thoughts = "".join(text_of(part.get("text")) for part in parts if part.get("thought") is True)
    joined = "".join(_part_text(part) for part in parts if part.get("thought") is not True)
    calls = calls_text([part["functionCall"] for part in parts if isinstance(part.get("functionCall"), dict)])
    finish_reason = finish_reason_text(candidate.get("finishReason"))
    text, inline = split_reasoning(joined, "" if calls else finish_reason)
    return Answer(
        text or calls,
        finish_reason,
        reasoning=merge_reasoning(thoughts, inline),
        tool_calls=calls,
        logprobs=candidate.get("logprobsResult"),
    )


def _part_text(part: dict[str, Any]) -> str:
    """A part's text, its code or the output of code; an image becomes its type in brackets."""
    for key, inner in (("executableCode", "code"), ("codeExecutionResult", "output")):
        if isinstance(code := part.get(key), dict):
            return text_of(code.get(inner))
    if isinstance(image := part.get("inlineData"), dict):
        return f"[{text_of(image.get('mimeType')) or 'data'}]"
    return text_of(part.get("text"))
