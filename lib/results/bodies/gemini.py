"""The answer in Gemini's response: candidates made of parts, or the reason for a block."""

from typing import Any

from lib.batch.conversation import text_of
from lib.json.spelling import get
from lib.results.answer import Answer, finish_reason_text, first_choice
from lib.results.bodies.fields import dicts_in, sorted_by_index
from lib.results.bodies.reasoning import merge_reasoning, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_candidates(candidates: Any, body: dict[str, Any]) -> Answer | None:
    """Every candidate, the first one first."""
    return first_choice([_candidate(candidate) for candidate in sorted_by_index(candidates)])


def read_feedback(feedback: Any, body: dict[str, Any]) -> Answer | None:
    """The refusal of a blocked prompt, which has no candidates."""
    reason = get(feedback, "blockReason") if isinstance(feedback, dict) else None
    if not reason:
        return None
    reason = finish_reason_text(_BLOCK_REASONS.get(reason, reason) if isinstance(reason, int) else reason)
    message = text_of(get(feedback, "blockReasonMessage"))
    return Answer(message, reason, message or reason)


_FINISH_REASONS = {0: "FINISH_REASON_UNSPECIFIED", 1: "STOP", 2: "MAX_TOKENS", 3: "SAFETY", 4: "RECITATION", 5: "OTHER"}
"""Numbers that some clients write instead of the names. Gemini and Vertex differ from 6 on, so these stay numbers."""

_BLOCK_REASONS = {1: "SAFETY", 2: "OTHER", 3: "BLOCKLIST", 4: "PROHIBITED_CONTENT"}


def _candidate(candidate: dict[str, Any]) -> Answer:
    content = candidate.get("content")
    parts = dicts_in(content.get("parts")) if isinstance(content, dict) else []
    thoughts = "".join(text_of(part.get("text")) for part in parts if part.get("thought") is True)
    joined = "".join(_part_text(part) for part in parts if part.get("thought") is not True)
    functions = (get(part, "functionCall") for part in parts)
    calls = calls_text([call for call in functions if isinstance(call, dict)])
    reason = get(candidate, "finishReason")
    finish_reason = finish_reason_text(_FINISH_REASONS.get(reason, reason) if isinstance(reason, int) else reason)
    text, inline = split_reasoning(joined, "" if calls else finish_reason)
    return Answer(
        text or calls,
        finish_reason,
        reasoning=merge_reasoning(thoughts, inline),
        tool_calls=calls,
        logprobs=get(candidate, "logprobsResult"),
    )


def _part_text(part: dict[str, Any]) -> str:
    """A part's text, its code or the output of code; an image becomes its type in brackets."""
    if isinstance(part.get("text"), str):
        return str(part["text"])
    for key, inner in (("executableCode", "code"), ("codeExecutionResult", "output")):
        if isinstance(code := get(part, key), dict):
            return text_of(code.get(inner))
    if isinstance(image := get(part, "inlineData"), dict):
        return f"[{text_of(get(image, 'mimeType')) or 'data'}]"
    return ""
