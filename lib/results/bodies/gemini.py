"""A response of Gemini's: candidates made of parts, or the reason why there are none."""

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
    """What is said of a prompt that was blocked: there are no candidates then."""
    reason = feedback.get("blockReason") if isinstance(feedback, dict) else None
    if not reason:
        return None
    words = text_of(feedback.get("blockReasonMessage"))
    return Answer(words, finish_reason_text(reason), words or finish_reason_text(reason))


def _candidate(candidate: dict[str, Any]) -> Answer:
    content = candidate.get("content")
    parts = dicts_in(content.get("parts")) if isinstance(content, dict) else []
    thoughts = [text_of(part.get("text")) for part in parts if part.get("thought") is True]
    said = "".join(_part(part) for part in parts if part.get("thought") is not True)
    calls = calls_text([part["functionCall"] for part in parts if isinstance(part.get("functionCall"), dict)])
    finish = finish_reason_text(candidate.get("finishReason"))
    text, inline = split_reasoning(said, "" if calls else finish)
    return Answer(
        text or calls,
        finish,
        reasoning=merge_reasoning("".join(thoughts), inline),
        tool_calls=calls,
        logprobs=candidate.get("logprobsResult"),
    )


def _part(part: dict[str, Any]) -> str:
    """A part's text; code and its output as they are, and images named."""
    for key, inner in (("executableCode", "code"), ("codeExecutionResult", "output"), ("inlineData", "mimeType")):
        held = part.get(key)
        if isinstance(held, dict):
            told = text_of(held.get(inner))
            return f"[{told or 'data'}]" if key == "inlineData" else told
    return text_of(part.get("text"))
