"""The answer in Anthropic's message: blocks of text, thinking and tool calls."""

from typing import Any

from lib.results.answer import Answer, finish_reason_text
from lib.results.bodies.fields import dicts_in, first_filled
from lib.results.bodies.reasoning import merge_reasoning, reasoning_text, split_reasoning
from lib.results.bodies.tool_calls import calls_text


def read_content(content: Any, body: dict[str, Any]) -> Answer | None:
    """The blocks as one answer. Blocks of text become one text: citations split it within sentences."""
    blocks = [{"type": "text", "text": content}] if isinstance(content, str) else dicts_in(content)
    joined = "".join(str(block.get("text") or "") for block in blocks if block.get("type") == "text")
    thoughts = [reasoning_text(block) for block in blocks if block.get("type") == "thinking"]
    calls = calls_text([block for block in blocks if str(block.get("type")).endswith("tool_use")])
    finish_reason = finish_reason_text(first_filled(body, "stop_reason"))
    text, inline = split_reasoning(joined, "" if calls else finish_reason)
    return Answer(text or calls, finish_reason, reasoning=merge_reasoning(*thoughts, inline), tool_calls=calls)
