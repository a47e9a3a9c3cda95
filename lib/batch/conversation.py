"""A request's body as a conversation that people can read, for every endpoint."""

from collections.abc import Iterator
from typing import Any, NamedTuple

_SYSTEM_KEYS = ("instructions", "system", "systemInstruction", "system_instruction")
"""Keys of system messages: of the Responses API, Anthropic, and Gemini in both spellings."""

_INPUT_KEYS = ("input", "contents", "content", "prompt", "query", "text_1", "text_2", "documents")
_DEEPEST = 20
"""Levels of nesting that are read."""


class Turn(NamedTuple):
    """One message of a conversation."""

    role: str
    text: str


def conversation(body: Any) -> list[Turn]:
    """The messages of a request's body, for any endpoint; for embeddings, the texts."""
    return [turn for turn in _turns(body) if turn.text] if isinstance(body, dict) else []


def prompt_of(body: Any) -> str:
    """The last user message of a request, or its last text to embed."""
    turns = conversation(body)
    prompts = [turn.text for turn in turns if turn.role == "user"]
    return prompts[-1] if prompts else turns[-1].text if turns else ""


def _turns(body: dict[str, Any]) -> Iterator[Turn]:
    for key in _SYSTEM_KEYS:
        if isinstance(body.get(key), (str, list, dict)):
            yield Turn("system", text_of(body[key]))
    messages = body.get("messages")
    if isinstance(messages, list):
        yield from map(_turn, messages)
        return
    for key in _INPUT_KEYS:
        yield from _input_turns(body.get(key))


def _turn(message: Any) -> Turn:
    if not isinstance(message, dict):
        return Turn("user", text_of(message))
    content = message.get("content", message.get("parts"))  # Gemini's messages have parts
    return Turn(str(message.get("role") or "user"), text_of(content))


def _input_turns(value: Any) -> Iterator[Turn]:
    """The messages of the Responses API or Gemini, or the texts to embed, score or complete."""
    items = value if isinstance(value, list) else [value] if value else []
    for item in items:
        yield _turn(item) if isinstance(item, dict) and "role" in item else Turn("user", text_of(item))


def image_text(address: str) -> str:
    """The text that represents an image: its address, cut after 200 characters."""
    return f"[image: {address[:200]}{'…' if len(address) > 200 else ''}]"


def text_of(content: Any, levels: int = _DEEPEST) -> str:
    """A message's content as text: a string, or a list of parts. Images and other parts give a short label.

    Lists inside lists are read to a depth of `levels`; anything deeper gives `…`.
    """
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(filter(None, (text_of(item, levels - 1) for item in content))) if levels else "…"
    if not isinstance(content, dict):
        return "" if content is None else str(content)
    if isinstance(content.get("text"), str):
        return str(content["text"])
    if isinstance(content.get("parts"), list):  # Gemini's
        return text_of(content["parts"], levels)
    image = content.get("image_url", content.get("source"))
    if image is not None:
        return image_text(str(image.get("url", "") if isinstance(image, dict) else image))
    return f"[{content.get('type', 'part')}]"
