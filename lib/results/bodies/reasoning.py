"""What a model thought before it answered: told apart from the answer, wherever it stands."""

import re
from typing import Any

from lib.results.bodies.fields import first_filled

REASONING_TYPES = ("thinking", "reasoning", "redacted_thinking", "reasoning_text", "summary_text", "thought")
"""Types of the parts of a message that are no part of the answer."""

_MOST_NESTED = 6

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

Chat templates often write the opening tag into the prompt, so that only the closing one comes
back: it counts on a line of its own alone, since an answer may well speak of tags. No run of
blanks is tried from several places: some answers are thousands of line ends.
"""


def split_reasoning(text: str, finish: str = "") -> tuple[str, str]:
    """A text without the thoughts it begins with, and these.

    A text that came to its end and is nothing but `<reasoning>...</reasoning>` is the answer: many
    prompts ask for such tags.

    >>> split_reasoning("<think>Two and two.</think>\\n\\nFour.")
    ('Four.', 'Two and two.')
    """
    if not may_have_reasoning(text):
        return text, ""
    found = _INLINE.match(text)
    if not found:
        return text, ""
    thought = next(said for key, said in found.groupdict().items() if key != "tag" and said is not None)
    left = text[found.end() :]
    asked_for = found["tag"] in _ASKED_FOR or found["mistral"] is not None
    if asked_for and not left and finish.lower() in _ENDED:
        return text, ""
    return left, thought.strip()


_ASKED_FOR = ("thinking", "thought", "reasoning")
"""Tags that prompts ask for; others are known from chat templates alone."""

_ENDED = {
    "stop",
    "end_turn",  # Anthropic
    "stop_sequence",
    "complete",  # Cohere
    "completed",  # Responses API
    "finish",  # Amazon's own models
    "eos_token",  # Hugging Face
}
"""Finish reasons of an answer that is whole."""


def may_have_reasoning(text: str) -> bool:
    """Whether a text may begin with thoughts: a quick look that most answers are done with."""
    first = text[:1]
    if first.isspace():
        first = text.lstrip()[:1]
    if not first:  # a text of blanks
        return False
    return first in _OPENING or ("<" in text and "</think>" in text)  # one letter is found far sooner


_OPENING = "<[◁"


def reasoning_text(value: Any, levels: int = _MOST_NESTED) -> str:
    """The text of a thought: a string, or parts of it in lists and objects."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and levels:
        return "\n".join(filter(None, (reasoning_text(item, levels - 1) for item in value)))
    if isinstance(value, dict) and levels:
        return reasoning_text(first_filled(value, "thinking", "text", "reasoning", "summary", "content"), levels - 1)
    return ""


def merge_reasoning(*thoughts: str) -> str:
    """Several thoughts as one text; the same one told twice counts once."""
    return "\n".join(dict.fromkeys(filter(None, thoughts)))
