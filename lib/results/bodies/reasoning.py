"""The model's thoughts before its answer, separated from the answer wherever the provider puts them."""

import re
from typing import Any

from lib.results.bodies.fields import first_filled

REASONING_TYPES = ("thinking", "reasoning", "redacted_thinking", "reasoning_text", "summary_text", "thought")
"""Types of message parts that are not a part of the answer."""

_DEEPEST = 6

_INLINE = re.compile(
    r"(?:\s*+(?:"
    r"<(?P<tag>think|thinking|thought|reasoning|seed:think)>(?P<closed>.*?)(?:</(?P=tag)>|\Z)"
    r"|\[THINK\](?P<mistral>.*?)(?:\[/THINK\]|\Z)"
    r"|◁think▷(?P<kimi>.*?)(?:◁/think▷|\Z)"
    r"|(?P<unopened>(?:[^\n]*+\n)+?)[^\S\n]*+</think>[^\S\n]*+(?=\n|\Z)"
    r")|(?P<blank>[^\S\n]*+\n\s*+)</think>[^\S\n]*+(?=\n|\Z)"
    r")\s*+",
    re.DOTALL,
)
"""Thoughts at the start of a text.

Chat templates often put the opening tag into the prompt, so the answer has only the closing tag. It
counts only on a line of its own, since an answer may mention tags. The pattern tries no run of
spaces from several positions: some answers are thousands of newlines.
"""

_CHANNEL_STARTS = ("<|channel|>", "<|start|>assistant<|channel|>")
_CHANNEL = re.compile(r"<\|channel\|>(?P<name>\w+)[^<]*+<\|message\|>(?P<text>(?:[^<]++|<(?!\|))*+)")
"""A channel and its text, up to the next mark."""

OPENING = "<[◁"
"""First characters of the opening tags."""

_TAGS_OF_PROMPTS = ("thinking", "thought", "reasoning")
"""Tags that prompts ask for; only chat templates write the others."""

_COMPLETE = {
    "stop",
    "end_turn",  # Anthropic
    "stop_sequence",
    "complete",  # Cohere
    "completed",  # Responses API
    "finish",  # Amazon's own models
    "eos_token",  # Hugging Face
}
"""Finish reasons of a complete answer."""


def split_reasoning(text: str, finish_reason: str = "") -> tuple[str, str]:
    """The answer in a text, and the thoughts at its start.

    A complete text that is only `<reasoning>...</reasoning>` is the answer: many prompts ask for
    such tags.

    >>> split_reasoning("<think>Two and two.</think>\\n\\nFour.")
    ('Four.', 'Two and two.')
    """
    if not may_have_reasoning(text):
        return text, ""
    if text.lstrip().startswith(_CHANNEL_STARTS):
        return _split_channels(text)
    match = _INLINE.match(text)
    if not match:
        return text, ""
    answer = text[match.end() :]
    is_from_prompt = match["tag"] in _TAGS_OF_PROMPTS or match["mistral"] is not None
    if is_from_prompt and not answer and finish_reason.lower() in _COMPLETE:
        return text, ""
    thoughts = next(group for name, group in match.groupdict().items() if name != "tag" and group is not None)
    return answer, thoughts.strip()


def _split_channels(text: str) -> tuple[str, str]:
    """The final channel of a raw answer of gpt-oss, and its other channels: analysis and commentary."""
    channels = [(match["name"], match["text"].strip()) for match in _CHANNEL.finditer(text)]
    answer = "\n".join(said for name, said in channels if name == "final")
    return answer, "\n".join(said for name, said in channels if name != "final")


def may_have_reasoning(text: str) -> bool:
    """Whether a text may start with thoughts: a quick check that settles most answers."""
    first = text[:1]
    if first.isspace():
        first = text.lstrip()[:1]
    if not first:  # only spaces
        return False
    return first in OPENING or ("<" in text and "</think>" in text)  # a single letter is found much faster


def reasoning_text(value: Any, levels: int = _DEEPEST) -> str:
    """The text of a thought: a string, or the strings in lists and objects."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and levels:
        return "\n".join(filter(None, (reasoning_text(item, levels - 1) for item in value)))
    if isinstance(value, dict) and levels:
        return reasoning_text(first_filled(value, "thinking", "text", "reasoning", "summary", "content"), levels - 1)
    return ""


def merge_reasoning(*thoughts: str) -> str:
    """Several thoughts as one text, without duplicates."""
    return "\n".join(dict.fromkeys(filter(None, thoughts)))
