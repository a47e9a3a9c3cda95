"""What a request asks, as a reader sees it: the body of any endpoint as a conversation."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """One message of a conversation, as a reader sees it."""

    role: str
    text: str


def conversation(body: Any) -> list[Turn]:
    """The messages of a request's body, of any endpoint; for embeddings, the texts."""
    return [turn for turn in _turns(body) if turn.text] if isinstance(body, dict) else []


def prompt_of(body: Any) -> str:
    """What a request asks, in one text: its last user message, or the text to embed."""
    turns = conversation(body)
    asked = [turn.text for turn in turns if turn.role == "user"]
    return asked[-1] if asked else turns[-1].text if turns else ""


def content_of(body: Any) -> list[Any]:
    """What a request asks, as it was sent, by the names that are known: texts, images, files, whatever is seen of them.

    Equal texts are equal whether they stand alone or in a list of one part, and under whichever name.
    """
    if not isinstance(body, dict):
        return []
    return [_bare(body[key]) for key in _CONTENT if body.get(key) is not None]


_SYSTEM = ("instructions", "system", "systemInstruction", "system_instruction")
"""System messages: of the Responses API, of Anthropic, of Gemini in either spelling."""

_INPUTS = ("input", "contents", "content", "prompt", "query", "text_1", "text_2", "documents")
_CONTENT = (
    *(*_SYSTEM, "preamble", "messages", "chat_history", "message", *_INPUTS, "inputs", "document", "texts"),
    *("inputText", "inputImage", "image", "images", "file"),
)
_OF_A_TEXT = {"type", "text", "cache_control"}
_MOST_NESTED = 20


def _bare(value: Any, levels: int = _MOST_NESTED) -> Any:
    """The value, each part that is only a text as this text, and each list of one text as well."""
    if isinstance(value, list) and levels:
        items = [_bare(item, levels - 1) for item in value]
        return items[0] if len(items) == 1 and isinstance(items[0], str) else items
    if not isinstance(value, dict) or not levels:
        return value
    if isinstance(value.get("text"), str) and value.keys() <= _OF_A_TEXT:
        return value["text"]
    return {key: _bare(item, levels - 1) for key, item in value.items()}


def _turns(body: dict[str, Any]) -> Iterator[Turn]:
    for key in _SYSTEM:
        if isinstance(body.get(key), (str, list, dict)):
            yield Turn("system", text_of(body[key]))
    messages = body.get("messages")
    if isinstance(messages, list):
        yield from map(_turn, messages)
        return
    for key in _INPUTS:
        yield from _inputs(body.get(key))


def _turn(message: Any) -> Turn:
    if not isinstance(message, dict):
        return Turn("user", text_of(message))
    said = message.get("content", message.get("parts"))  # Gemini's messages have parts
    return Turn(str(message.get("role") or "user"), text_of(said))


def _inputs(given: Any) -> Iterator[Turn]:
    """The Responses API's messages, or Gemini's, or the texts to embed, score or complete."""
    items = given if isinstance(given, list) else [given] if given else []
    for item in items:
        yield _turn(item) if isinstance(item, dict) and "role" in item else Turn("user", text_of(item))


def image_text(address: str) -> str:
    """What stands for an image in a text: its address, of which data URLs show the beginning only."""
    return f"[image: {address[:200]}{'…' if len(address) > 200 else ''}]"


def text_of(content: Any, levels: int = 20) -> str:
    """A message's content as text: a string, or a list of parts; images are named, not shown.

    Lists in lists are followed for so many levels, and what lies deeper is `…`.
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
